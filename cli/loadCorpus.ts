// Gives the worker the data the plan names, tells what is wrong with it, and refuses what cannot train.

import { BLOCKER_WORDS } from "../src/domain/blockerWords.ts";
import type { FeatureSummary } from "../src/domain/features.ts";
import type { CorpusSummary } from "../src/domain/summary.ts";
import type { DataFile } from "./dataFiles.ts";
import { corpusLines, type DataOption, findMisfits, problemLines } from "./dataReport.ts";
import type { RunPlan } from "./runArguments.ts";
import type { StudioPage } from "./studioPage.ts";
import { UsageError } from "./usageError.ts";

export interface CorpusLoad {
  plan: RunPlan;
  page: StudioPage;
  log: (line: string) => void;
}

/** Loads and reports. Throws UsageError, every reason named, where the data cannot be used. */
export async function loadCorpus({ plan, page, log }: CorpusLoad): Promise<CorpusSummary> {
  const summary =
    plan.data === null
      ? await page.call("suite.load", {
          variant: plan.config.suite.variant,
          seed: plan.config.suite.seed ?? plan.config.seed,
        })
      : await loadNamedFiles(
          { "--train": plan.data.train, "--meta": plan.data.meta, "--test": plan.data.test },
          page,
          log,
        );
  if (plan.data !== null && plan.data.skipped.length > 0) {
    log(`not data, left out: ${plan.data.skipped.join(", ")}`);
  }
  for (const line of [...problemLines(summary), ...corpusLines(summary)]) log(line);

  if (plan.features.length > 0) {
    for (const { id, width, vectors, missing } of await page.loadFeatures(plan.features)) {
      log(`${id}: ${vectors} vectors of ${width} numbers${missingWords(missing)}`);
    }
  }

  const reasons: string[] = [];
  if (!summary.domains.some((domain) => domain.isEnabled && domain.rows > 0)) {
    reasons.push("--train: no domain with a usable row");
  }
  if (plan.modes.includes("bilevel") && summary.metaChains === 0) {
    reasons.push('--meta: no usable item, and mode "bilevel" learns from them');
  }
  const blockers = new Set(plan.modes.map((mode) => summary.blockers[mode]));
  for (const blocker of reasons.length === 0 ? blockers : []) {
    if (blocker !== null) reasons.push(BLOCKER_WORDS[blocker]);
  }
  if (reasons.length > 0) throw new UsageError(reasons);
  return summary;
}

function missingWords({ train, meta, candidates }: FeatureSummary["missing"]): string {
  const parts = Object.entries({ shards: train, "meta set": meta, candidates })
    .filter(([, steps]) => steps > 0)
    .map(([name, steps]) => `${steps} steps of the ${name}`);
  return parts.length === 0 ? "" : `; none for ${parts.join(", ")}`;
}

async function loadNamedFiles(
  files: Record<DataOption, DataFile[]>,
  page: StudioPage,
  log: (line: string) => void,
): Promise<CorpusSummary> {
  const paths = () => [
    ...new Set(Object.values(files).flatMap((group) => group.map((file) => file.path))),
  ];
  const summary = await page.loadFiles(paths());
  const { refused, leftOut } = findMisfits(files, summary);
  if (refused.length > 0) {
    for (const line of problemLines(summary)) log(line);
    throw new UsageError(refused);
  }
  const misread = leftOut.filter(({ path }) =>
    summary.files.some((f) => f.name === path && f.rows > 0),
  );
  for (const { path, reason } of leftOut) log(`${path}: left out, ${reason}`);
  if (misread.length === 0) return summary;
  // A folder of shards may hold a meta set or candidates too; those were not asked for.
  for (const option of Object.keys(files) as DataOption[]) {
    files[option] = files[option].filter((file) => !misread.some(({ path }) => path === file.path));
  }
  if (paths().length === 0) throw new UsageError(["no file is left to train on"]);
  return page.loadFiles(paths());
}
