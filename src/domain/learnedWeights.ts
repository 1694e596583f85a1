// What a bilevel run has learned, as one weight a domain: the mean of its last third, drawn towards 1 by as
// much as the hypergradient does not stand out from its own noise. Weights drift apart where there is
// nothing to learn, and every unequal weight costs training data.
import type { HistoryRecord } from "./run.ts";

type WeightPoint = Pick<HistoryRecord, "upperStep" | "weights" | "alignment">;

/** Below so many upper steps noise cannot be told from signal, and nothing is drawn towards 1. */
const LEAST_UPPER_STEPS = 30;

/**
 * t of each domain over the upper steps: how far its alignment h_k lies from that of all (weighted by α, as
 * the weights' mean is kept), against its own standard error. h_k of every upper step is scaled to a root
 * mean square of 1, as Adam makes steps of one size. Null below LEAST_UPPER_STEPS.
 */
export function alignmentT(history: readonly WeightPoint[], domainCount: number): number[] | null {
  const pulls = history.flatMap(({ alignment, weights }) => {
    if (!alignment) return [];
    const centre = alignment.reduce((sum, h, k) => sum + (h * weights[k]!) / domainCount, 0);
    const apart = alignment.map((h) => h - centre);
    const size = Math.sqrt(apart.reduce((sum, h) => sum + h * h, 0) / domainCount);
    return size > 0 ? [apart.map((h) => h / size)] : [];
  });
  const n = pulls.length;
  if (n < LEAST_UPPER_STEPS) return null;
  return Array.from({ length: domainCount }, (_, k) => {
    const mean = pulls.reduce((sum, pull) => sum + pull[k]!, 0) / n;
    const squares = pulls.reduce((sum, pull) => sum + (pull[k]! - mean) ** 2, 0);
    const error = Math.sqrt(squares / (n - 1) / n);
    return error > 0 ? mean / error : 0;
  });
}

/**
 * Learned weights in domain order, mean 1; all 1 before the first upper step. Weight w becomes
 * w^max(0, 1 − shrinkage/t²), the positive-part James–Stein factor: with shrinkage 4 a domain with
 * |t| ≤ 2 counts 1, one with |t| = 6 keeps 8/9 of log w. Shrinkage 0 keeps the plain means.
 */
export function learnedWeights(
  history: readonly WeightPoint[],
  domainCount: number,
  shrinkage: number,
): Float64Array {
  const learned = history.filter(({ upperStep }) => upperStep > 0);
  const weights = new Float64Array(domainCount);
  if (learned.length === 0) return weights.fill(1);
  const tail = learned.slice(-Math.ceil(learned.length / 3));
  for (const point of tail) {
    point.weights.forEach((weight, k) => {
      weights[k]! += weight / tail.length;
    });
  }
  const t = shrinkage > 0 ? alignmentT(history, domainCount) : null;
  if (!t) return weights;
  // All weights drawn to 1 are equal to the last digit, also after the mean is put right.
  const drawn = weights.map((weight, k) => weight ** Math.max(0, 1 - shrinkage / t[k]! ** 2));
  const mean = drawn.reduce((sum, weight) => sum + weight, 0) / domainCount;
  return drawn.map((weight) => weight / mean);
}
