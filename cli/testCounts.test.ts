import { describe, expect, it } from "vitest";
import { countPlaywright, countVitest, withExitStatus } from "./testCounts.ts";

// The shapes are those of Vitest 4's and Playwright 1.65's JSON reporters.
describe("counting tests", () => {
  it("counts a test file that could not be loaded as a failure", () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      testResults: [
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{}] },
        { status: "passed", assertionResults: [{}] },
      ],
    };
    expect(countVitest(JSON.stringify(report))).toEqual({ passed: 7, failed: 2 });
  });

  it("counts flaky end-to-end tests and errors outside tests as failures", () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1 }, errors: [{}] };
    expect(countPlaywright(JSON.stringify(report))).toEqual({ passed: 5, failed: 3 });
  });

  it("does not take a runner's silent failure, or no tests at all, for success", () => {
    expect(withExitStatus({ passed: 5, failed: 0 }, 1)).toEqual({ passed: 5, failed: 1 });
    expect(withExitStatus({ passed: 5, failed: 0 }, null)).toEqual({ passed: 5, failed: 1 });
    expect(withExitStatus({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
    expect(withExitStatus({ passed: 5, failed: 0 }, 0)).toEqual({ passed: 5, failed: 0 });
    expect(withExitStatus({ passed: 5, failed: 2 }, 1)).toEqual({ passed: 5, failed: 2 });
  });
});
