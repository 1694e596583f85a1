// Products of many rows with one dense matrix in WebAssembly, block by block: projecting vectors, and
// applying their covariance.
import { bindKernels, type KernelModules } from "./kernels.ts";
import { roundUp, WasmMemory } from "./wasmMemory.ts";

/** Columns of a panel of the kernels; depth and columns are padded to whole ones. */
const PANEL = 8;

/** Rows of a block: enough to make use of a panel while it is in the cache. */
export const BLOCK_ROWS = 128;

export interface DenseProduct {
  /** X, [BLOCK_ROWS × stride], to be filled row by row before `multiply`; the columns beyond depth stay 0. */
  readonly block: Float32Array;
  /** Floats from a row of `block` to the next. */
  readonly stride: number;
  /** W: [depth × columns], row by row. Clears the sum. */
  setFactor(factor: ArrayLike<number>): void;
  /** Y = X W of the block's first `count` rows: [count × columns], copied into `out` from `at` on. */
  multiply(count: number, out: Float32Array, at: number): void;
  /** S += Xᵀ X W of the block's first `count` rows. */
  addCovariance(count: number): void;
  /** S, [depth × columns]. */
  readSum(): Float32Array;
}

/** Room for products of vectors [depth] with matrices [depth × columns]. Throws RangeError where memory is short. */
export function openDenseProduct(
  modules: KernelModules,
  depth: number,
  columns: number,
): DenseProduct {
  const stride = roundUp(depth, PANEL);
  const width = roundUp(columns, PANEL);
  const memory = new WasmMemory(4 * (BLOCK_ROWS * (stride + width) + 3 * stride * width), false);
  const kernels = bindKernels(modules.plain, memory.memory);
  const allocate = (rows: number, floats: number) => memory.allocate(4 * rows * floats).at;
  const x = allocate(BLOCK_ROWS, stride);
  const w = allocate(stride, width);
  const panels = allocate(stride, width);
  const y = allocate(BLOCK_ROWS, width);
  const sum = allocate(stride, width);
  const at = (address: number, floats: number) =>
    memory.f32.subarray(address / 4, address / 4 + floats);
  at(x, BLOCK_ROWS * stride).fill(0);

  const product = (count: number) =>
    kernels.matmul(x, 4 * stride, panels, y, 4 * width, count, stride, width, false);
  return {
    block: at(x, BLOCK_ROWS * stride),
    stride,
    setFactor(factor) {
      const padded = at(w, stride * width);
      padded.fill(0);
      for (let row = 0; row < depth; row++) {
        for (let c = 0; c < columns; c++) padded[row * width + c] = factor[row * columns + c]!;
      }
      kernels.packColumns(w, 4 * width, stride, width, stride, panels);
      at(sum, stride * width).fill(0);
    },
    multiply(count, out, from) {
      product(count);
      for (let row = 0; row < count; row++) {
        out.set(at(y + 4 * row * width, columns), from + row * columns);
      }
    },
    addCovariance(count) {
      product(count);
      kernels.matmulTransposed(
        x,
        4 * stride,
        y,
        4 * width,
        sum,
        4 * width,
        count,
        stride,
        width,
        true,
      );
    },
    readSum() {
      const padded = at(sum, stride * width);
      const out = new Float32Array(depth * columns);
      for (let row = 0; row < depth; row++) {
        out.set(padded.subarray(row * width, row * width + columns), row * columns);
      }
      return out;
    },
  };
}
