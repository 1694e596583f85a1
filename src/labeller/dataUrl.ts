// A file as a data URL, made the same way in a worker and in Node (which has no FileReader).

const CHUNK_BYTES = 0x8000;

/** "data:image/png;base64,…"; a file without a type counts as PNG. */
export async function dataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return `data:${blob.type || "image/png"};base64,${btoa(binary)}`;
}
