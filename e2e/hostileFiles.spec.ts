// Story: somebody drops every broken and hostile file there is. The page stays alive and answers in words, nothing
// of it runs, and neither the page nor the worker is held up.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type HostileFile, hostileFiles } from "../tests/hostile/files.ts";
import { trainingRow } from "../tests/hostile/rows.ts";
import { StudioPage } from "./studioPage.ts";

/** Longest that the page, or the worker, may be at one thing: of its own time, whatever else the machine does. */
const LONGEST_MS = 1000;
const A_BATCH = 60;

interface Watched {
  dialogs: number;
  violations: string[];
}

/** Notes what must not happen, from before the page's own scripts on. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = { dialogs: 0, violations: [] as string[] };
    Object.assign(globalThis, { watched });
    globalThis.alert = () => {
      watched.dialogs++;
    };
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      watched.violations.push(`${violatedDirective} ${blockedURI}`);
    });
  });
}

const watched = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

async function expectUnharmed(page: Page): Promise<void> {
  const { dialogs, violations } = await watched(page);
  expect(dialogs).toBe(0);
  expect(violations).toEqual([]);
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the thread's own time. */
  tdur?: number;
  args?: { name?: string };
}

/** The longest task of each kind of thread, in milliseconds of its own time, from a trace of the browser. */
function longestTasks(trace: Buffer): Record<"page" | "worker", number> {
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: TraceEvent[] };
  const threads = new Map<string, string>();
  for (const { name, pid, tid, args } of traceEvents) {
    if (name === "thread_name") threads.set(`${pid} ${tid}`, args?.name ?? "");
  }
  const longest = { page: 0, worker: 0 };
  let tasks = 0;
  for (const { name, pid, tid, tdur = 0 } of traceEvents) {
    if (name !== "RunTask" && name !== "ThreadControllerImpl::RunTask") continue;
    const thread = threads.get(`${pid} ${tid}`);
    if (thread === "CrRendererMain") longest.page = Math.max(longest.page, tdur / 1000);
    else if (thread?.startsWith("DedicatedWorker")) {
      longest.worker = Math.max(longest.worker, tdur / 1000);
    } else continue;
    tasks++;
  }
  expect(tasks, "tasks in the trace").toBeGreaterThan(100);
  return longest;
}

const folder = mkdtempSync(join(tmpdir(), "hostile-"));
test.afterAll(() => rmSync(folder, { recursive: true }));

/** On the disk, since large ones do not go over the wire; a name that a disk does not take is changed. */
function written({ name, bytes }: Pick<HostileFile, "name" | "bytes">): string {
  const path = join(folder, name.replaceAll("/", "_"));
  writeFileSync(path, bytes);
  return path;
}

async function drop(studio: StudioPage, paths: string[], marker: string): Promise<void> {
  const row = JSON.stringify({ ...trainingRow(1), dataset: marker });
  paths.push(written({ name: `${marker}.jsonl`, bytes: new Uint8Array(Buffer.from(`${row}\n`)) }));
  await studio.show("Data");
  await studio.page.getByRole("radio", { name: "Replace the present data" }).check();
  await studio.page.getByLabel("Files to load").setInputFiles(paths);
  await expect(
    studio.page
      .getByRole("region", { name: "Table of domains" })
      .getByText(marker, { exact: true }),
  ).toBeVisible({ timeout: 200_000 });
}

/** All problems, as they are saved. */
async function savedProblems(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download all as CSV" }).click();
  return readFileSync(await (await download).path(), "utf8");
}

/** Takes all the domains there may be, and leaves none to others. */
const GREEDY = "many-domains.jsonl";
/** Two thousand files of nothing take the browser's file system half a minute; tests/hostile reads them. */
const SLOW = "many-names.zip";

function batches(): HostileFile[][] {
  const all = hostileFiles();
  const others = all.filter(({ name }) => name !== GREEDY && name !== SLOW);
  const count = Math.ceil(others.length / A_BATCH);
  return [
    all.filter(({ name }) => name === GREEDY),
    ...Array.from({ length: count }, (_, i) => others.slice(i * A_BATCH, (i + 1) * A_BATCH)),
  ];
}

test("every file is answered in words, and the page lives on", async ({ page, browser }) => {
  test.setTimeout(600_000); // on a machine that has much else to do
  await watch(page);
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu" });
  await browser.startTracing(page, {
    categories: ["-*", "toplevel", "disabled-by-default-devtools.timeline"],
  });
  for (const [number, batch] of batches().entries()) {
    await drop(studio, batch.map(written), `batch ${number}`);
    const lines = (await savedProblems(page)).replaceAll('""', '"').split("\r\n");
    for (const { name, says } of batch) {
      if (says === null) continue;
      const own = lines.filter((line) => line.includes(name)).join("\n");
      expect(own, name).toMatch(says);
    }
    await expectUnharmed(page);
  }
  await studio.show("Inspect");
  await studio.show("Evaluate");
  await studio.show("Train");
  await expectUnharmed(page);
  const longest = longestTasks(await browser.stopTracing());
  expect(longest.page, "the page was held up").toBeLessThan(LONGEST_MS);
  expect(longest.worker, "the worker was held up").toBeLessThan(LONGEST_MS);
});
