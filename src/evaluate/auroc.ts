// Area under the ROC curve: the chance that a positive is scored above a negative, ties counted half.

/** Null where either class is empty. O(n log n). */
export function auroc(
  scores: ArrayLike<number>,
  isPositive: ArrayLike<number | boolean>,
): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[a]! - scores[b]!,
  );
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < order.length; ) {
    let j = i;
    let tiedPositives = 0;
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) {
      tiedPositives += Number(isPositive[order[j]!]);
      j++;
    }
    // Mean 1-based rank of the tied group i..j-1.
    rankSum += (tiedPositives * (i + 1 + j)) / 2;
    positives += tiedPositives;
    i = j;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
