// Bootstrap intervals over questions. A resample is kept as how often each question is in it, which gives
// means by a dot product and weights a sorted list without sorting it again.
//
// Percentile intervals are too short for few questions: by sqrt((n−1)/n), and for want of a t quantile. So the
// percentiles are taken further out: "expanded percentile", Hesterberg (2015), What Teachers Should Know about
// the Bootstrap, The American Statistician 69(4), section 3.3.
import { createRng } from "../base/rng.ts";
import type { Interval } from "../domain/evaluation.ts";
import { allOrNone } from "./allOrNone.ts";
import { normalCdf, studentTQuantile } from "./studentT.ts";

export const DRAWS = 2000;

/** Counts of questions in resamples of n questions, with replacement. */
export interface Resamples {
  n: number;
  draws: number;
  /** counts[draw · n + question]; each row sums to n. */
  counts: Uint16Array;
}

export interface Resampler {
  draws: number;
  /** The same resamples for every method measured on the same n questions, so that differences are paired. */
  of(n: number): Resamples;
  /**
   * Mean and its 95 % interval. NaN entries are left out before resampling; low and high are the value
   * where no two entries differ. Null where nothing is left.
   */
  mean(values: ArrayLike<number>): Interval | null;
  /** The same of shares in [0, 1]; where all are 0 or all are 1, the exact binomial interval. */
  share(values: ArrayLike<number>): Interval | null;
}

/** One-sided level at which the expanded percentile interval of n values ends; .025 for many. */
function expandedLevel(n: number): number {
  return normalCdf(Math.sqrt(n / (n - 1)) * studentTQuantile(0.025, n - 1));
}

/** Value at a place in [0, 1] of sorted values, between neighbours by proportion. */
function quantile(sorted: Float64Array, place: number): number {
  const at = place * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/**
 * Interval of a statistic from its values under resamples of n questions; NaN draws, where it could not
 * be had, are left out. Always holds the value itself.
 */
export function intervalFromDraws(value: number, draws: Float64Array, n: number): Interval {
  const sorted = draws.filter((draw) => !Number.isNaN(draw)).sort();
  if (n < 2 || sorted.length === 0) return { value, low: value, high: value };
  const level = expandedLevel(n);
  return {
    value,
    low: Math.min(value, quantile(sorted, level)),
    high: Math.max(value, quantile(sorted, 1 - level)),
  };
}

/** Resamples are drawn when first asked for, once for each n. */
export function createResampler(draws: number, seed: number): Resampler {
  const known = new Map<number, Resamples>();
  function of(n: number): Resamples {
    const before = known.get(n);
    if (before) return before;
    const rng = createRng(`${seed}/bootstrap/${n}`);
    const counts = new Uint16Array(draws * n);
    for (let draw = 0; draw < draws; draw++) {
      for (let i = 0; i < n; i++) {
        const place = draw * n + rng.below(n);
        counts[place] = counts[place]! + 1;
      }
    }
    const drawn = { n, draws, counts };
    known.set(n, drawn);
    return drawn;
  }
  function interval(
    values: ArrayLike<number>,
    withoutSpread: (value: number, n: number) => Interval,
  ): Interval | null {
    const present = Float64Array.from(values).filter((value) => !Number.isNaN(value));
    const n = present.length;
    if (n === 0) return null;
    if (present.every((entry) => entry === present[0])) return withoutSpread(present[0]!, n);
    const value = present.reduce((sum, entry) => sum + entry, 0) / n;
    const { counts } = of(n);
    const means = new Float64Array(draws);
    for (let draw = 0, place = 0; draw < draws; draw++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += counts[place++]! * present[i]!;
      means[draw] = sum / n;
    }
    return intervalFromDraws(value, means, n);
  }
  return {
    draws,
    of,
    mean: (values) => interval(values, (value) => ({ value, low: value, high: value })),
    share: (values) => interval(values, allOrNone),
  };
}

/** Mean of values over questions with its 95 % bootstrap interval; null where all are NaN. */
export function bootstrapMean(values: ArrayLike<number>, draws = DRAWS, seed = 1): Interval | null {
  return createResampler(draws, seed).mean(values);
}
