// How much work a study is, told before it starts: trainings, and time by what the last whole run took.
import type { RunConfig } from "../../domain/runConfig.ts";
import { CONTROL_COSTS } from "../../domain/verdictTasks.ts";
import type { TimedRun } from "../../store/runClock.ts";
import { t } from "../../strings/strings.ts";

/** Largest seed there is; seeds go on from 0 after it. */
const SEED_COUNT = 2 ** 32;

/** The config's own seed and those after it. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % SEED_COUNT);
}

/** What a bilevel run costs, in trainings without an upper level. */
const RUN_COST = CONTROL_COSTS.bilevel;

/** What a variant of a comparison costs, in the same: the run, and the PRM retrained with its weights. */
export const VARIANT_COST = CONTROL_COSTS.bilevel + CONTROL_COSTS.retrained;

/**
 * Seconds that work worth `vanillaTrainings` trainings without an upper level takes, by the clock of the
 * last whole run; null where none was made with this encoder.
 */
export function secondsFor(
  vanillaTrainings: number,
  config: RunConfig,
  last: TimedRun | null,
): number | null {
  if (last === null || last.config.encoder.kind !== config.encoder.kind) return null;
  const cost = last.config.mode === "bilevel" ? RUN_COST : CONTROL_COSTS.vanilla;
  // Preparing and measuring do not grow with the steps, so this is rather too much for longer runs.
  const longer = config.lower.steps / last.config.lower.steps;
  return (last.seconds * vanillaTrainings * Math.max(1, longer)) / cost;
}

/** "under a minute", "about 4 minutes", "about 2 hours". */
export function formatWait(seconds: number): string {
  if (seconds < 55) return t("evaluate:wait.short");
  if (seconds < 90) return t("evaluate:wait.minute");
  if (seconds < 90 * 60) return t("evaluate:wait.minutes", { number: Math.round(seconds / 60) });
  return t("evaluate:wait.hours", { number: Math.round(seconds / 3600) });
}
