// Opening one of the browser's databases (IndexedDB, through idb) and saying in words what goes wrong with
// it: the same for everything the app keeps.
import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from "idb";
import { StudioError } from "../base/errors.ts";

/** How messages speak of what a database holds. */
export interface KeptWords {
  /** "The kept runs": the browser … them. */
  what: string;
  /** What to do where nothing can be kept. */
  hint: string;
  /** What there is no room for, "this run", and what to do then. */
  unkept: string;
  fullHint: string;
}

export interface OpenedDatabase<Schema extends DBSchema> {
  name: string;
  /** Raised with every change of the stores; `upgrade` then brings what older versions wrote along. */
  version: number;
  upgrade: NonNullable<OpenDBCallbacks<Schema>["upgrade"]>;
  words: KeptWords;
  /** It was closed from outside: another tab has a newer version of the app, or the browser ended it. */
  onClosed?: ((why: "newer" | "ended") => void) | undefined;
}

/**
 * Opens a database, making it or bringing it up to date. It makes way for a newer version of the app.
 * @throws StudioError("state") where the browser keeps nothing (private mode, blocked), or where a newer
 * version of the app wrote the database, which is then left as it is
 */
export async function openDatabase<Schema extends DBSchema>(
  options: OpenedDatabase<Schema>,
): Promise<IDBPDatabase<Schema>> {
  const { name, version, upgrade, words, onClosed } = options;
  if (globalThis.indexedDB === undefined) {
    throw new StudioError("state", "This browser keeps no data for pages", words.hint);
  }
  try {
    const database: IDBPDatabase<Schema> = await openDB<Schema>(name, version, {
      upgrade,
      blocking() {
        database.close();
        onClosed?.("newer");
      },
      terminated: () => onClosed?.("ended"),
    });
    return database;
  } catch (error) {
    if (error instanceof DOMException && error.name === "VersionError") {
      throw new StudioError(
        "state",
        `${words.what} were written by a newer version of the app and are left as they are`,
        `Reload the page to get the newer version. ${words.hint}`,
      );
    }
    throw new StudioError(
      "state",
      `The browser does not let ${inSentence(words.what)} be kept: ${reasonOf(error)}`,
      words.hint,
    );
  }
}

/** Whether the browser refused something for want of room. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/**
 * What reading or writing a database may throw, in words.
 * @throws StudioError("full") where there is no room left, ("state") otherwise
 */
export async function inKeptWords<T>(words: KeptWords, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StudioError) throw error;
    if (isFull(error)) {
      throw new StudioError(
        "full",
        `The browser has no room left for ${words.unkept}`,
        words.fullHint,
      );
    }
    throw new StudioError(
      "state",
      `The browser could not keep ${words.unkept}: ${reasonOf(error)}`,
      words.hint,
    );
  }
}

/** What a thrown value says of itself. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
