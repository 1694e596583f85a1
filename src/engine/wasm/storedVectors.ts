// The vectors of a frozen encoder in the kernels' memory: each once, however many rows and sets it is in,
// padded with zeros to whole blocks.
import type { VectorTrainSet } from "../encoders/encoded.ts";
import { copyTable, type TableRows, type VectorTable } from "../encoders/vectorTable.ts";
import { type MemoryBlock, roundUp, type WasmMemory } from "./wasmMemory.ts";

/** Floats a vector is padded to whole multiples of. */
const VECTOR_BLOCK = 8;

/** Where a set's rows stand; the newest vector of row i is number newest[i] of `values`. */
export interface StoredVectors {
  values: MemoryBlock;
  newest: MemoryBlock;
  /** What an attention head reads of the rows; null for the others. */
  prefixes: { start: MemoryBlock; list: MemoryBlock } | null;
  /** Row i's prefix has as many vectors as lie between prefixStart[i] and the next, [rows + 1]. */
  prefixStart: Int32Array;
}

/** A train set's labels and domains, [rows] each. */
export interface StoredGoals {
  labels: MemoryBlock;
  domains: MemoryBlock;
  domainCount: number;
}

/** Floats a vector takes in the memory. */
export function paddedWidth(width: number): number {
  return roundUp(width, VECTOR_BLOCK);
}

/** Bytes that storeVectors takes. */
export function storedVectorsBytes(sets: readonly TableRows[]): number {
  let floats = 0;
  for (const { vectors, width } of new Set(sets.map(({ table }) => table))) {
    floats += vectors.length * paddedWidth(width);
  }
  for (const { newest, prefix, prefixStart } of sets) {
    floats += newest.length + (prefix ? prefix.length + prefixStart.length : 0);
  }
  return 4 * floats;
}

export function storeVectors(memory: WasmMemory, sets: readonly TableRows[]): StoredVectors[] {
  const stored = new Map<VectorTable, MemoryBlock>();
  return sets.map(({ table, newest, prefix, prefixStart }) => {
    const values = stored.get(table) ?? storeTable(memory, table);
    stored.set(table, values);
    return {
      values,
      newest: memory.storeInts(newest),
      prefixes: prefix && {
        start: memory.storeInts(prefixStart),
        list: memory.storeInts(prefix),
      },
      prefixStart,
    };
  });
}

function storeTable(memory: WasmMemory, table: VectorTable): MemoryBlock {
  const stride = paddedWidth(table.width);
  const block = memory.allocate(4 * stride * table.vectors.length);
  copyTable(table, memory.f32, block.at / 4, stride);
  return block;
}

export function storeGoals(memory: WasmMemory, train: VectorTrainSet): StoredGoals {
  return {
    labels: memory.storeFloats(train.labels),
    domains: memory.storeInts(train.domains),
    domainCount: train.domainCount,
  };
}
