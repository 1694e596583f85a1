import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FIVE_STEP_PROMPT } from "../src/domain/labelPrompt.ts";
import { parseLabelArguments } from "./labelArguments.ts";
import { UsageError } from "./usageError.ts";

const folder = mkdtempSync(join(tmpdir(), "dreamprm-label-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const questions = join(folder, "questions");
mkdirSync(questions);
for (const name of ["algebra.jsonl", "geometry.json"]) writeFileSync(join(questions, name), "");
const prompt = join(folder, "prompt.txt");
writeFileSync(prompt, FIVE_STEP_PROMPT);

const URL = "http://localhost:8000/v1";
const ASKED = ["--questions", questions, "--endpoint", URL, "--model", "m", "--out", "out"];

function problemsOf(argv: readonly string[], env = {}): string {
  try {
    parseLabelArguments(argv, env);
  } catch (error) {
    if (error instanceof UsageError) return error.problems.join("\n");
    throw error;
  }
  throw new Error("expected a UsageError");
}

describe("npm run label", () => {
  it("takes questions, an endpoint and how much", () => {
    const argv = [...ASKED, "--chains", "2", "--rollouts", "6", "--budget-requests", "100"];
    const plan = parseLabelArguments([...argv, "--prompt", prompt], {});
    expect(plan?.questions).toEqual(
      ["algebra.jsonl", "geometry.json"].map((name) => join(questions, name)),
    );
    expect(plan).toMatchObject({
      key: null,
      out: "out",
      spec: {
        generator: { kind: "endpoint", url: URL, model: "m" },
        chainsPerQuestion: 2,
        rollouts: 6,
        budget: { requests: 100, tokens: null },
        prompt: FIVE_STEP_PROMPT,
      },
    });
  });

  it("asks the suite's policy without an endpoint, or an endpoint about the suite", () => {
    const alone = parseLabelArguments(["--suite", "--out", "o"], {});
    expect(alone).toMatchObject({
      questions: null,
      suiteQuestions: 4,
      spec: { generator: { kind: "suite" } },
    });
    const argv = ["--suite", "9", "--endpoint", URL, "--model", "m", "--out", "o"];
    expect(parseLabelArguments(argv, {})).toMatchObject({
      suiteQuestions: 9,
      spec: { generator: { kind: "endpoint" } },
    });
  });

  it("reads the key from the environment only, and keeps it out of the spec", () => {
    const plan = parseLabelArguments([...ASKED, "--key-env", "MY_KEY"], { MY_KEY: " secret\n" });
    expect(plan?.key).toBe("secret");
    expect(JSON.stringify(plan?.spec)).not.toContain("secret");
    expect(problemsOf([...ASKED, "--key-env", "MY_KEY"])).toMatch(/--key-env MY_KEY: there is no/);
  });

  it("takes any other setting by its name; a model that looks like a number stays a name", () => {
    const argv = [...ASKED, "--model", "7", "--set", "adaptive.isOn=false", "check.kind=choice"];
    expect(parseLabelArguments(argv, {})?.spec).toMatchObject({
      generator: { model: "7" },
      adaptive: { isOn: false },
      check: { kind: "choice" },
    });
  });

  it("names everything that is wrong at once", () => {
    const problems = problemsOf(["--questions", "nowhere", "--rollouts", "0", "--prompt", "none"]);
    expect(problems).toMatch(/--questions nowhere: there is no such file/);
    expect(problems).toMatch(/--endpoint <url> is missing/);
    expect(problems).toMatch(/--rollouts: .*>=1/);
    expect(problems).toMatch(/--prompt none: there is no such file; it takes a file/);
    expect(problems).toMatch(/--out <folder> is missing/);
  });

  it.each([
    [["--out", "o"], /--questions <file or folder> is missing/],
    [["--suite", "0", "--out", "o"], /--suite 0: write how many/],
    [["--suite", "--model", "m", "--out", "o"], /--model belongs to --endpoint/],
    [["--suite", "--questions", questions, "--out", "o"], /take away --questions/],
    [
      ["--suite", "--endpoint", "localhost", "--model", "m", "--out", "o"],
      /--endpoint: .*web addr/,
    ],
    [["--suite", "--endpoint", URL, "--out", "o"], /^--model <name> is missing$/],
    [[...ASKED, "--set", "rolouts=3"], /settings: .*"rolouts"/],
    [[...ASKED, "--set", "rollouts"], /write key=value/],
    [[...ASKED, "--key", "secret"], /unknown option '--key'/],
  ])("refuses %j", (argv, message) => {
    expect(problemsOf(argv)).toMatch(message);
  });
});
