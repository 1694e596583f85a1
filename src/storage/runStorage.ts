// What it takes to keep runs: the interface of a storage, and one that lasts as long as the page, for
// browsers that let nothing be kept and for tests.
import type { KeptRun, KeptRunContent } from "../domain/keptRun.ts";

/** All methods reject with StudioError ("full" where there is no room, else "state") where the browser refuses; nothing is half done then. */
export interface RunStorage {
  /**
   * All entries, deleted ones too, oldest first.
   * @param onRefused is told of each that cannot be read (a newer version of the app wrote it): it is left
   * out of the list and stays as it is
   */
  list(onRefused?: (problem: unknown) => void): Promise<KeptRun[]>;
  /** Null where there is no such run. */
  read(id: string): Promise<KeptRunContent | null>;
  /** Adds a run or puts it in the place of the one with its id; without content only the entry changes. */
  put(entry: KeptRun, content?: KeptRunContent): Promise<void>;
  /** For good; nothing happens where there is no such run. */
  remove(id: string): Promise<void>;
}

/** Keeps runs until the page is closed. */
export function memoryRunStorage(): RunStorage {
  const entries = new Map<string, KeptRun>();
  const contents = new Map<string, KeptRunContent>();
  return {
    list: async () => [...entries.values()].sort(byDate),
    read: async (id) => contents.get(id) ?? null,
    async put(entry, content) {
      entries.set(entry.id, entry);
      if (content !== undefined) contents.set(entry.id, content);
    },
    async remove(id) {
      entries.delete(id);
      contents.delete(id);
    },
  };
}

/** Oldest first. */
export function byDate(a: KeptRun, b: KeptRun): number {
  return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0;
}
