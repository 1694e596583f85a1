// Large parts of the workspace as files in the browser's own file system (OPFS). A file is written once, under
// a name that none had before, and never changed: whatever breaks off in between hurts no older one.
import { newChecksum, piecesOf } from "./contentChecksum.ts";

/** A file that was being written is let go of a moment after the writing broke off. */
const RETRY_MS = [10, 40, 150];

/** What is known of a part once it is written whole. */
export interface WrittenPart {
  bytes: number;
  checksum: string | null;
}

export interface PartFiles {
  /** Resolves when the file is on the disk. Where it rejects, a half file may be left to be removed. */
  write(file: string, content: Blob | Uint8Array<ArrayBuffer>): Promise<WrittenPart>;
  /** Null where there is no such file. */
  read(file: string): Promise<Blob | null>;
  /** Files that are not there are passed over. Tells which cannot be removed now: something has them open. */
  remove(files: Iterable<string>): Promise<string[]>;
  list(): Promise<string[]>;
}

/**
 * The files of one folder, made where there is none.
 * @returns null where the browser has no file system for pages, forbids it or cannot write to it
 */
export async function openPartFiles(folder: string): Promise<PartFiles | null> {
  if (typeof FileSystemFileHandle === "undefined") return null;
  const write = writerHere();
  if (write === null) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return filesOf(await root.getDirectoryHandle(folder, { create: true }), write);
  } catch {
    return null;
  }
}

type WriteContent = (
  handle: FileSystemFileHandle,
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
) => Promise<void>;

/**
 * Streams where there are any: what Chromium writes through an access handle it does not count, but it counts
 * its removal, until after some hundred files it takes the site to use 4 GiB (below 0, read as unsigned).
 */
function writerHere(): WriteContent | null {
  const has = (method: string) => method in FileSystemFileHandle.prototype;
  // In dedicated workers alone.
  const hasAccess = has("createSyncAccessHandle");
  if (has("createWritable")) return hasAccess ? writeFlushed : writeStream;
  return hasAccess ? writeByAccess : null;
}

const writeStream: WriteContent = async (handle, pieces) => {
  const stream = await handle.createWritable();
  try {
    for await (const piece of pieces) await stream.write(piece);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
};

/** The stream leaves it to the system when the content reaches the disk; a flush does not. */
const writeFlushed: WriteContent = async (handle, pieces) => {
  await writeStream(handle, pieces);
  const access = await handle.createSyncAccessHandle();
  try {
    access.flush();
  } finally {
    access.close();
  }
};

const writeByAccess: WriteContent = async (handle, pieces) => {
  const access = await handle.createSyncAccessHandle();
  try {
    let at = 0;
    for await (const piece of pieces) {
      const written = access.write(piece, { at });
      // Chromium tells of a full disk by a count that cannot be: its error code -8, read as unsigned.
      if (written !== piece.byteLength) {
        throw new DOMException("The file could not be written whole", "QuotaExceededError");
      }
      at += written;
    }
    access.flush();
  } finally {
    access.close();
  }
};

function filesOf(directory: FileSystemDirectoryHandle, writeContent: WriteContent): PartFiles {
  async function isRemoved(file: string): Promise<boolean> {
    for (const wait of RETRY_MS) {
      try {
        await directory.removeEntry(file);
        return true;
      } catch (error) {
        if (error instanceof DOMException && error.name === "NotFoundError") return true;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return false;
  }

  async function remove(files: Iterable<string>): Promise<string[]> {
    const left: string[] = [];
    for (const file of files) if (!(await isRemoved(file))) left.push(file);
    return left;
  }

  return {
    async write(file, content) {
      const checksum = newChecksum();
      let bytes = 0;
      async function* summed() {
        for await (const piece of piecesOf(content)) {
          await checksum.add(piece);
          bytes += piece.byteLength;
          yield piece;
        }
      }
      await writeContent(await directory.getFileHandle(file, { create: true }), summed());
      return { bytes, checksum: await checksum.value() };
    },
    async read(file) {
      try {
        return await (await directory.getFileHandle(file)).getFile();
      } catch (error) {
        if (error instanceof DOMException && error.name === "NotFoundError") return null;
        throw error;
      }
    },
    remove,
    async list() {
      const names: string[] = [];
      for await (const name of directory.keys()) names.push(name);
      return names;
    },
  };
}
