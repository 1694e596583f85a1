// npm test: finds or installs a Chromium, checks, builds, runs every test, and ends in one line
// "N passed, N failed". The exit status is 0 only if something ran and nothing failed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./buildApp.ts";
import { ensureChromium } from "./ensureChromium.ts";
import { type Counts, countPlaywright, countVitest, withExitStatus } from "./testCounts.ts";

const reports = mkdtempSync(join(tmpdir(), "dreamprm-tests-"));
const total: Counts = { passed: 0, failed: 0 };

function run(title: string, command: string, env: Record<string, string> = {}): number | null {
  console.log(`\n== ${title}: ${command}`);
  return spawnSync(command, {
    cwd: ROOT,
    stdio: "inherit",
    shell: true,
    env: { ...process.env, ...env },
  }).status;
}

function add({ passed, failed }: Counts): void {
  total.passed += passed;
  total.failed += failed;
}

/** A check is one test: it passes or it fails. */
function check(title: string, command: string): boolean {
  const isPassed = run(title, command) === 0;
  add({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1 });
  return isPassed;
}

function vitest(project: string): void {
  const report = join(reports, `${project}.json`);
  const status = run(
    `unit tests (${project})`,
    `npx vitest run --project ${project} --reporter=default --reporter=json --outputFile.json="${report}"`,
  );
  const counts = existsSync(report)
    ? countVitest(readFileSync(report, "utf8"))
    : { passed: 0, failed: 0 };
  add(withExitStatus(counts, status));
}

function playwright(): void {
  const report = join(reports, "e2e.json");
  const status = run("end-to-end tests", "npx playwright test --reporter=list,json", {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const counts = existsSync(report)
    ? countPlaywright(readFileSync(report, "utf8"))
    : { passed: 0, failed: 0 };
  add(withExitStatus(counts, status));
}

try {
  // For the test runners' own configuration, which looks for it the same way.
  process.env["DREAMPRM_CHROMIUM"] = ensureChromium(console.log);
  check("types", "npx tsc --noEmit");
  check("lint and format", "npx biome check");
  const isBuilt = check("build", "npx vite build --logLevel warn");
  vitest("node");
  vitest("browser");
  // Without a build there is no app to test; the failed build is counted already.
  if (isBuilt) playwright();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
