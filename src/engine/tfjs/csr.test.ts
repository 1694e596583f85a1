// Sparse batches in plain arrays: layout, transpose and padding, against dense matrices.
import { describe, expect, it } from "vitest";
import { type Csr, csrOfRows, densePattern, groupingCsr, paddedSize, transposeCsr } from "./csr.ts";

function toDense(matrix: Csr, columns: number): number[][] {
  return Array.from({ length: matrix.start.length - 1 }, (_, row) => {
    const out = new Array<number>(columns).fill(0);
    for (let at = matrix.start[row]!; at < matrix.start[row + 1]!; at++) {
      out[matrix.column[at]!]! += matrix.entry[at]!;
    }
    return out;
  });
}

const rows = {
  count: 3,
  start: Int32Array.of(0, 2, 2, 5),
  features: Int32Array.of(3, 0, 1, 2, 3),
  values: Float32Array.of(0.5, 2, -1, 4, 0.25),
};

describe("csrOfRows", () => {
  it("takes rows in any order, repeated, empty, with a column of ones and empty padding rows", () => {
    const matrix = csrOfRows(rows, [2, 1, 0, 2], 6, 4);
    expect(toDense(matrix, 5)).toEqual([
      [0, -1, 4, 0.25, 1],
      [0, 0, 0, 0, 1],
      [2, 0, 0, 0.5, 1],
      [0, -1, 4, 0.25, 1],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
    expect(matrix.column.length).toBe(matrix.entry.length);
  });

  it("transposes exactly, padding left out", () => {
    const matrix = csrOfRows(rows, [2, 1, 0], 4, 4);
    const dense = toDense(matrix, 5);
    const expected = dense[0]!.map((_, j) => dense.map((row) => row[j]!));
    expect(toDense(transposeCsr(matrix, 5), 4)).toEqual(expected);
  });
});

it("groupingCsr sums by group, groups without members included", () => {
  expect(toDense(groupingCsr([2, 0, 2], 4, 0.5), 3)).toEqual([
    [0, 0.5, 0],
    [0, 0, 0],
    [0.5, 0, 0.5],
    [0, 0, 0],
  ]);
  expect(toDense(groupingCsr([-1, 1, -1, 0], 2, 1), 4)).toEqual([
    [0, 0, 0, 1],
    [0, 1, 0, 0],
  ]);
});

it("densePattern lists every element of a dense matrix", () => {
  expect(densePattern(2, 3)).toEqual({
    start: Int32Array.of(0, 3, 6),
    column: Int32Array.of(0, 1, 2, 0, 1, 2),
  });
});

describe("paddedSize", () => {
  it("never shrinks, wastes at most an eighth and knows few sizes", () => {
    const sizes = new Set<number>();
    for (let size = 1; size <= 20_000; size++) {
      const padded = paddedSize(size);
      expect(padded).toBeGreaterThanOrEqual(size);
      if (size >= 16) expect(padded).toBeLessThanOrEqual(size * 1.125);
      sizes.add(padded);
    }
    expect(sizes.size).toBeLessThan(100);
  });
});
