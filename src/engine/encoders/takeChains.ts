// Some chains of an encoded set by themselves, so that only they need to be scored.
import type { EncodedChains, RowChains, SequenceChains, VectorChains } from "./encoded.ts";

/** The chains `indices` of a set, in this order; copied, but for the vectors of steps, which are shared. */
export function takeChains(chains: EncodedChains, indices: ArrayLike<number>): EncodedChains {
  switch (chains.kind) {
    case "rows":
      return takeRowChains(chains, indices);
    case "sequences":
      return takeSequenceChains(chains, indices);
    case "vectors":
      return takeVectorChains(chains, indices);
    default:
      return chains satisfies never;
  }
}

/** Where the taken items start once they stand one after the other, [items + 1]. */
function takenStarts(start: Int32Array, items: ArrayLike<number>): Int32Array {
  const taken = new Int32Array(items.length + 1);
  for (let i = 0; i < items.length; i++) {
    taken[i + 1] = taken[i]! + start[items[i]! + 1]! - start[items[i]!]!;
  }
  return taken;
}

/** The values of the taken items; item i holds values[start[i] .. start[i+1]). */
function takenValues<A extends Int32Array | Float32Array>(
  values: A,
  start: Int32Array,
  items: ArrayLike<number>,
): A {
  const taken = takenStarts(start, items);
  const out = new (values.constructor as new (length: number) => A)(taken.at(-1) ?? 0);
  for (let i = 0; i < items.length; i++) {
    out.set(values.subarray(start[items[i]!]!, start[items[i]! + 1]!), taken[i]!);
  }
  return out;
}

/** The numbers of the items that the chains consist of, in order. */
function itemsOf(chainStart: Int32Array, chains: ArrayLike<number>): Int32Array {
  const taken = takenStarts(chainStart, chains);
  const items = new Int32Array(taken.at(-1) ?? 0);
  for (let c = 0; c < chains.length; c++) {
    for (let i = taken[c]!; i < taken[c + 1]!; i++)
      items[i] = chainStart[chains[c]!]! + i - taken[c]!;
  }
  return items;
}

function takeRowChains({ rows, chainStart }: RowChains, chains: ArrayLike<number>): RowChains {
  const items = itemsOf(chainStart, chains);
  return {
    kind: "rows",
    rows: {
      count: items.length,
      start: takenStarts(rows.start, items),
      features: takenValues(rows.features, rows.start, items),
      values: takenValues(rows.values, rows.start, items),
    },
    chainStart: takenStarts(chainStart, chains),
  };
}

function takeSequenceChains(
  { sequences, chainStart, sequenceStart }: SequenceChains,
  chains: ArrayLike<number>,
): SequenceChains {
  const items = itemsOf(sequenceStart, chains);
  return {
    kind: "sequences",
    sequences: {
      count: items.length,
      start: takenStarts(sequences.start, items),
      tokens: takenValues(sequences.tokens, sequences.start, items),
      surprisal: takenValues(sequences.surprisal, sequences.start, items),
      scoreStart: takenStarts(sequences.scoreStart, items),
      scoreAt: takenValues(sequences.scoreAt, sequences.scoreStart, items),
    },
    chainStart: takenStarts(chainStart, chains),
    sequenceStart: takenStarts(sequenceStart, chains),
  };
}

function takeVectorChains(
  { vectors, chainStart }: VectorChains,
  chains: ArrayLike<number>,
): VectorChains {
  const items = itemsOf(chainStart, chains);
  return {
    kind: "vectors",
    vectors: {
      ...vectors,
      count: items.length,
      prefixStart: takenStarts(vectors.prefixStart, items),
      prefix: takenValues(vectors.prefix, vectors.prefixStart, items),
    },
    chainStart: takenStarts(chainStart, chains),
  };
}
