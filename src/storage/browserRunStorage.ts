// Runs kept in the browser's own database (IndexedDB, through idb). Entries stand apart from contents, so
// that the list is read without the histories and PRMs of every run.
import type { DBSchema, IDBPDatabase } from "idb";
import type { KeptRun, KeptRunContent } from "../domain/keptRun.ts";
import { PRM_ROLES, type PrmRole, type RunFile } from "../domain/run.ts";
import { estimateBytes } from "./estimateBytes.ts";
import { inKeptWords, type KeptWords, openDatabase } from "./openDatabase.ts";
import { byDate, type RunStorage } from "./runStorage.ts";
import {
  checkReplaceable,
  ENTRY_VERSION,
  readStoredEntry,
  readStoredRun,
  type StoredEntry,
} from "./storedRun.ts";

const NAME = "dreamprm-studio";
/** Raised with every change of the stores; `upgrade` then brings what older versions wrote along. */
const VERSION = 1;

interface StudioDatabase extends DBSchema {
  entries: { key: string; value: StoredEntry };
  /** Both as whatever version of the app wrote them: see storedRun.ts. */
  runs: { key: string; value: RunFile };
  /** By run and role. */
  prms: { key: [string, PrmRole]; value: Blob };
}

export interface BrowserStorageOptions {
  /** Of the database. */
  name?: string;
  /** The database was closed from outside (another tab upgrades it, the browser ended it). */
  onClosed?: () => void;
}

export interface BrowserRunStorage extends RunStorage {
  close(): void;
  /** Bytes of all runs, near enough, those deleted that can still be had back among them. */
  size(): Promise<number>;
}

/**
 * Opens the database, making it or bringing it up to date.
 * @throws StudioError("state") where the browser keeps nothing (private mode, blocked), or where a newer
 * version of the app wrote the database, which is then left as it is
 */
export async function openBrowserRunStorage(
  options: BrowserStorageOptions = {},
): Promise<BrowserRunStorage> {
  const { name = NAME, onClosed } = options;
  const database = await openDatabase<StudioDatabase>({
    name,
    version: VERSION,
    words: WORDS,
    onClosed,
    upgrade(fresh, oldVersion) {
      if (oldVersion < 1) {
        fresh.createObjectStore("entries", { keyPath: "id" });
        fresh.createObjectStore("runs");
        fresh.createObjectStore("prms");
      }
    },
  });
  return { ...storageOf(database), close: () => database.close(), size: () => sizeOf(database) };
}

const WORDS: KeptWords = {
  what: "The kept runs",
  hint: "Runs stay until the page is closed; export those to keep.",
  unkept: "this run",
  fullHint: "Delete kept runs, or export this one; it stays until the page is closed.",
};

const orFault = <T>(work: () => Promise<T>): Promise<T> => inKeptWords(WORDS, work);

function storageOf(database: IDBPDatabase<StudioDatabase>): RunStorage {
  const prmsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);
  return {
    list: (onRefused) =>
      orFault(async () => {
        const entries: KeptRun[] = [];
        for (const stored of await database.getAll("entries")) {
          try {
            entries.push(readStoredEntry(stored));
          } catch (error) {
            onRefused?.(error);
          }
        }
        return entries.sort(byDate);
      }),
    read: (id) =>
      orFault(async () => {
        const transaction = database.transaction(["runs", "prms"]);
        const run = await transaction.objectStore("runs").get(id);
        if (run === undefined) return null;
        const prms: KeptRunContent["prms"] = {};
        for (const role of PRM_ROLES) {
          const file = await transaction.objectStore("prms").get([id, role]);
          if (file !== undefined) prms[role] = file;
        }
        return { run: readStoredRun(run, id), prms };
      }),
    put: (entry, content) =>
      orFault(async () => {
        const transaction = database.transaction(["entries", "runs", "prms"], "readwrite");
        const asked: Promise<unknown>[] = [transaction.done];
        // Its failure is told by whatever failed first.
        transaction.done.catch(() => {});
        try {
          const entries = transaction.objectStore("entries");
          checkReplaceable(await entries.get(entry.id));
          asked.push(entries.put({ ...entry, schemaVersion: ENTRY_VERSION }));
          if (content !== undefined) {
            const prms = transaction.objectStore("prms");
            asked.push(transaction.objectStore("runs").put(content.run, entry.id));
            asked.push(prms.delete(prmsOf(entry.id)));
            for (const role of PRM_ROLES) {
              const file = content.prms[role];
              if (file !== undefined) asked.push(prms.put(file, [entry.id, role]));
            }
          }
        } catch (error) {
          // A value that cannot be stored throws at once; what was asked before it must not stand.
          transaction.abort();
          await Promise.allSettled(asked);
          throw error;
        }
        await Promise.all(asked);
      }),
    remove: (id) =>
      orFault(async () => {
        const transaction = database.transaction(["entries", "runs", "prms"], "readwrite");
        await Promise.all([
          transaction.objectStore("entries").delete(id),
          transaction.objectStore("runs").delete(id),
          transaction.objectStore("prms").delete(prmsOf(id)),
          transaction.done,
        ]);
      }),
  };
}

function sizeOf(database: IDBPDatabase<StudioDatabase>): Promise<number> {
  return orFault(async () => {
    let bytes = 0;
    for (const store of ["entries", "runs", "prms"] as const) {
      // One after the other: the histories of all runs together may be large.
      for await (const { value } of database.transaction(store).store) {
        bytes += estimateBytes(value);
      }
    }
    return bytes;
  });
}
