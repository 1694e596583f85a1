// Each vector once: what rows share, what sets share, and what nobody reads.
import { expect, it } from "vitest";
import type { EncodedVectors } from "./encoded.ts";
import { copyTable, tableRows } from "./vectorTable.ts";

const VALUES = Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5);

/** Rows over five vectors of two numbers. */
function rows(prefixes: number[][], values = VALUES): EncodedVectors {
  const prefixStart = new Int32Array(prefixes.length + 1);
  prefixes.forEach((prefix, row) => {
    prefixStart[row + 1] = prefixStart[row]! + prefix.length;
  });
  const prefix = Int32Array.from(prefixes.flat());
  return { count: prefixes.length, width: 2, values, prefixStart, prefix };
}

it("keeps the newest vectors alone where a head reads no more, in the order of first use", () => {
  const [train, meta] = tableRows([rows([[1], [1, 3]]), rows([[3], [4, 0], [1, 0]])], "linear");
  expect(train!.table).toBe(meta!.table);
  expect(train!.table.vectors).toEqual([1, 3, 0]);
  expect([[...train!.newest], [...meta!.newest]]).toEqual([
    [0, 1],
    [1, 2, 2],
  ]);
  expect(train!.prefix).toBeNull();
});

it("keeps whole prefixes for attention", () => {
  const [set] = tableRows([rows([[4], [4, 1], [4, 1, 0]])], "attention");
  expect(set!.table.vectors).toEqual([4, 1, 0]);
  expect([...set!.prefix!]).toEqual([0, 0, 1, 0, 1, 2]);
  expect([...set!.newest]).toEqual([0, 1, 2]);
});

it("gives sets of other vectors a table of their own", () => {
  const [train, meta] = tableRows([rows([[2]]), rows([[2], [3]], VALUES.slice())], "mlp");
  expect([train!.table.vectors, meta!.table.vectors]).toEqual([[2], [2, 3]]);
});

it("copies vectors with zeros behind them", () => {
  const [set] = tableRows([rows([[3], [0]])], "linear");
  const out = new Float32Array(9).fill(9);
  copyTable(set!.table, out, 1, 4);
  expect([...out]).toEqual([9, 3, 3.5, 0, 0, 0, 0.5, 0, 0]);
});
