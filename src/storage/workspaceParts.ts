// The content of the workspace's parts: put down in a file of the browser's own file system, or in the index'
// database where a page has no such files; read back only if it is what was put down.
import { StudioError } from "../base/errors.ts";
import type { WorkspaceItem } from "../domain/workspace.ts";
import { newChecksum, piecesOf } from "./contentChecksum.ts";
import { isFull } from "./openDatabase.ts";
import type { PartFiles } from "./partFiles.ts";
import {
  allSlots,
  type ItemEntry,
  type PartEntry,
  partsOf,
  type WorkspaceIndex,
} from "./workspaceIndex.ts";

/** A part is not there, or not as it was written. */
export class Damage extends Error {}

export interface WorkspaceParts {
  /**
   * Content on the disk, or added to `inDatabase` where the browser takes no file: then it goes into the
   * database together with its entry.
   */
  putDown(
    file: string,
    content: Blob | Uint8Array<ArrayBuffer>,
    inDatabase: Map<string, Blob>,
  ): Promise<PartEntry>;
  /**
   * An item with its content, which is out of reach of whatever is written or removed later.
   * @throws Damage
   */
  load(entry: ItemEntry): Promise<WorkspaceItem>;
  /** Removes the files of parts that are named no more, and what could not be removed before. */
  remove(entries: readonly PartEntry[]): Promise<void>;
  /** Removes the files that a tab killed in the middle of writing has left. */
  sweep(): Promise<void>;
}

export function workspaceParts(
  openFiles: () => Promise<PartFiles | null>,
  index: () => Promise<WorkspaceIndex>,
): WorkspaceParts {
  /** The browser has files in name only. */
  let isWithoutFiles = false;
  /** Files that could not be removed yet. */
  const left = new Set<string>();

  async function removeFiles(files: readonly string[]): Promise<void> {
    const all = new Set([...left, ...files]);
    if (all.size === 0) return;
    const failed = (await (await openFiles())?.remove(all)) ?? [];
    for (const file of all) left.delete(file);
    for (const file of failed) left.add(file);
  }

  async function loadPart(part: string, entry: PartEntry): Promise<Blob> {
    const { file, place, bytes, checksum, type } = entry;
    const folder = place === "file" ? await openFiles() : null;
    if (place === "file" && folder === null) {
      throw new StudioError("state", "The browser lets this page have no files now");
    }
    const stored = await (folder === null ? (await index()).readPart(file) : folder.read(file));
    if (stored === null) throw new Damage(`part ${part} is missing`);
    if (stored.size !== bytes) {
      throw new Damage(`part ${part} has ${stored.size} bytes in place of ${bytes}`);
    }
    const sum = newChecksum();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    try {
      for await (const piece of piecesOf(stored)) {
        await sum.add(piece);
        pieces.push(piece);
      }
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      throw new Damage(`part ${part} cannot be read: ${error.message}`);
    }
    const now = await sum.value();
    if (checksum !== null && now !== null && now !== checksum) {
      throw new Damage(`part ${part} is not what was written`);
    }
    return new Blob(pieces, { type });
  }

  return {
    async putDown(file, content, inDatabase) {
      const type = content instanceof Blob ? content.type : "";
      const folder = isWithoutFiles ? null : await openFiles();
      if (folder !== null) {
        try {
          return { file, place: "file", type, ...(await folder.write(file, content)) };
        } catch (error) {
          await removeFiles([file]);
          if (isFull(error)) throw error;
          isWithoutFiles = true;
        }
      }
      const sum = newChecksum();
      for await (const piece of piecesOf(content)) await sum.add(piece);
      const blob = content instanceof Blob ? content : new Blob([content]);
      inDatabase.set(file, blob);
      return { file, place: "database", type, bytes: blob.size, checksum: await sum.value() };
    },
    async load(entry) {
      const parts: [string, Blob][] = [];
      for (const [part, at] of Object.entries(entry.parts)) {
        parts.push([part, await loadPart(part, at)]);
      }
      return { ...entry, parts: Object.fromEntries(parts) };
    },
    async remove(entries) {
      await removeFiles(entries.flatMap(({ place, file }) => (place === "file" ? [file] : [])));
    },
    async sweep() {
      const folder = await openFiles();
      if (folder === null) return;
      const slots = await allSlots(await index());
      const named = new Set(slots.flatMap(([, slot]) => partsOf(slot)).map(({ file }) => file));
      await removeFiles((await folder.list()).filter((file) => !named.has(file)));
    },
  };
}
