// How much work a study is, told before it starts: trainings, and time by what the last run took.
import type { RunTiming } from "../../domain/run.ts";
import type { RunConfig } from "../../domain/runConfig.ts";

/** Largest seed there is; seeds go on from 0 after it. */
const SEED_COUNT = 2 ** 32;

/** The config's own seed and those after it. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % SEED_COUNT);
}

/**
 * Seconds that work worth `vanillaTrainings` trainings without an upper level takes, by the timing of the
 * last run; null where nothing has run yet. Measuring comes on top and is short.
 */
export function secondsFor(
  vanillaTrainings: number,
  config: RunConfig,
  timing: RunTiming | null,
): number | null {
  if (timing === null || !(timing.lowerStepMs > 0)) return null;
  return (vanillaTrainings * config.lower.steps * timing.lowerStepMs) / 1000;
}

/** "under a minute", "about 4 minutes", "about 2 hours". */
export function formatWait(seconds: number): string {
  if (seconds < 55) return "under a minute";
  if (seconds < 90) return "about a minute";
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} minutes`;
  return `about ${Math.round(seconds / 3600)} hours`;
}
