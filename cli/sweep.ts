// The trainings of a sweep: files of each, comparison.json and the table.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { safeFileName } from "../src/base/safeFileName.ts";
import { weightsCsv } from "../src/domain/weightsCsv.ts";
import { comparisonTable } from "./comparisonTable.ts";
import type { ProgressLine } from "./progressLine.ts";
import type { DoneTraining, StudioPage } from "./studioPage.ts";
import type { SweepPlan } from "./trainArguments.ts";

/** Trains every variant under every seed; resolves when it has ended, or been stopped by study.stop. */
export async function sweep(
  page: StudioPage,
  plan: SweepPlan,
  out: string,
  progress: ProgressLine,
): Promise<void> {
  const { title, variants, seeds } = plan;
  const { report } = await page.studyToEnd({ kind: "comparison", title, variants, seeds }, (done) =>
    writeTraining(done, out),
  );
  progress.stop();
  if (report?.kind !== "comparison") {
    progress.log("Too little was trained to compare.");
    return;
  }
  writeFileSync(join(out, "comparison.json"), `${JSON.stringify(report, null, 1)}\n`);
  process.stdout.write(`${comparisonTable(report)}\n`);
  progress.log(`comparison.json and a folder for each training written to ${out}`);
}

/** The folder's name of one training: "<label>-seed<n>", whatever the label may hold. */
export function trainingFolder({ label, run }: Pick<DoneTraining, "label" | "run">): string {
  // Where there are several seeds, the label names them in its own words.
  const ending = `, seed ${run.seed}`;
  const own = label.endsWith(ending) ? label.slice(0, -ending.length) : label;
  return `${safeFileName(own, "run")}-seed${run.seed}`;
}

function writeTraining({ label, run, prm }: DoneTraining, out: string): void {
  const folder = join(out, trainingFolder({ label, run }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "run.json"), `${JSON.stringify(run, null, 1)}\n`);
  const domains = run.data.domains.map(({ name }) => name);
  writeFileSync(join(folder, "weights.csv"), weightsCsv(domains, run.history, run.config.mode));
  writeFileSync(join(folder, "prm.safetensors"), prm.bytes);
}
