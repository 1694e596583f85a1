// Twenty of twenty right is no proof of 100 %: where every question is right (or every one wrong) there is no
// spread to resample, and the interval is the exact binomial one.
import type { Interval } from "../domain/evaluation.ts";

/**
 * Clopper and Pearson's (1934) 95 % interval of a share that is 0 or 1 in n questions; for any other share
 * without spread, just the value.
 */
export function allOrNone(share: number, n: number): Interval {
  const bound = 0.025 ** (1 / n);
  if (share === 1) return { value: 1, low: bound, high: 1 };
  if (share === 0) return { value: 0, low: 0, high: 1 - bound };
  return { value: share, low: share, high: share };
}
