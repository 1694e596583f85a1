// How much room a value takes in the browser's storage, near enough to show: files and arrays by their size,
// text by its letters. What the database adds of its own (keys, indexes) is not in it.

const NUMBER_BYTES = 8;

/** @param value anything a database can hold (structured clone), without cycles */
export function estimateBytes(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (value === null || typeof value !== "object") return NUMBER_BYTES;
  if (value instanceof Blob) return value.size;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  let bytes = 0;
  if (Array.isArray(value) || value instanceof Set) {
    for (const item of value) bytes += estimateBytes(item);
    return bytes;
  }
  const entries = value instanceof Map ? value.entries() : Object.entries(value);
  for (const [key, item] of entries) bytes += estimateBytes(key) + estimateBytes(item);
  return bytes;
}
