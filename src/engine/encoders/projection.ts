// What a head reads of a frozen encoder's vectors: the vectors centred, each of their numbers scaled, and
// brought to fewer directions.
import type { Breather } from "./breather.ts";

/** x' = Aᵀ ((x − centre) ∘ scale); without directions A is the identity. */
export interface Projection {
  /** d, numbers of a vector as it is stored. */
  width: number;
  /** r, numbers of x'. */
  inputs: number;
  /** [d] */
  centre: Float64Array;
  /** [d] */
  scale: Float64Array;
  /** A, [d × r], row by row; null where r = d and nothing is turned. */
  directions: Float32Array | null;
  /** Says what it is made from; the same for the same numbers. */
  key: string;
  /** What it keeps, in words. */
  note: string;
}

/** Vectors between two breaths. */
const ROWS_A_BREATH = 2048;

/** x, of row `row` of `values`, centred and scaled, written to out[at ..]. */
export function writeStandardized(
  { width, centre, scale }: Pick<Projection, "width" | "centre" | "scale">,
  values: Float32Array,
  row: number,
  out: Float32Array,
  at: number,
): void {
  const from = row * width;
  for (let i = 0; i < width; i++) out[at + i] = (values[from + i]! - centre[i]!) * scale[i]!;
}

/** x' of the rows listed of `values`, [rows × r], in float32. */
export async function projectRows(
  projection: Projection,
  values: Float32Array,
  rows: ArrayLike<number>,
  breathe: Breather,
): Promise<Float32Array> {
  const { width, inputs, directions } = projection;
  const out = new Float32Array(rows.length * inputs);
  if (!directions) {
    for (let i = 0; i < rows.length; i++) {
      writeStandardized(projection, values, rows[i]!, out, i * inputs);
      if ((i + 1) % ROWS_A_BREATH === 0) await breathe(i + 1, rows.length);
    }
    return out;
  }
  const [{ openWasmKernels }, { BLOCK_ROWS, openDenseProduct }] = await Promise.all([
    import("../wasm/wasmEngine.ts"),
    import("../wasm/denseProduct.ts"),
  ]);
  const product = openDenseProduct(await openWasmKernels(), width, inputs);
  product.setFactor(directions);
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.length - from);
    for (let i = 0; i < count; i++) {
      writeStandardized(projection, values, rows[from + i]!, product.block, i * product.stride);
    }
    product.multiply(count, out, from * inputs);
    if ((from / BLOCK_ROWS) % (ROWS_A_BREATH / BLOCK_ROWS) === 0) await breathe(from, rows.length);
  }
  return out;
}
