// The rule of the verdict: which gains make a benefit, which a harm.
import type { Interval } from "../domain/evaluation.ts";
import type { Recommendation, Verdict } from "../domain/study.ts";

/** Permuted weights are beaten where the learned ones are better on the whole and than this share of draws. */
export const SHARE_OF_DRAWS = 0.8;

/** What a verdict rests on, at its N. */
export interface Gains {
  vanilla: Interval | null;
  vanillaLong: Interval | null;
  /** The smaller of the two above: the better baseline is the one to beat. */
  matched: Interval | null;
  permuted: Interval | null;
  /** Permuted draws that the learned weights of the same seed beat, of all. */
  drawsBeaten: { beaten: number; of: number };
  fineTuned: Interval | null;
  oracle: Interval | null;
}

/** A gain or loss of less than this share of questions is called neither benefit nor harm, however sure. */
export const LEAST_EFFECT = 0.01;

/**
 * benefit: better than vanilla with as much computing and than permuted weights, under more than one seed;
 * harm: worse than vanilla. What was not trained cannot speak for a benefit.
 */
export function decide({ vanilla, matched, permuted, drawsBeaten }: Gains, seeds: number): Verdict {
  if (vanilla && vanilla.high < 0 && vanilla.value <= -LEAST_EFFECT) return "harm";
  const isLarge = matched !== null && matched.value >= LEAST_EFFECT;
  const isAbove = (gain: Interval | null) => gain !== null && gain.low > 0;
  const beatsDraws = drawsBeaten.beaten >= SHARE_OF_DRAWS * drawsBeaten.of;
  return seeds > 1 &&
    isLarge &&
    isAbove(vanilla) &&
    isAbove(matched) &&
    isAbove(permuted) &&
    beatsDraws
    ? "benefit"
    : "none";
}

/** Without test candidates. */
export function decideByMeta(recommendation: Recommendation | null): Verdict {
  if (!recommendation) return "none";
  const { low, high } = recommendation.gain;
  return high < 0 ? "harm" : low > 0 ? "benefit" : "none";
}
