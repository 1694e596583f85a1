// The vectors that the rows of a few sets read, each once: what an engine keeps in its own memory. Sets that
// were made from one array of vectors share one table; vectors that no row reads stay outside.
import type { HeadKind } from "../../domain/encoderDefaults.ts";
import type { EncodedVectors } from "./encoded.ts";

/** Vectors of one array, in the order in which rows first read them. */
export interface VectorTable {
  /** Where they come from: vector i is values[vectors[i] · width ..]. */
  values: Float32Array;
  width: number;
  vectors: readonly number[];
}

/** A set's rows in terms of its table. */
export interface TableRows {
  table: VectorTable;
  /** The table's place of each row's newest vector, [rows]. */
  newest: Int32Array;
  /** EncodedVectors.prefix as places of the table; null where a head reads the newest alone. */
  prefix: Int32Array | null;
  /** As in EncodedVectors, [rows + 1]. */
  prefixStart: Int32Array;
}

/** What an attention head reads is all of a row's prefix; the others read its newest vector. */
export function tableRows(sets: readonly EncodedVectors[], head: HeadKind): TableRows[] {
  const tables = new Map<Float32Array, { places: Int32Array; vectors: number[] }>();
  const found = sets.map((set) => {
    const { values, width, count, prefix, prefixStart } = set;
    const places = tables.get(values)?.places ?? new Int32Array(values.length / width).fill(-1);
    const vectors = tables.get(values)?.vectors ?? [];
    tables.set(values, { places, vectors });
    const placeOf = (vector: number) => {
      if (places[vector] === -1) places[vector] = vectors.push(vector) - 1;
      return places[vector]!;
    };
    return {
      values,
      prefix: head === "attention" ? prefix.map(placeOf) : null,
      newest: Int32Array.from({ length: count }, (_, row) =>
        placeOf(prefix[prefixStart[row + 1]! - 1]!),
      ),
      prefixStart,
      width,
    };
  });
  const done = new Map<Float32Array, VectorTable>();
  return found.map(({ values, width, ...rows }) => {
    const table = done.get(values) ?? { values, width, vectors: tables.get(values)!.vectors };
    done.set(values, table);
    return { table, ...rows };
  });
}

/** Copies a table's vectors one after the other to `out` from `at` on, each followed by zeros up to `stride`. */
export function copyTable(table: VectorTable, out: Float32Array, at: number, stride: number): void {
  const { values, width, vectors } = table;
  vectors.forEach((vector, place) => {
    const to = at + place * stride;
    out.set(values.subarray(vector * width, (vector + 1) * width), to);
    out.fill(0, to + width, to + stride);
  });
}
