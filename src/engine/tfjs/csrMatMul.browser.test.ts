// The sparse product's three kernels against a dense product in float64.
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { type Csr, transposeCsr } from "./csr.ts";
import { csrMatMul, csrTensors } from "./csrMatMul.ts";

/** A random matrix, sparse and dense; every third row is empty. */
function randomMatrix(rows: number, columns: number): { sparse: Csr; dense: Float32Array } {
  const rng = createRng(`${rows} by ${columns}`);
  const dense = new Float32Array(rows * columns);
  const start = new Int32Array(rows + 1);
  const column: number[] = [];
  const entry: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      if (row % 3 === 2 || !rng.chance(0.2)) continue;
      const value = Math.fround(rng.normal());
      dense[row * columns + j] = value;
      column.push(j);
      entry.push(value);
    }
    start[row + 1] = column.length;
  }
  // Padding that must not be read.
  column.push(0, 0, 0);
  entry.push(1e9, 1e9, 1e9);
  const sparse = { start, column: Int32Array.from(column), entry: Float32Array.from(entry) };
  return { sparse, dense };
}

describe.each(["webgpu", "wasm", "cpu"] as const)("csrMatMul on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  it.each([
    { rows: 1, columns: 5, width: 1 },
    { rows: 7, columns: 3, width: 5 },
    { rows: 130, columns: 400, width: 16 },
    // More workgroups than one dimension of a dispatch holds (65,535 × 64 elements).
    { rows: 4, columns: 3, width: 1_100_000 },
  ])("$rows × $columns by width $width, and transposed", async ({ rows, columns, width }) => {
    const { sparse, dense } = randomMatrix(rows, columns);
    for (const isTransposed of [false, true]) {
      const outer = isTransposed ? columns : rows;
      const inner = isTransposed ? rows : columns;
      const right = Float32Array.from({ length: inner * width }, (_, i) => Math.sin(i + 1));
      const expected = new Float64Array(outer * width);
      for (let i = 0; i < outer; i++) {
        for (let j = 0; j < inner; j++) {
          const value = isTransposed ? dense[j * columns + i]! : dense[i * columns + j]!;
          if (value === 0) continue;
          for (let d = 0; d < width; d++) expected[i * width + d]! += value * right[j * width + d]!;
        }
      }
      const operand = csrTensors(isTransposed ? transposeCsr(sparse, columns) : sparse);
      const actual = csrMatMul(operand, tf.tensor1d(right), width);
      expect(relativeError(await actual.data(), expected)).toBeLessThan(1e-6);
    }
  });

  it("ignores what follows the rows it needs", async () => {
    const matrix = csrTensors({
      start: Int32Array.of(0, 2),
      column: Int32Array.of(0, 1),
      entry: Float32Array.of(2, 3),
    });
    const out = csrMatMul(matrix, tf.tensor1d([1, 10, 5, 7, 99, 99, 99]), 2);
    expect([...(await out.data())]).toEqual([17, 41]);
  });
});
