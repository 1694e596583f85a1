// A batch of whole chains of a set whose steps are rows, as engines are given it by the numbers of its chains.

/** Where the steps of a batch of chains stand among all of the batch's: chain c's are start[c] .. start[c+1). */
export interface ChainBatch {
  /** [chains + 1] */
  start: Int32Array;
  /** y, [chains] */
  isCorrect: Float64Array;
}

/** A batch of whole chains of a set whose steps are rows, in the order of the chains; rows: [steps]. */
export function chainBatch(
  set: { chainStart: Int32Array; isCorrect: Float32Array },
  chains: Int32Array,
): ChainBatch & { rows: Int32Array } {
  const { chainStart, isCorrect } = set;
  const start = new Int32Array(chains.length + 1);
  chains.forEach((chain, c) => {
    start[c + 1] = start[c]! + chainStart[chain + 1]! - chainStart[chain]!;
  });
  const rows = new Int32Array(start.at(-1)!);
  chains.forEach((chain, c) => {
    for (let i = start[c]!; i < start[c + 1]!; i++) rows[i] = chainStart[chain]! + i - start[c]!;
  });
  return { rows, start, isCorrect: Float64Array.from(chains, (chain) => isCorrect[chain]!) };
}
