// Compressed sparse rows, built in JavaScript for one batch and its transpose, padded to few sizes.
// Both products of the embedding (forward X·E, backward Xᵀ·G) then read memory in one fixed order.
import type { EncodedRows } from "../encoders/encoded.ts";

/** Row i holds entries start[i] .. start[i+1); entries beyond the last start are padding. */
export interface Csr {
  /** [rows + 1] */
  start: Int32Array<ArrayBuffer>;
  /** Column of each entry. */
  column: Int32Array<ArrayBuffer>;
  entry: Float32Array<ArrayBuffer>;
}

/**
 * The next of the sizes 16, 18, 20, … 32, 36, 40, … 64, … (eight to each doubling), so that batches of
 * varying length share device buffers, which TensorFlow.js pools by exact size and never gives back.
 */
export function paddedSize(size: number): number {
  if (size <= 16) return 16;
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2(size)) - 4);
  return Math.ceil(size / unit) * unit;
}

/**
 * The listed rows as a matrix with `columns` + 1 columns; the last one holds the constant 1 that takes
 * the bias. Rows from rowIndices.length to rowCount are empty.
 */
export function csrOfRows(
  rows: EncodedRows,
  rowIndices: ArrayLike<number>,
  rowCount: number,
  columns: number,
): Csr {
  let count = rowIndices.length;
  for (let i = 0; i < rowIndices.length; i++) {
    const row = rowIndices[i]!;
    count += rows.start[row + 1]! - rows.start[row]!;
  }
  const capacity = paddedSize(count);
  const start = new Int32Array(rowCount + 1);
  const column = new Int32Array(capacity);
  const entry = new Float32Array(capacity);
  let at = 0;
  for (let i = 0; i < rowIndices.length; i++) {
    const row = rowIndices[i]!;
    const from = rows.start[row]!;
    const to = rows.start[row + 1]!;
    column.set(rows.features.subarray(from, to), at);
    entry.set(rows.values.subarray(from, to), at);
    at += to - from;
    column[at] = columns;
    entry[at] = 1;
    at++;
    start[i + 1] = at;
  }
  start.fill(at, rowIndices.length + 1);
  return { start, column, entry };
}

/** The transpose, by counting: entries of a row stay in the order of the original's rows. */
export function transposeCsr(matrix: Csr, columns: number): Csr {
  const rowCount = matrix.start.length - 1;
  const count = matrix.start[rowCount]!;
  const start = new Int32Array(columns + 1);
  for (let at = 0; at < count; at++) start[matrix.column[at]! + 1]!++;
  for (let i = 0; i < columns; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, columns);
  const column = new Int32Array(matrix.column.length);
  const entry = new Float32Array(matrix.entry.length);
  for (let row = 0; row < rowCount; row++) {
    for (let at = matrix.start[row]!; at < matrix.start[row + 1]!; at++) {
      const to = next[matrix.column[at]!]!++;
      column[to] = row;
      entry[to] = matrix.entry[at]!;
    }
  }
  return { start, column, entry };
}

/**
 * A matrix that sums elements by group: out[g] = factor · Σ_{i: groups[i]=g} x[i]. An element of a
 * negative group is in none.
 */
export function groupingCsr(groups: ArrayLike<number>, groupCount: number, factor: number): Csr {
  const count = groups.length;
  const oneEach: Csr = {
    start: new Int32Array(count + 1),
    column: new Int32Array(count),
    entry: new Float32Array(count).fill(factor),
  };
  for (let i = 0, at = 0; i < count; i++) {
    if (groups[i]! >= 0) oneEach.column[at++] = groups[i]!;
    oneEach.start[i + 1] = at;
  }
  return transposeCsr(oneEach, groupCount);
}

/** Where the elements of a dense [rows, columns] matrix stand, seen as sparse. */
export function densePattern(rows: number, columns: number): Pick<Csr, "start" | "column"> {
  const start = new Int32Array(rows + 1);
  const column = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    start[row + 1] = (row + 1) * columns;
    for (let j = 0; j < columns; j++) column[row * columns + j] = j;
  }
  return { start, column };
}
