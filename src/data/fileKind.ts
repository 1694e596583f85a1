// What kind of container a file is, told by its first bytes, not by its name.

export type FileKind = "parquet" | "safetensors" | "text";

const PARQUET_MAGIC = 0x50415231; // "PAR1"
const OPENING_BRACE = 123;
/** Of a safetensors header; one of a million keys has less than a tenth of it. */
const MAX_HEADER_BYTES = 1 << 30;

/** Text is everything that is neither of the others, packed or not. */
export async function fileKind(file: Blob): Promise<FileKind> {
  const head = new DataView(await file.slice(0, 9).arrayBuffer());
  if (head.byteLength >= 4 && head.getUint32(0) === PARQUET_MAGIC) return "parquet";
  if (head.byteLength === 9 && head.getUint8(8) === OPENING_BRACE) {
    const headerBytes = head.getBigUint64(0, true);
    if (headerBytes >= 2n && headerBytes <= BigInt(Math.min(MAX_HEADER_BYTES, file.size - 8))) {
      return "safetensors";
    }
  }
  return "text";
}
