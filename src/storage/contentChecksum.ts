// Large content in pieces, and a checksum over them: SHA-256 as the browser has it built in, which is many
// times faster than any in JavaScript and needs but one piece in memory at a time.

const PIECE_BYTES = 8 * 2 ** 20;

/** The content in pieces of at most 8 MiB, in order; none of empty content. */
export async function* piecesOf(
  content: Blob | Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const length = content instanceof Blob ? content.size : content.byteLength;
  for (let from = 0; from < length; from += PIECE_BYTES) {
    const to = Math.min(length, from + PIECE_BYTES);
    if (content instanceof Blob) yield new Uint8Array(await content.slice(from, to).arrayBuffer());
    else yield content.subarray(from, to);
  }
}

export interface Checksum {
  add(piece: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The hash of the pieces' hashes, in hex; null in pages without a secure origin, which have no hashes. */
  value(): Promise<string | null>;
}

export function newChecksum(): Checksum {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const hashes: ArrayBuffer[] = [];
  return {
    async add(piece) {
      if (subtle !== undefined) hashes.push(await subtle.digest("SHA-256", piece));
    },
    async value() {
      if (subtle === undefined) return null;
      const all = new Uint8Array(await new Blob(hashes).arrayBuffer());
      const hash = new Uint8Array(await subtle.digest("SHA-256", all));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
}
