// Named columns of numbers as one safetensors file: numbers that are all float32 are written as such, others as
// float64, so that every bit comes back in half the room where that is possible. A checksum tells damage.
import { StudioError } from "../../base/errors.ts";
import { parseSafetensorsHeader } from "../../base/safetensorsHeader.ts";

/** Numbers come back as Float64Array, flags as Uint8Array, whatever they were. */
export interface TensorFile {
  /** What stands beside the columns. */
  about: unknown;
  numbers: ReadonlyMap<string, Float64Array>;
  flags: ReadonlyMap<string, Uint8Array>;
}

export interface TensorFileInput {
  /** Small; anything that JSON can say. */
  about: unknown;
  numbers: ReadonlyMap<string, Float64Array | Float32Array>;
  flags?: ReadonlyMap<string, Uint8Array>;
}

const ALIGNMENT = 8;
const LENGTH_BYTES = 8;
/** The last column of every file. */
const CHECKSUM = "checksum";
const CHECKSUM_BYTES = 8;

interface Column {
  name: string;
  dtype: "F64" | "F32" | "U8";
  values: Float64Array | Float32Array | Uint8Array;
}

/** Writes the columns; `readTensorFile` gives the same numbers back, bit for bit (NaN as some NaN). */
export function writeTensorFile(input: TensorFileInput): Uint8Array<ArrayBuffer> {
  const columns = [...input.numbers].map(([name, numbers]): Column => {
    const values = asFloat32(numbers) ?? numbers;
    return { name, dtype: values instanceof Float32Array ? "F32" : "F64", values };
  });
  for (const [name, values] of input.flags ?? []) columns.push({ name, dtype: "U8", values });
  // The widest first: each column then begins where its type may begin.
  columns.sort((a, b) => bytesOf(b.dtype) - bytesOf(a.dtype));

  const entries: [string, unknown][] = [["__metadata__", { about: JSON.stringify(input.about) }]];
  let dataBytes = 0;
  for (const { name, dtype, values } of columns) {
    const end = dataBytes + values.byteLength;
    entries.push([name, { dtype, shape: [values.length], data_offsets: [dataBytes, end] }]);
    dataBytes = end;
  }
  dataBytes = padded(dataBytes);
  const whole = dataBytes + CHECKSUM_BYTES;
  entries.push([CHECKSUM, { dtype: "U64", shape: [1], data_offsets: [dataBytes, whole] }]);
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = padded(LENGTH_BYTES + header.length);

  const out = new Uint8Array(start + whole);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  out.fill(0x20, LENGTH_BYTES, start);
  out.set(header, LENGTH_BYTES);
  let at = start;
  for (const { dtype, values } of columns) {
    new VIEWS[dtype](out.buffer, at, values.length).set(values);
    at += values.byteLength;
  }
  view.setBigUint64(start + dataBytes, checksumOf(out.buffer), true);
  return out;
}

/** Throws StudioError("data") saying `what` is damaged, and how. */
export function readTensorFile(bytes: ArrayBuffer, what: string): TensorFile {
  const header = damageOf(what, () => parseSafetensorsHeader(bytes));
  const end = bytes.byteLength - CHECKSUM_BYTES;
  const isWhole =
    bytes.byteLength % ALIGNMENT === 0 &&
    header.tensors.some(({ name, from }) => name === CHECKSUM && from === end) &&
    new DataView(bytes).getBigUint64(end, true) === checksumOf(bytes);
  if (!isWhole) throw damaged(what, "its checksum does not agree");
  const numbers = new Map<string, Float64Array>();
  const flags = new Map<string, Uint8Array>();
  for (const { name, dtype, from, to } of header.tensors) {
    if (name === CHECKSUM) continue;
    const column = bytes.slice(from, to);
    if (dtype === "U8") flags.set(name, new Uint8Array(column));
    else if (dtype === "F64") numbers.set(name, new Float64Array(column));
    else if (dtype === "F32") numbers.set(name, Float64Array.from(new Float32Array(column)));
    else throw damaged(what, `its column “${name}” is none of numbers`);
  }
  const about = damageOf(what, () => JSON.parse(header.metadata["about"] ?? "") as unknown);
  return { about, numbers, flags };
}

/** The error of kept data that cannot be read. */
export function damaged(what: string, message: string): StudioError {
  return new StudioError("data", `${what} is damaged: ${message}`);
}

function damageOf<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw damaged(what, error instanceof StudioError ? error.message : "its header cannot be read");
  }
}

const VIEWS = { F64: Float64Array, F32: Float32Array, U8: Uint8Array } as const;

function bytesOf(dtype: Column["dtype"]): number {
  return VIEWS[dtype].BYTES_PER_ELEMENT;
}

/** The same numbers in half the room; null where one of them is no float32. A run is saved every second: a plain loop. */
function asFloat32(values: Float64Array | Float32Array): Float32Array | null {
  const single = new Float32Array(values);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== single[i] && !Number.isNaN(value)) return null;
  }
  return single;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** FNV-1a of all before the checksum, over 32-bit words: no single changed word goes unseen. */
function checksumOf(file: ArrayBuffer): bigint {
  const words = new Uint32Array(file, 0, (file.byteLength - CHECKSUM_BYTES) / 4);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193);
  return BigInt(hash >>> 0);
}
