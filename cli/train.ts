// npm run train: the app's own engine in a headless browser, from arguments to files.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { watchInterruptions } from "./interruptions.ts";
import { loadCorpus } from "./loadCorpus.ts";
import { makeFolder } from "./outputPlace.ts";
import { createProgressLine, type ProgressLine } from "./progressLine.ts";
import { reportEvents } from "./reportEvents.ts";
import { runCommand } from "./runCommand.ts";
import { openStudioPage, type StudioPage } from "./studioPage.ts";
import { summaryTable } from "./summaryTable.ts";
import { sweep } from "./sweep.ts";
import { parseTrainArguments, type TrainPlan } from "./trainArguments.ts";
import { EXIT } from "./usageError.ts";

await runCommand(async () => {
  const plan = parseTrainArguments(process.argv.slice(2));
  return plan === null ? EXIT.done : train(plan);
});

async function train(plan: TrainPlan): Promise<number> {
  makeFolder("--out", plan.out);
  const progress = createProgressLine();
  const page = await openStudioPage(progress.log, reportEvents(progress));
  const interruptions = watchInterruptions(() => {
    progress.log(
      "Stopping after this step; what is trained so far is written. Ctrl-C again to give up.",
    );
    return page.call(plan.sweep ? "study.stop" : "run.stop", {});
  });
  try {
    await loadCorpus({ plan, page, log: progress.log });
    if (interruptions.isInterrupted) return EXIT.interrupted;
    if (plan.sweep) await sweep(page, plan.sweep, plan.out, progress);
    else await trainOne(page, plan, progress);
    return interruptions.isInterrupted ? EXIT.interrupted : EXIT.done;
  } finally {
    progress.stop();
    interruptions.end();
    await page.close();
  }
}

async function trainOne(page: StudioPage, plan: TrainPlan, progress: ProgressLine): Promise<void> {
  const end = await page.runToEnd("run.start", { config: plan.config });
  if (end === "finished" && plan.isRetraining && plan.config.mode === "bilevel") {
    await page.runToEnd("run.retrain", {});
  }
  await writeRun(page, plan.out, progress);
}

async function writeRun(page: StudioPage, out: string, progress: ProgressLine): Promise<void> {
  const files = await page.exportFiles("run.export");
  for (const { name, bytes } of files) writeFileSync(join(out, name), bytes);
  const run = await page.call("run.describe", {});
  progress.stop();
  process.stdout.write(`${summaryTable(run)}\n`);
  progress.log(`${files.map((file) => file.name).join(", ")} written to ${out}`);
}
