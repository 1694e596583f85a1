// The header of a safetensors file: 8 bytes of its length, then JSON with each tensor's type, shape and
// place, and texts in __metadata__. Format: huggingface/safetensors README.
import { StudioError } from "./errors.ts";

export interface TensorEntry {
  name: string;
  /** F32, BF16, I64 … */
  dtype: string;
  shape: number[];
  /** Bytes of the file, from its first. */
  from: number;
  to: number;
}

export interface SafetensorsHeader {
  metadata: Record<string, string>;
  /** In the order of their places in the file. */
  tensors: TensorEntry[];
}

/** Bytes before the JSON: its length, as a 64-bit integer. */
export const LENGTH_BYTES = 8;
/** As the format's own implementation has it; a header of a million keys has less. */
export const MAX_HEADER_BYTES = 100_000_000;
const SHOWN_CHARS = 80;

/** Reads the header of a file. Throws StudioError("data") where the file is no safetensors or is cut off. */
export async function readSafetensorsHeader(file: Blob): Promise<SafetensorsHeader> {
  const start = headerEnd(await file.slice(0, LENGTH_BYTES).arrayBuffer(), file.size);
  return parseHeader(await file.slice(LENGTH_BYTES, start).text(), start, file.size);
}

/** The same of a file that is in memory. */
export function parseSafetensorsHeader(file: ArrayBuffer): SafetensorsHeader {
  const start = headerEnd(file.slice(0, LENGTH_BYTES), file.byteLength);
  const json = new TextDecoder().decode(new Uint8Array(file, LENGTH_BYTES, start - LENGTH_BYTES));
  return parseHeader(json, start, file.byteLength);
}

/** Where the tensors begin. */
function headerEnd(opening: ArrayBuffer, fileBytes: number): number {
  if (opening.byteLength < LENGTH_BYTES) throw fault("the file is too short to be safetensors");
  const headerBytes = Number(new DataView(opening).getBigUint64(0, true));
  const start = LENGTH_BYTES + headerBytes;
  if (start > fileBytes) {
    throw fault(`the safetensors header claims ${headerBytes} bytes, which the file does not hold`);
  }
  if (headerBytes > MAX_HEADER_BYTES) {
    throw fault(`the safetensors header has ${headerBytes} bytes; ${MAX_HEADER_BYTES} are read`);
  }
  return start;
}

function parseHeader(json: string, start: number, fileBytes: number): SafetensorsHeader {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    parsed = null;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw fault("the safetensors header is no JSON object");
  }
  const header: SafetensorsHeader = { metadata: {}, tensors: [] };
  for (const [name, value] of Object.entries(parsed)) {
    if (name === "__metadata__") header.metadata = textsOf(value);
    else header.tensors.push(entryOf(name, value, start, fileBytes));
  }
  header.tensors.sort((a, b) => a.from - b.from || a.to - b.to);
  requireApart(header.tensors);
  return header;
}

/** The format forbids two tensors to share bytes: a small file would stand for many large tensors. */
function requireApart(tensors: readonly TensorEntry[]): void {
  let before: TensorEntry | null = null;
  for (const tensor of tensors) {
    if (tensor.to === tensor.from) continue;
    if (before !== null && tensor.from < before.to) {
      throw fault(
        `the tensors “${shown(before.name)}” and “${shown(tensor.name)}” lie over one another`,
      );
    }
    before = tensor;
  }
}

function shown(name: string): string {
  return name.length > SHOWN_CHARS ? `${name.slice(0, SHOWN_CHARS)}…` : name;
}

function textsOf(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  if (typeof value !== "object" || value === null) return texts;
  for (const [key, text] of Object.entries(value)) if (typeof text === "string") texts[key] = text;
  return texts;
}

function entryOf(name: string, value: unknown, start: number, fileBytes: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  const areCounts = (list: unknown): list is number[] =>
    Array.isArray(list) &&
    list.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
  if (typeof dtype !== "string" || !areCounts(shape) || !areCounts(offsets)) {
    throw fault(
      `the tensor “${shown(name)}” has no type, or no whole numbers for its shape and place`,
    );
  }
  const [from = 0, to = 0] = offsets;
  if (offsets.length !== 2 || to < from || start + to > fileBytes) {
    throw fault(`the tensor “${shown(name)}” lies outside the file, which is cut off or damaged`);
  }
  return { name, dtype, shape, from: start + from, to: start + to };
}

function fault(message: string): StudioError {
  return new StudioError("data", message);
}
