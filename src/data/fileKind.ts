// What kind of container a file is, told by its first bytes, not by its name.
import { LENGTH_BYTES, MAX_HEADER_BYTES } from "../base/safetensorsHeader.ts";

export type FileKind = "parquet" | "safetensors" | "text";

const PARQUET_MAGIC = 0x50415231; // "PAR1"
const OPENING_BRACE = 123;

/** Text is everything that is neither of the others, packed or not. */
export async function fileKind(file: Blob): Promise<FileKind> {
  const head = new DataView(await file.slice(0, LENGTH_BYTES + 1).arrayBuffer());
  if (head.byteLength >= 4 && head.getUint32(0) === PARQUET_MAGIC) return "parquet";
  if (head.byteLength > LENGTH_BYTES && head.getUint8(LENGTH_BYTES) === OPENING_BRACE) {
    const headerBytes = head.getBigUint64(0, true);
    if (
      headerBytes >= 2n &&
      headerBytes <= BigInt(Math.min(MAX_HEADER_BYTES, file.size - LENGTH_BYTES))
    ) {
      return "safetensors";
    }
  }
  return "text";
}
