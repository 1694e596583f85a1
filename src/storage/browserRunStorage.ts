// Runs kept in the browser's own database (IndexedDB, through idb). Entries stand apart from contents, so
// that the list is read without the histories and PRMs of every run.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { StudioError } from "../base/errors.ts";
import type { KeptRun, KeptRunContent } from "../domain/keptRun.ts";
import { PRM_ROLES, type PrmRole, type RunFile } from "../domain/run.ts";
import { byDate, type RunStorage } from "./runStorage.ts";

const NAME = "dreamprm-studio";
/** Raised with every change of the stores; `upgrade` then brings what older versions wrote along. */
const VERSION = 1;

interface StudioDatabase extends DBSchema {
  entries: { key: string; value: KeptRun };
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

/**
 * Opens the database, making it or bringing it up to date.
 * @throws StudioError("state") where the browser keeps nothing (private mode, blocked), or where a newer
 * version of the app wrote the database, which is then left as it is
 */
export async function openBrowserRunStorage(
  options: BrowserStorageOptions = {},
): Promise<RunStorage & { close(): void }> {
  const { name = NAME, onClosed } = options;
  if (globalThis.indexedDB === undefined) {
    throw new StudioError("state", "This browser keeps no data for pages", HINT);
  }
  let database: IDBPDatabase<StudioDatabase>;
  try {
    database = await openDB<StudioDatabase>(name, VERSION, {
      upgrade(fresh, oldVersion) {
        if (oldVersion < 1) {
          fresh.createObjectStore("entries", { keyPath: "id" });
          fresh.createObjectStore("runs");
          fresh.createObjectStore("prms");
        }
      },
      // Another tab has a newer version of the app: let it go on.
      blocking() {
        database.close();
        onClosed?.();
      },
      terminated: () => onClosed?.(),
    });
  } catch (error) {
    throw openingFault(error);
  }
  return { ...storageOf(database), close: () => database.close() };
}

const HINT = "Runs stay until the page is closed; export those to keep.";

function openingFault(error: unknown): StudioError {
  if (error instanceof DOMException && error.name === "VersionError") {
    return new StudioError(
      "state",
      "The kept runs were written by a newer version of the app and are left as they are",
      `Reload the page to get the newer version. ${HINT}`,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StudioError("state", `The browser does not let runs be kept: ${reason}`, HINT);
}

function writingFault(error: unknown): StudioError {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return new StudioError(
      "state",
      "The browser has no room left for this run",
      "Delete kept runs, or export this one; it stays until the page is closed.",
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StudioError("state", `The browser could not keep the run: ${reason}`, HINT);
}

async function orFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writingFault(error);
  }
}

function storageOf(database: IDBPDatabase<StudioDatabase>): RunStorage {
  const prmsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);
  return {
    list: () => orFault(async () => (await database.getAll("entries")).sort(byDate)),
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
        return { run, prms };
      }),
    put: (entry, content) =>
      orFault(async () => {
        const transaction = database.transaction(["entries", "runs", "prms"], "readwrite");
        const asked: Promise<unknown>[] = [transaction.done];
        try {
          asked.push(transaction.objectStore("entries").put(entry));
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
