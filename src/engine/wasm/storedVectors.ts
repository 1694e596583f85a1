// The vectors of a frozen encoder in the kernels' memory: each once, however many rows and sets it is in,
// padded with zeros to whole blocks; those that no row uses stay outside.

import type { HeadKind } from "../../domain/encoderDefaults.ts";
import type { EncodedVectors, VectorTrainSet } from "../encoders/encoded.ts";
import { type MemoryBlock, roundUp, type WasmMemory } from "./wasmMemory.ts";

/** Floats a vector is padded to whole multiples of. */
const VECTOR_BLOCK = 8;

/** Where a set's rows stand; the newest vector of row i is number newest[i] of the table. */
export interface StoredVectors {
  values: MemoryBlock;
  newest: MemoryBlock;
  /** What the attention head reads of the rows; null for the others. */
  prefixes: { start: MemoryBlock; list: MemoryBlock } | null;
  /** The rows' lengths of prefix are the differences, [rows + 1]. */
  prefixStart: Int32Array;
}

/** A train set's labels and domains, [rows] each. */
export interface StoredGoals {
  labels: MemoryBlock;
  domains: MemoryBlock;
  domainCount: number;
}

export function paddedWidth(width: number): number {
  return roundUp(width, VECTOR_BLOCK);
}

/** Which vectors of a set its rows read: all of their prefixes, or only the newest. */
function usedVectors(set: EncodedVectors, head: HeadKind): Int32Array {
  if (head === "attention") return set.prefix;
  return Int32Array.from(
    { length: set.count },
    (_, row) => set.prefix[set.prefixStart[row + 1]! - 1]!,
  );
}

/** The vectors of one array of values that a few sets share, in the order in which rows first use them. */
interface Table {
  /** Place in the stored table of each vector, −1 for those without; [vectors] */
  places: Int32Array;
  /** Vectors stored, by their number in `values`. */
  vectors: number[];
}

/** Tables of the sets, one for each array of values; in the order of the sets. */
function tablesOf(sets: readonly EncodedVectors[], head: HeadKind): Map<Float32Array, Table> {
  const tables = new Map<Float32Array, Table>();
  for (const set of sets) {
    const known = tables.get(set.values);
    const places = known?.places ?? new Int32Array(set.values.length / set.width).fill(-1);
    const vectors = known?.vectors ?? [];
    for (const vector of usedVectors(set, head)) {
      if (places[vector] !== -1) continue;
      places[vector] = vectors.length;
      vectors.push(vector);
    }
    tables.set(set.values, { places, vectors });
  }
  return tables;
}

/** What storing the sets takes, and the storing itself, for when there is a memory of that size. */
export function planVectors(sets: readonly EncodedVectors[], head: HeadKind) {
  const tables = tablesOf(sets, head);
  const vectors = [...tables.values()].reduce((sum, table) => sum + table.vectors.length, 0);
  const integers = sets.reduce(
    (sum, set) => sum + 2 * set.prefixStart.length + set.prefix.length,
    0,
  );
  return {
    bytes: 4 * (vectors * paddedWidth(sets[0]!.width) + integers),
    store(memory: WasmMemory): StoredVectors[] {
      const stored = new Map<Float32Array, MemoryBlock>();
      return sets.map((set) => {
        const { places, vectors } = tables.get(set.values)!;
        const values = stored.get(set.values) ?? storeTable(memory, set, vectors);
        stored.set(set.values, values);
        const newest = Int32Array.from(
          { length: set.count },
          (_, row) => places[set.prefix[set.prefixStart[row + 1]! - 1]!]!,
        );
        return {
          values,
          newest: memory.storeInts(newest),
          prefixes:
            head === "attention"
              ? {
                  start: memory.storeInts(set.prefixStart),
                  list: memory.storeInts(set.prefix.map((vector) => places[vector]!)),
                }
              : null,
          prefixStart: set.prefixStart,
        };
      });
    },
  };
}

function storeTable(
  memory: WasmMemory,
  { values, width }: EncodedVectors,
  vectors: readonly number[],
): MemoryBlock {
  const stride = paddedWidth(width);
  const block = memory.allocate(4 * stride * vectors.length);
  const { f32 } = memory;
  vectors.forEach((vector, place) => {
    const at = block.at / 4 + place * stride;
    f32.set(values.subarray(vector * width, (vector + 1) * width), at);
    f32.fill(0, at + width, at + stride);
  });
  return block;
}

export function storeGoals(memory: WasmMemory, train: VectorTrainSet): StoredGoals {
  return {
    labels: memory.storeFloats(train.labels),
    domains: memory.storeInts(train.domains),
    domainCount: train.domainCount,
  };
}
