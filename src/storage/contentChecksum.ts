// Large content in pieces, a checksum over them, and names for it. The checksum is SHA-256 as the browser has it built in, which is many
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
      return hex(new Uint8Array(await subtle.digest("SHA-256", all)));
    },
  };
}

/** A name that nothing else has; also in pages without a secure origin, which have no randomUUID. */
export function freshName(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
