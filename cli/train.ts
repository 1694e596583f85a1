// npm run train: the app's own engine in a headless browser, from arguments to files.
import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CorpusLoad, loadCorpus } from "./loadCorpus.ts";
import { createProgressLine } from "./progressLine.ts";
import { reportEvents } from "./reportEvents.ts";
import { runCommand } from "./runCommand.ts";
import { openStudioPage, type StudioPage } from "./studioPage.ts";
import { summaryTable } from "./summaryTable.ts";
import { parseTrainArguments, type TrainPlan } from "./trainArguments.ts";
import { EXIT, UsageError } from "./usageError.ts";

const SAME_CTRL_C_MS = 1000;

await runCommand(async () => {
  const plan = parseTrainArguments(process.argv.slice(2));
  return plan === null ? EXIT.done : train(plan);
});

async function train(plan: TrainPlan): Promise<number> {
  makeFolder(plan.out);
  const progress = createProgressLine();
  const page = await openStudioPage(progress.log, reportEvents(progress));
  let stoppedAt: number | null = null;
  const onInterrupt = () => {
    if (stoppedAt !== null) {
      // npm passes on a Ctrl-C that the terminal has sent us already; only a later one is meant.
      if (performance.now() - stoppedAt > SAME_CTRL_C_MS) process.exit(EXIT.interrupted);
      return;
    }
    stoppedAt = performance.now();
    progress.log(
      "Stopping after this step; what is trained so far is written. Ctrl-C again to give up.",
    );
    page.call("run.stop", {}).catch(() => process.exit(EXIT.interrupted));
  };
  process.on("SIGINT", onInterrupt);
  try {
    const load: CorpusLoad = { plan, page, log: progress.log };
    await loadCorpus(load);
    const end = await page.runToEnd("run.start", { config: plan.config });
    if (end === "finished" && plan.isRetraining && plan.config.mode === "bilevel") {
      await page.runToEnd("run.retrain", {});
    }
    progress.stop();
    await writeRun(page, plan.out, progress.log);
    return stoppedAt !== null ? EXIT.interrupted : EXIT.done;
  } finally {
    progress.stop();
    process.off("SIGINT", onInterrupt);
    await page.close();
  }
}

async function writeRun(page: StudioPage, out: string, log: (line: string) => void): Promise<void> {
  const files = await page.exportFiles("run.export");
  for (const { name, bytes } of files) writeFileSync(join(out, name), bytes);
  const run = await page.call("run.describe", {});
  process.stdout.write(`${summaryTable(run)}\n`);
  log(`${files.map((file) => file.name).join(", ")} written to ${out}`);
}

/** Made before anything is trained: a place that cannot be written to must not cost a run. */
function makeFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw new UsageError([
      `--out ${out}: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}
