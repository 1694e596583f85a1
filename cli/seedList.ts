// --seeds: how many, or which.
import { StudioError } from "../src/base/errors.ts";
import { parseSeeds } from "../src/domain/sweep.ts";

/** A list longer than this is a slip of the keyboard. */
const MOST_SEEDS = 100;

export const SEEDS_HELP =
  "seeds to train under: how many, from --seed on (5), or which (1..5 or 1,2,7)";

/**
 * "5" as five seeds from `first` on; "1..5" or "1,2,7" as these. What is wrong is added to `problems`.
 * `own` is the option that names a seed besides, if one does: it may say where a number of seeds begins.
 */
export function seedsOf(
  text: string,
  first: number,
  own: string | undefined,
  problems: string[],
): number[] {
  const count = /^\s*\d+\s*$/.test(text) ? Number(text) : null;
  if (count !== null) {
    if (count >= 1 && count <= MOST_SEEDS)
      return Array.from({ length: count }, (_, i) => first + i);
    problems.push(`--seeds ${text}: give a number from 1 to ${MOST_SEEDS}, or a list such as 1..5`);
    return [];
  }
  if (own !== undefined) problems.push(`--seeds ${text} names the seeds; take away ${own}`);
  try {
    return parseSeeds(text);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    problems.push(`--seeds ${text}: ${error.message}`);
    return [];
  }
}

/** The option that names a single seed, for the message that it and a list exclude each other. */
export function ownSeedOption(flags: {
  seed?: string;
  set: readonly string[];
}): string | undefined {
  if (flags.seed !== undefined) return `--seed ${flags.seed}`;
  const set = flags.set.find((setting) => /^\s*seed\s*=/.test(setting));
  return set === undefined ? undefined : `--set ${set}`;
}
