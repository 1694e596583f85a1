// What a ZIP holds, read by zip.js from its table of contents. An entry that is stored as it is (images mostly
// are) is a slice of the archive and costs no memory; a compressed one is unpacked when it is asked for. What a
// hostile archive lies about (sizes, places, names) is an entry's own fault and costs that entry only.
import type { FileEntry } from "@zip.js/zip.js/lib/zip-core-native.js";
import { yieldToEventLoop } from "./yieldToEventLoop.ts";

export interface ZipEntry {
  /** As the archive has it, folders with forward slashes, control characters shown as �. */
  path: string;
  /** Unpacked, as the archive says. */
  bytes: number;
  /** Whether it has to be unpacked. */
  isCompressed: boolean;
  /** Why it is not read, known before; null where nothing speaks against it. */
  fault: string | null;
  /** Its content. Rejects with an Error in words where the entry is damaged or is not to be trusted. */
  read(signal?: AbortSignal): Promise<Blob>;
}

const STORED = 0;
const HEADER_BYTES = 30;
const HEADER_MAGIC = 0x504b0304;
const DAMAGED = "the ZIP is cut off or damaged";
/** More would take the browser's memory for their names alone. */
export const MAX_ZIP_ENTRIES = 100_000;
const MAX_PATH_CHARS = 1000;
const SHOWN_PATH_CHARS = 80;
/** Text packs to a tenth, repetitive text to a hundredth; a bomb to a thousandth. */
const MAX_RATIO = 200;
const RATIO_MATTERS_BYTES = 64 * 2 ** 20;
const YIELD_EVERY_MS = 30;

/** Loaded with the first archive: the page need not wait for it. */
async function zipLibrary() {
  const library = await import("@zip.js/zip.js/lib/zip-core-native.js");
  // The browser's own streams unpack, off the thread they are read on; more workers would gain little.
  library.configure({ useWebWorkers: false, useCompressionStream: true });
  return library;
}

/** The files of an archive, folders left out. Rejects with an Error in words where it is no whole ZIP. */
export async function readZip(archive: Blob, signal?: AbortSignal): Promise<ZipEntry[]> {
  const files = await filesOf(archive, signal);
  const overlapping = overlapsAmong(files);
  const taken = new Set<string>();
  return files.map((entry): ZipEntry => {
    const path = shownPath(entry.filename);
    const reason = faultOf(entry, path, overlapping.has(entry), taken.has(path));
    const fault = reason === null ? null : `${named(path)} ${reason}`;
    taken.add(path);
    return {
      fault,
      path,
      bytes: entry.uncompressedSize,
      isCompressed: entry.compressionMethod !== STORED,
      read: async (stop) => {
        if (fault !== null) throw new Error(fault);
        return readEntry(archive, entry, named(path), stop);
      },
    };
  });
}

async function filesOf(archive: Blob, signal?: AbortSignal): Promise<FileEntry[]> {
  const { BlobReader, ZipReader } = await zipLibrary();
  // Names are judged here: one that leads out of the archive must not cost the others.
  const reader = new ZipReader(new BlobReader(archive), { filenameValidation: "tolerant" });
  const files: FileEntry[] = [];
  let count = 0;
  let lastYieldMs = performance.now();
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++count > MAX_ZIP_ENTRIES) break;
      if (!entry.directory) files.push(entry);
      if (performance.now() - lastYieldMs > YIELD_EVERY_MS) {
        await yieldToEventLoop();
        signal?.throwIfAborted();
        lastYieldMs = performance.now();
      }
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(DAMAGED, { cause: error });
  }
  if (count > MAX_ZIP_ENTRIES) {
    throw new Error(
      `it lists more than ${MAX_ZIP_ENTRIES.toLocaleString("en-US")} files, which is more than are read`,
    );
  }
  return files;
}

/** Entries whose bytes are another's, too: so a few bytes stand for a thousand files. */
function overlapsAmong(files: readonly FileEntry[]): Set<FileEntry> {
  const overlapping = new Set<FileEntry>();
  let end = 0;
  for (const entry of [...files].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) overlapping.add(entry);
    const { length } = entry.rawFilename;
    end = Math.max(end, entry.offset + HEADER_BYTES + length + entry.compressedSize);
  }
  return overlapping;
}

/** Why an entry is not read whatever it holds; null where nothing speaks against it. */
function faultOf(
  entry: FileEntry,
  path: string,
  isOverlapping: boolean,
  isTaken: boolean,
): string | null {
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  if (path.length > MAX_PATH_CHARS) return `has a name of ${path.length} characters`;
  if (/^\/|^[a-z]:|(?:^|\/)\.\.(?:\/|$)/i.test(path)) return "has a path that leads out of the ZIP";
  if (entry.symlink) return "is a link to another file, not a file";
  if (entry.encrypted) return "is encrypted";
  if (isTaken) return "stands in it twice; the first of them is read";
  if (isOverlapping) return "lies over another file of the ZIP, as no honest ZIP has it";
  const isBomb =
    compressionMethod !== STORED &&
    uncompressedSize > RATIO_MATTERS_BYTES &&
    uncompressedSize > MAX_RATIO * compressedSize;
  if (!isBomb) return null;
  const times = Math.round(uncompressedSize / Math.max(1, compressedSize)).toLocaleString("en-US");
  return `would unpack to ${times} times its size, which no data do`;
}

function shownPath(filename: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return filename.replaceAll("\\", "/").replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");
}

function named(path: string): string {
  const shown = path.length > SHOWN_PATH_CHARS ? `${path.slice(0, SHOWN_PATH_CHARS)}…` : path;
  return `“${shown}” in it`;
}

async function readEntry(
  archive: Blob,
  entry: FileEntry,
  name: string,
  signal?: AbortSignal,
): Promise<Blob> {
  if (entry.compressionMethod === STORED) {
    const from = await contentStart(archive, entry);
    const to = from + entry.compressedSize;
    if (to > archive.size) throw new Error(DAMAGED);
    return archive.slice(from, to);
  }
  const { BlobWriter, ERR_UNSUPPORTED_COMPRESSION } = await zipLibrary();
  try {
    // zip.js stops where more comes out than the archive says: a small file cannot fill the memory.
    return await entry.getData(new BlobWriter(), {
      checkCrc32: true,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    const isUnknown = error instanceof Error && error.message === ERR_UNSUPPORTED_COMPRESSION;
    const fault = isUnknown ? "is packed by a method that is not read" : "is damaged";
    throw new Error(`${name} ${fault}`, { cause: error });
  }
}

/**
 * Where the content begins: behind the entry's own header, its name and its extras. zip.js tells it, too, but
 * sets up streams for it, which takes six times as long for ten thousand images.
 */
async function contentStart(archive: Blob, { offset }: FileEntry): Promise<number> {
  const header = new DataView(await archive.slice(offset, offset + HEADER_BYTES).arrayBuffer());
  const isHeader = header.byteLength === HEADER_BYTES && header.getUint32(0) === HEADER_MAGIC;
  if (!isHeader) throw new Error(DAMAGED);
  return offset + HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
}
