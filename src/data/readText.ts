// A file's text, chunk by chunk: unpacks gzip where the content (not the name) says so, and decodes.
// Neither the bytes nor the text are ever held whole.
import { Gunzip } from "fflate";
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { HEAD_BYTES, otherContainerOf } from "./otherContainers.ts";

export interface ReadTextOptions {
  signal?: AbortSignal | undefined;
  /** Called with the bytes of the file (packed, where it is) read so far. */
  onBytes?: ((done: number) => void) | undefined;
}

/** Thrown behind the last good chunk of a damaged or cut-off gzip file. */
export class DamagedGzipError extends Error {}

const PIECE_BYTES = 1 << 18;
/** Gzip unpacks to a thousand times its size at most: so much in one go stays a few MB. */
const PACKED_PIECE_BYTES = 1 << 12;
const YIELD_EVERY_MS = 30;

/**
 * Yields the decoded text of a file. A byte order mark is dropped; UTF-16 with one is understood.
 * Lets other tasks run now and then. Throws StudioError("cancelled") when aborted, StudioError("data")
 * for a ZIP, DamagedGzipError after the text before the damage.
 */
export async function* readText(file: Blob, options: ReadTextOptions = {}): AsyncGenerator<string> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const other = otherContainerOf(head);
  if (other !== null) throw new StudioError("data", other.says, other.hint);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const unpacker = isGzip ? new Unpacker(await expectedTail(file)) : null;
  const pieceBytes = isGzip ? PACKED_PIECE_BYTES : PIECE_BYTES;
  let decoder: TextDecoder | null = null;
  let lastYieldMs = performance.now();

  function decode(bytes: Uint8Array, isLast: boolean): string {
    if (decoder === null && bytes.length > 0) decoder = new TextDecoder(encodingOf(bytes));
    return decoder?.decode(bytes, { stream: !isLast }) ?? "";
  }

  const reader = file.stream().getReader();
  try {
    let done = 0;
    for (;;) {
      throwIfAborted(options.signal);
      const { value, done: isDone } = await reader.read();
      if (isDone) break;
      // A Blob may hand over all it has at once; unpacked, a large piece would be much larger.
      for (let at = 0; at < value.length; at += pieceBytes) {
        const piece = value.subarray(at, at + pieceBytes);
        done += piece.length;
        if (unpacker === null) yield decode(piece, false);
        else {
          const fault = unpacker.push(piece, done >= file.size);
          for (const bytes of unpacker.take()) yield decode(bytes, false);
          if (fault !== null) {
            yield decode(new Uint8Array(), true);
            throw fault;
          }
        }
        if (performance.now() - lastYieldMs > YIELD_EVERY_MS) {
          options.onBytes?.(done);
          await yieldToEventLoop();
          throwIfAborted(options.signal);
          lastYieldMs = performance.now();
        }
      }
      options.onBytes?.(done);
    }
    yield decode(new Uint8Array(), true);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StudioError("cancelled", "reading the files was cancelled");
}

/** By the byte order mark; without one, JSON begins with an ASCII character, which tells UTF-16 by its zero. */
function encodingOf(bytes: Uint8Array): string {
  const [first = 1, second = 1] = bytes;
  if ((first === 0xff && second === 0xfe) || (isAscii(first) && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && isAscii(second))) return "utf-16be";
  return "utf-8";
}

function isAscii(byte: number): boolean {
  return byte > 8 && byte < 127;
}

/** A gzip file ends with its (last member's) unpacked size mod 2³². */
async function expectedTail(file: Blob): Promise<number> {
  const tail = new DataView(await file.slice(-4).arrayBuffer());
  return tail.byteLength === 4 ? tail.getUint32(0, true) : 0;
}

/**
 * fflate rather than DecompressionStream: a stream that errors throws away what it had unpacked, and
 * browsers refuse files of several gzip members, which `cat a.gz b.gz` makes.
 */
class Unpacker {
  private chunks: Uint8Array[] = [];
  private memberBytes = 0;
  private readonly tail: number;
  private readonly gunzip: Gunzip;

  constructor(tail: number) {
    this.tail = tail;
    this.gunzip = new Gunzip((chunk) => {
      this.memberBytes += chunk.length;
      if (chunk.length > 0) this.chunks.push(chunk);
    });
    this.gunzip.onmember = () => {
      this.memberBytes = 0;
    };
  }

  push(bytes: Uint8Array, isLast: boolean): DamagedGzipError | null {
    try {
      this.gunzip.push(bytes, isLast);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return new DamagedGzipError(
        reason === "unexpected EOF"
          ? "the gzip data is cut off; what stands before the cut was read"
          : `the gzip data is damaged (${reason}); what stands before the damage was read`,
      );
    }
    if (isLast && this.memberBytes % 2 ** 32 !== this.tail) {
      return new DamagedGzipError(
        `the gzip data is cut off or damaged: it should unpack to ${this.tail.toLocaleString("en-US")} bytes, got ${this.memberBytes.toLocaleString("en-US")}`,
      );
    }
    return null;
  }

  /** What has been unpacked since the last call. */
  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }
}
