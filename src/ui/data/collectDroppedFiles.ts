// Files out of a drop, folders walked to their ends. Uses the one interface every browser has for
// dropped folders (webkitGetAsEntry), old-fashioned as it is.

import { StudioError } from "../../base/errors.ts";

export interface DroppedFile {
  /** Path from the dropped folder on, or the file's name. */
  path: string;
  file: File;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** readEntries gives at most 100 at a time and an empty list at the end. */
async function entriesOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

/** System droppings that nobody means to load. */
function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__MACOSX" || name === "Thumbs.db";
}

function unreadable(entry: FileSystemEntry, cause: unknown): StudioError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StudioError(
    "data",
    `${entry.fullPath.replace(/^\//, "")} could not be read: ${reason}`,
    "Try again, or use “Choose files”.",
  );
}

async function walk(entry: FileSystemEntry, into: DroppedFile[]): Promise<void> {
  if (isHidden(entry.name)) return;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry).catch((cause: unknown) => {
      throw unreadable(entry, cause);
    });
    into.push({ path: entry.fullPath.replace(/^\//, ""), file });
  } else if (entry.isDirectory) {
    const children = await entriesOf(entry as FileSystemDirectoryEntry).catch((cause: unknown) => {
      throw unreadable(entry, cause);
    });
    for (const child of children) await walk(child, into);
  }
}

/**
 * All files of a drop, in order of their paths. Must be called while the drop event is handled:
 * afterwards the browser empties the list. Rejects with StudioError("data")
 * naming the file or folder that cannot be read.
 */
export async function collectDroppedFiles(transfer: DataTransfer): Promise<DroppedFile[]> {
  const entries: FileSystemEntry[] = [];
  const loose: DroppedFile[] = [];
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    if (entry !== null) {
      entries.push(entry);
      continue;
    }
    // No entry for files that scripts made (and in old browsers): take the file itself.
    const file = item.getAsFile();
    if (file !== null) loose.push({ path: file.name, file });
  }
  const found: DroppedFile[] = [...loose];
  for (const entry of entries) await walk(entry, found);
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Files of a picker: with a folder picker the path inside the folder, else the name. */
export function pickedFiles(list: FileList): DroppedFile[] {
  return [...list]
    .filter((file) => !isHidden(file.name))
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}
