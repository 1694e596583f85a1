// npm run label: Monte-Carlo step labels from questions, in a headless browser. An unfinished job stays
// in a browser profile inside the output folder, and the same command goes on with it.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { StudioError } from "../src/base/errors.ts";
import type { LabelStatus } from "../src/domain/labelling.ts";
import { settingsInTheWay, specToResume } from "../src/domain/labelResume.ts";
import { watchInterruptions } from "./interruptions.ts";
import { type LabelPlan, parseLabelArguments } from "./labelArguments.ts";
import { labelTable, questionLines, reportLabels } from "./labelReport.ts";
import { makeFolder, placeBelow } from "./outputPlace.ts";
import { createProgressLine, type ProgressLine } from "./progressLine.ts";
import { runCommand } from "./runCommand.ts";
import { openStudioPage, type StudioPage } from "./studioPage.ts";
import { EXIT, UsageError } from "./usageError.ts";

/** In the output folder: the browser profile that an unfinished job is kept in. */
const PROFILE = ".unfinished";

await runCommand(async () => {
  const plan = parseLabelArguments(process.argv.slice(2));
  return plan === null ? EXIT.done : label(plan);
});

async function label(plan: LabelPlan): Promise<number> {
  makeFolder("--out", plan.out);
  const profile = join(plan.out, PROFILE);
  const progress = createProgressLine();
  const page = await openStudioPage(progress.log, reportLabels(progress), { profile });
  const interruptions = watchInterruptions(() => {
    progress.log(
      "Pausing; replies under way are waited for, then what is done is written. Ctrl-C again to give up.",
    );
    return page.call("label.pause", {});
  });
  let end: LabelStatus | null = null;
  try {
    end = await labelToEnd(page, plan, progress);
  } finally {
    progress.stop();
    interruptions.end();
    await page.close();
    // What is done needs no going on; what never began neither.
    if (end?.state === "done") rmSync(profile, { recursive: true, force: true });
  }
  return interruptions.isInterrupted ? EXIT.interrupted : EXIT.done;
}

async function labelToEnd(
  page: StudioPage,
  plan: LabelPlan,
  progress: ProgressLine,
): Promise<LabelStatus> {
  const earlier = await page.call("label.restore", {});
  const begun = isUnfinished(earlier) ? earlier.spec : null;
  const { key } = plan;
  let end: LabelStatus;
  if (begun === null) {
    await openQuestions(page, plan, progress);
    end = await page.labelToEnd("label.start", { spec: plan.spec, key });
  } else {
    refuseOtherSettings(plan, settingsInTheWay(begun, plan.spec));
    progress.log(`Going on with the unfinished job in ${plan.out}.`);
    end = await page.labelToEnd("label.resume", { spec: specToResume(begun, plan.spec), key });
  }
  // Also where the endpoint failed for good: what was labelled before is worth keeping.
  const written = await writeShards(page, end, plan.out);
  progress.stop();
  process.stdout.write(`${labelTable(end)}\n`);
  progress.log(`${written} written to ${plan.out}`);
  if (end.error !== null) {
    throw new StudioError(end.error.code, end.error.message, end.error.hint);
  }
  if (end.state !== "done") {
    progress.log(`Not finished: ${end.detail}. The same command goes on from here.`);
  }
  return end;
}

function isUnfinished({ state }: LabelStatus): boolean {
  return state === "paused" || state === "overBudget" || state === "failed";
}

function refuseOtherSettings({ out }: LabelPlan, paths: readonly string[]): void {
  if (paths.length === 0) return;
  throw new UsageError([
    `--out ${out}: holds an unfinished job with other settings (${paths.join(", ")}); give the same ones to go on, or name another folder`,
  ]);
}

async function openQuestions(
  page: StudioPage,
  { questions, suiteQuestions }: LabelPlan,
  progress: ProgressLine,
): Promise<void> {
  const summary =
    questions === null
      ? await page.call("label.openSuite", { questionsPerDomain: suiteQuestions })
      : await page.loadQuestions(questions);
  for (const line of questionLines(summary)) progress.log(line);
  if (summary.questions === 0) throw new UsageError(["--questions: no usable question in them"]);
}

/** Writes what is labelled, shards and the images they name; says in words what was written. */
async function writeShards(page: StudioPage, end: LabelStatus, out: string): Promise<string> {
  if (!end.domains.some((domain) => domain.labels > 0)) return "nothing";
  const files = await page.exportFiles("label.export");
  for (const { name, bytes } of files) {
    const place = placeBelow(out, name);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
  const shards = files.filter(({ name }) => name.endsWith(".jsonl")).length;
  const images = files.length - shards;
  return `${shards} shards${images > 0 ? ` and ${images} images` : ""}`;
}
