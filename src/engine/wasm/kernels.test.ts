// Single kernels against JavaScript: the exponential over its range, products of every tail, sums.
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { bundledKernels } from "./bundledKernels.ts";
import { bindKernels, type Kernels } from "./kernels.ts";
import { WasmMemory } from "./wasmMemory.ts";

let memory: WasmMemory;
let kernels: Kernels;
beforeAll(async () => {
  const modules = await bundledKernels();
  memory = new WasmMemory(1 << 22, false);
  kernels = bindKernels(modules.plain, memory.memory);
});

const rng = createRng(3);
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal());
const store = (values: ArrayLike<number>) => memory.storeFloats(values).at;
const read = (at: number, count: number) => memory.f32.slice(at / 4, at / 4 + count);

/** x [rows, depth] · w [depth, columns], in float64. */
function product(x: Float32Array, w: Float32Array, rows: number, depth: number, columns: number) {
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < depth; k++) {
      for (let c = 0; c < columns; c++)
        out[r * columns + c]! += x[r * depth + k]! * w[k * columns + c]!;
    }
  }
  return out;
}

function transposed(x: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(x, (_, i) => x[(i % rows) * columns + Math.floor(i / rows)]!);
}

describe("kernels", () => {
  it("exponential: within 3 units of the last place from −87 to 88, bounded beyond", () => {
    const count = 70_000;
    const x = Float32Array.from({ length: count }, (_, i) => -87 + (175 * i) / count);
    const at = store(x);
    const out = memory.allocate(4 * count).at;
    kernels.exponential(at, out, count);
    const worst = read(out, count).reduce(
      (largest, value, i) => Math.max(largest, Math.abs(value / Math.exp(x[i]!) - 1)),
      0,
    );
    expect(worst).toBeLessThan(3 * 2 ** -23);
    const ends = store([-1000, 1000, -0, 0]);
    kernels.exponential(ends, ends, 4);
    const [low, high, negativeZero, zero] = read(ends, 4);
    expect(low).toBeLessThan(1e-37);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeGreaterThan(1e38);
    expect(Number.isFinite(high)).toBe(true);
    expect(negativeZero).toBe(1);
    expect(zero).toBe(1);
  });

  for (const rows of [1, 3, 4, 5, 6, 7, 13, 24]) {
    it(`products with ${rows} rows: x·W, x·Wᵀ and xᵀ·y`, () => {
      const [depth, columns] = [12, 24];
      const padded = rows + 8;
      const x = normals(rows * depth);
      const w = normals(depth * columns);
      const paddedX = new Float32Array(padded * depth);
      paddedX.set(x);
      const atX = store(paddedX);
      const panels = store(new Float32Array(depth * columns));
      kernels.packColumns(store(w), 4 * columns, depth, columns, depth, panels);
      const y = store(new Float32Array(padded * columns));
      kernels.matmul(atX, 4 * depth, panels, y, 4 * columns, rows, depth, columns, false);
      const expected = product(x, w, rows, depth, columns);
      expect(relativeError(read(y, rows * columns), expected)).toBeLessThan(1e-6);
      kernels.matmul(atX, 4 * depth, panels, y, 4 * columns, rows, depth, columns, true);
      const twice = expected.map((value) => 2 * value);
      expect(relativeError(read(y, rows * columns), twice)).toBeLessThan(1e-6);

      // xᵀ · y counts only the rows there are: the padding holds numbers too.
      const dy = normals(padded * columns);
      const gradient = store(new Float32Array(depth * columns));
      const atDy = store(dy);
      const real = dy.subarray(0, rows * columns);
      kernels.matmulTransposed(
        store(normals(padded * depth).map((_, i) => (i < x.length ? x[i]! : 7))),
        4 * depth,
        atDy,
        4 * columns,
        gradient,
        4 * columns,
        rows,
        depth,
        columns,
        true,
      );
      const outer = product(transposed(x, rows, depth), real, depth, rows, columns);
      expect(relativeError(read(gradient, depth * columns), outer)).toBeLessThan(1e-6);

      // dY · Wᵀ, with W [24, 16] so that its transpose has whole panels.
      const wide = normals(24 * 16);
      const back = store(new Float32Array(24 * 16));
      kernels.packTransposed(store(wide), 4 * 16, 24, 16, back);
      const narrow = new Float32Array(padded * 16);
      narrow.set(normals(rows * 16));
      const dx = store(new Float32Array(padded * 24));
      kernels.matmul(store(narrow), 4 * 16, back, dx, 4 * 24, rows, 16, 24, false);
      const expectedBack = product(
        narrow.subarray(0, rows * 16),
        transposed(wide, 24, 16),
        rows,
        16,
        24,
      );
      expect(relativeError(read(dx, rows * 24), expectedBack)).toBeLessThan(1e-6);
    });
  }

  it("sums stop at the length, whatever the padding holds", () => {
    for (const length of [1, 3, 5, 16, 17, 255, 257, 1030]) {
      const values = normals(length + 20);
      const at = store(values);
      const real = values.subarray(0, length);
      const squares = real.reduce((sum, value) => sum + value * value, 0);
      expect(kernels.dot(at, at, length) / squares).toBeCloseTo(1, 6);
      const sum = real.reduce((total, value) => total + value, 0);
      expect(kernels.sum(at, length)).toBeCloseTo(sum, 4);
    }
  });
});
