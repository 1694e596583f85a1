// What a ZIP holds, read by zip.js from its table of contents. An entry that is stored as it is (images mostly
// are) is a slice of the archive and costs no memory; a compressed one is unpacked when it is asked for.
import type { FileEntry } from "@zip.js/zip.js/lib/zip-core-native.js";

export interface ZipEntry {
  /** As the archive has it, folders with forward slashes. */
  path: string;
  /** Unpacked, as the archive says. */
  bytes: number;
  /** Whether it has to be unpacked. */
  isCompressed: boolean;
  /** Its content. Rejects with an Error in words where the archive is damaged. */
  read(): Promise<Blob>;
}

const STORED = 0;
const HEADER_BYTES = 30;
const HEADER_MAGIC = 0x504b0304;
const DAMAGED = "the ZIP is cut off or damaged";

/** Loaded with the first archive: the page need not wait for it. */
async function zipLibrary() {
  const library = await import("@zip.js/zip.js/lib/zip-core-native.js");
  // The browser's own streams unpack, off the thread they are read on; more workers would gain little.
  library.configure({ useWebWorkers: false, useCompressionStream: true });
  return library;
}

/** The files of an archive, folders left out. Rejects with an Error in words where it is no whole ZIP. */
export async function readZip(archive: Blob): Promise<ZipEntry[]> {
  const { BlobReader, ZipReader } = await zipLibrary();
  const reader = new ZipReader(new BlobReader(archive));
  const entries = await reader.getEntries().catch((error: unknown) => {
    throw new Error(DAMAGED, { cause: error });
  });
  return entries.flatMap((entry): ZipEntry[] =>
    entry.directory
      ? []
      : [
          {
            path: entry.filename.replaceAll("\\", "/"),
            bytes: entry.uncompressedSize,
            isCompressed: entry.compressionMethod !== STORED,
            read: () => readEntry(archive, entry),
          },
        ],
  );
}

async function readEntry(archive: Blob, entry: FileEntry): Promise<Blob> {
  const name = `“${entry.filename}” in it`;
  if (entry.encrypted) throw new Error(`${name} is encrypted`);
  if (entry.compressionMethod === STORED) {
    const from = await contentStart(archive, entry);
    const to = from + entry.compressedSize;
    if (to > archive.size) throw new Error(DAMAGED);
    return archive.slice(from, to);
  }
  const { BlobWriter, ERR_UNSUPPORTED_COMPRESSION } = await zipLibrary();
  try {
    // zip.js stops where more comes out than the archive says: a small file cannot fill the memory.
    return await entry.getData(new BlobWriter(), { checkCrc32: true });
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
