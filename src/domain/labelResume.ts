// A labelling job that goes on: what of its spec may change meanwhile (what it may cost, and how the endpoint
// is reached), and what may not, because labels made before and after would mean different things.
import { flattenConfig } from "./configPaths.ts";
import type { LabelSpec } from "./labelling.ts";

/** Groups and settings that may change while a job waits, by their path in a spec. */
const LOOSE: readonly string[] = [
  "budget",
  "price",
  "generator.url",
  "generator.concurrency",
  "generator.timeoutMs",
  "generator.retries",
];

/** Whether the setting at this path ("budget.tokens") may change while a job waits. */
export function isLooseSetting(path: string): boolean {
  return LOOSE.some((loose) => path === loose || path.startsWith(`${loose}.`));
}

/** The job's own spec with what may change taken from `wanted`. */
export function specToResume(job: LabelSpec, wanted: LabelSpec): LabelSpec {
  const next: LabelSpec = { ...job, budget: wanted.budget, price: wanted.price };
  if (job.generator.kind !== "endpoint" || wanted.generator.kind !== "endpoint") return next;
  const { url, concurrency, timeoutMs, retries } = wanted.generator;
  return { ...next, generator: { ...job.generator, url, concurrency, timeoutMs, retries } };
}

/** Paths at which `wanted` differs from the job although they may not change, in order. */
export function settingsInTheWay(job: LabelSpec, wanted: LabelSpec): string[] {
  const [ours, theirs] = [flattenConfig(job), flattenConfig(wanted)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (path) => !isLooseSetting(path) && !Object.is(ours.get(path), theirs.get(path)),
  );
}
