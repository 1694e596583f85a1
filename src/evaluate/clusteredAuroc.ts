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
  // Question, class and whether the score differs from the one before, in one number: the loop below runs
  // millions of times, and a branch on the class would be guessed wrong every other time.
  const codes = Int32Array.from(order, (i, at) => {
    const isNew = at > 0 && scores[i]! !== scores[order[at - 1]!]!;
    return (cluster[i]! << 2) | (Number(isPositive[i]!) << 1) | Number(isNew);
  });
  return ({ n, counts }, draw) => {
    const row = draw * n;
    let [negatives, positives, tied, tiedPositives] = [0, 0, 0, 0];
    let concordant = 0;
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      if (code & 1) {
        const tiedNegatives = tied - tiedPositives;
        concordant += tiedPositives * (negatives + tiedNegatives / 2);
        negatives += tiedNegatives;
        positives += tiedPositives;
        tied = 0;
        tiedPositives = 0;
      }
      const weight = counts[row + (code >> 2)]!;
      tied += weight;
      tiedPositives += weight & -((code >> 1) & 1);
    }
    const tiedNegatives = tied - tiedPositives;
    concordant += tiedPositives * (negatives + tiedNegatives / 2);
    return concordant / ((positives + tiedPositives) * (negatives + tiedNegatives));
  };
}
