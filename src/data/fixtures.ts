// Feature files for tests, written as other programs write them.

interface Tensor {
  shape: number[];
  dtype?: "F32" | "F64" | "F16" | "BF16" | "I64";
  /** Float numbers; with `bits` the numbers as they stand in the file. */
  data?: readonly number[];
  bits?: Uint16Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
}

/** A safetensors file of these tensors. */
export function safetensors(
  path: string,
  tensors: Record<string, Tensor>,
  metadata?: Record<string, string>,
): { path: string; file: File } {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  const parts: ArrayBuffer[] = [];
  let at = 0;
  for (const [name, { shape, dtype = "F32", data = [], bits }] of Object.entries(tensors)) {
    const numbers = bits ?? (dtype === "F64" ? new Float64Array(data) : new Float32Array(data));
    header[name] = { dtype, shape, data_offsets: [at, at + numbers.byteLength] };
    at += numbers.byteLength;
    parts.push(numbers.buffer);
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(json.length), true);
  return { path, file: new File([length.buffer, json, ...parts], path) };
}
