// The workspace in memory, for tests and for browsers that let nothing be kept. Several sessions can share
// one disk, as tabs share a browser: one has it at a time, and what one wrote the next one reads.
import {
  WORKSPACE_KEYS,
  type WorkspaceItem,
  type WorkspaceKey,
  type WorkspaceSizes,
  type WorkspaceStorage,
} from "../domain/workspace.ts";
import { estimateBytes } from "./estimateBytes.ts";
import { checkKept, copiedWrite, fullFault, newerFault, notOwnedFault } from "./workspaceFaults.ts";
import { CURRENT_FORMAT, migrateContent, type WorkspaceFormat } from "./workspaceMigrations.ts";

export interface MemoryDisk {
  /** Bytes that fit, of all items together; what goes beyond is refused as by a full disk. */
  room: number;
  readonly items: Map<WorkspaceKey, WorkspaceItem>;
  /** Takes the disk from the session that has it; null where none does. */
  lose: (() => void) | null;
}

export function memoryDisk(room = Number.POSITIVE_INFINITY): MemoryDisk {
  return { room, items: new Map(), lose: null };
}

/** A session's hold on what is kept. */
export interface ClosableWorkspace extends WorkspaceStorage {
  /** The session ends, as when its tab is closed: another may claim what it had. */
  close(): void;
}

/**
 * A session on a disk. Its claim does not wait: another session's hold does not end by itself.
 * @param disk shared by sessions that are to see the same items
 */
export function memoryWorkspace(
  disk: MemoryDisk = memoryDisk(),
  format: WorkspaceFormat = CURRENT_FORMAT,
): ClosableWorkspace {
  let lose: (() => void) | null = null;

  function checkOwned(): void {
    if (lose === null || disk.lose !== lose) throw notOwnedFault();
  }

  /** The item, where this version of the app may touch it. */
  function readable(key: WorkspaceKey): WorkspaceItem | null {
    checkOwned();
    const item = disk.items.get(key) ?? null;
    if (item !== null && item.version > format.version) {
      throw newerFault(key, item.version, format.version);
    }
    return item;
  }

  const sizesNow = (): WorkspaceSizes => {
    const sizes = {} as WorkspaceSizes;
    for (const key of WORKSPACE_KEYS) {
      const item = disk.items.get(key);
      sizes[key] = item === undefined ? 0 : estimateBytes([item.meta, item.parts]);
    }
    return sizes;
  };

  return {
    async claim({ isTakingOver, onLost }) {
      const isOwn = lose !== null && disk.lose === lose;
      if (disk.lose !== null && !isOwn) {
        if (!isTakingOver) return false;
        disk.lose();
      }
      lose = () => onLost();
      disk.lose = lose;
      return true;
    },
    async read(key) {
      const item = readable(key);
      if (item === null) return null;
      const { meta, parts } = await migrateContent(key, item.version, copied(item), format);
      const migrated = { version: format.version, savedAt: item.savedAt, meta, parts };
      if (item.version < format.version && disk.items.get(key) === item) {
        disk.items.set(key, { ...migrated, ...copied(migrated) });
      }
      return migrated;
    },
    async write(key, given) {
      const { meta, parts, kept } = copiedWrite(key, given);
      const before = readable(key);
      checkKept(key, given, Object.keys(before?.parts ?? {}));
      const written: [string, Blob][] = Object.entries(parts).map(([name, part]) => [
        name,
        part instanceof Blob ? part : new Blob([part]),
      ]);
      const carried = kept.map((name): [string, Blob] => [name, before!.parts[name]!]);
      const item: WorkspaceItem = {
        version: format.version,
        savedAt: new Date().toISOString(),
        meta,
        parts: Object.fromEntries([...carried, ...written]),
      };
      const others = Object.entries(sizesNow()).filter(([other]) => other !== key);
      const bytes = others.reduce((sum, [, size]) => sum + size, estimateBytes(item));
      if (bytes > disk.room) throw fullFault(key);
      disk.items.set(key, item);
    },
    async remove(key) {
      readable(key);
      disk.items.delete(key);
    },
    sizes: async () => sizesNow(),
    close() {
      if (disk.lose === lose) disk.lose = null;
      lose = null;
    },
  };
}

/** As a database hands it out: changes to it stay outside. */
function copied({ meta, parts }: Pick<WorkspaceItem, "meta" | "parts">) {
  return { meta: structuredClone(meta), parts: { ...parts } };
}
