// Average precision of finding the rare kind: precision at each place of the ranking where recall grows.

/**
 * Σ (R_i − R_{i−1}) P_i over distinct scores, highest first; tied scores are retrieved together.
 * @returns null where either class is empty.
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  isSought: ArrayLike<number | boolean>,
): number | null {
  const order = Int32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  let sum = 0;
  let sought = 0;
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i]!]!;
    let gained = 0;
    while (i < order.length && scores[order[i]!] === score) gained += Number(isSought[order[i++]!]);
    sought += gained;
    sum += (gained * sought) / i;
  }
  return sought === 0 || sought === order.length ? null : sum / sought;
}
