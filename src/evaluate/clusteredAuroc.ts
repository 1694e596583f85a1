// AUROC under resamples of questions: scores are sorted once, a resample only weights them. Steps and chains of
// one question are alike, so that it is questions that must be drawn, not steps.
import type { Resamples } from "./bootstrap.ts";

/**
 * @param cluster question of each score, 0 … n − 1.
 * @returns a function from resample to AUROC, each score counted as often as its question is drawn; NaN
 * where the resample lacks a class. O(scores) a call.
 */
export function clusteredAuroc(
  scores: ArrayLike<number>,
  isPositive: ArrayLike<number | boolean>,
  cluster: ArrayLike<number>,
): (resamples: Resamples, draw: number) => number {
  const order = Int32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const count = order.length;
  const clusters = Int32Array.from(order, (i) => cluster[i]!);
  const positive = Uint8Array.from(order, (i) => Number(isPositive[i]!));
  /** 1 where a score differs from the one before it. */
  const isNew = Uint8Array.from(order, (i, at) =>
    Number(at > 0 && scores[i]! !== scores[order[at - 1]!]!),
  );
  return ({ n, counts }, draw) => {
    const row = draw * n;
    let [negatives, positives, concordant] = [0, 0, 0];
    let [tiedNegatives, tiedPositives] = [0, 0];
    for (let i = 0; i < count; i++) {
      if (isNew[i]) {
        concordant += tiedPositives * (negatives + tiedNegatives / 2);
        negatives += tiedNegatives;
        positives += tiedPositives;
        tiedNegatives = 0;
        tiedPositives = 0;
      }
      const weight = counts[row + clusters[i]!]!;
      if (positive[i]) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    concordant += tiedPositives * (negatives + tiedNegatives / 2);
    negatives += tiedNegatives;
    positives += tiedPositives;
    return concordant / (positives * negatives);
  };
}
