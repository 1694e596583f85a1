// The numbers of one tensor of a safetensors file as float32, read piece by piece: beside what it is
// written to, only one piece is in memory.
import { StudioError } from "../base/errors.ts";
import type { TensorEntry } from "../base/safetensorsHeader.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";

const PIECE_BYTES = 1 << 22;

/** Types that can be read, and their bytes a number. */
export const FLOAT_BYTES: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

export interface ReadTensorOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of the tensor read so far. */
  onBytes?: ((done: number) => void) | undefined;
}

/**
 * Writes the tensor's numbers to `out`, which has exactly as many. Its dtype must be one of FLOAT_BYTES.
 * Throws StudioError("cancelled") when aborted.
 */
export async function readTensor(
  file: Blob,
  { dtype, from, to }: TensorEntry,
  out: Float32Array,
  { signal, onBytes }: ReadTensorOptions = {},
): Promise<void> {
  const width = FLOAT_BYTES[dtype]!;
  for (let at = from; at < to; at += PIECE_BYTES) {
    if (signal?.aborted) throw new StudioError("cancelled", "reading the features was cancelled");
    const bytes = await file.slice(at, Math.min(to, at + PIECE_BYTES)).arrayBuffer();
    decode(bytes, dtype, out.subarray((at - from) / width));
    onBytes?.(Math.min(to, at + PIECE_BYTES) - from);
    await yieldToEventLoop();
  }
}

/** Bytes are little-endian, as in every browser and in the format. */
function decode(bytes: ArrayBuffer, dtype: string, out: Float32Array): void {
  if (dtype === "F32") out.set(new Float32Array(bytes));
  else if (dtype === "F64") out.set(new Float64Array(bytes));
  else if (dtype === "BF16") {
    // The upper half of a float32.
    const bits = new Uint32Array(out.buffer, out.byteOffset, bytes.byteLength / 2);
    for (const [index, half] of new Uint16Array(bytes).entries()) bits[index] = half << 16;
  } else {
    const table = halfTable();
    for (const [index, half] of new Uint16Array(bytes).entries()) out[index] = table[half]!;
  }
}

let table: Float32Array | null = null;

/** The value of each of the 65,536 half-precision numbers (IEEE 754 binary16). */
function halfTable(): Float32Array {
  if (table !== null) return table;
  table = new Float32Array(1 << 16);
  for (let bits = 0; bits < table.length; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    let value: number;
    if (exponent === 31) value = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    else if (exponent === 0) value = fraction * 2 ** -24;
    else value = (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[bits] = bits >> 15 === 1 ? -value : value;
  }
  return table;
}
