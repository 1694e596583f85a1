// Counts of passed and failed tests, read from the reports the test runners leave.

export interface Counts {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

/** A test file that could not even be loaded has no tests to fail, so it counts as one failure. */
export function countVitest(reportText: string): Counts {
  const report = JSON.parse(reportText) as VitestReport;
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** A test that passed only on a second try has failed. */
export function countPlaywright(reportText: string): Counts {
  const { stats, errors } = JSON.parse(reportText) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/**
 * What a runner's exit status adds: one that failed, or that ran no test, without naming a failed
 * test has failed all the same.
 */
export function withExitStatus(counts: Counts, status: number | null): Counts {
  const isSilentFailure = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  return isSilentFailure ? { ...counts, failed: 1 } : counts;
}
