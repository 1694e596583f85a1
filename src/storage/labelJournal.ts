// The labeller's journal in the browser's database (IndexedDB, through idb). A batch of records and the
// totals are one transaction, flushed to disk before it counts; a slot once taken stays as it is.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { StudioError } from "../base/errors.ts";
import {
  type LabelJob,
  type LabelJournal,
  type LabelRecord,
  type LabelTotals,
  NO_TOTALS,
  slotKey,
} from "../domain/labelJournal.ts";

const NAME = "dreamprm-studio-labels";
/** Raised with every change of the stores; `upgrade` then brings what older versions wrote along. */
const VERSION = 1;
/** There is one job at a time. */
const CURRENT = "current";
/** Longest wait for another page to let go of the job. */
const CLAIM_MS = 1500;

interface LabelDatabase extends DBSchema {
  /** Images stand apart: a Map of Blobs within the job would be read with it every time. */
  jobs: { key: string; value: Omit<LabelJob, "images"> };
  images: { key: string; value: Blob };
  totals: { key: string; value: LabelTotals };
  /** In the order of writing; `slot` is unique. */
  records: {
    key: number;
    value: { slot: string; record: LabelRecord };
    indexes: { slot: string };
  };
}

export interface LabelJournalOptions {
  /** Of the database. */
  name?: string;
  /** The database was closed from outside (another tab upgrades it, the browser ended it). */
  onClosed?: () => void;
}

/**
 * Opens the journal, making it or bringing it up to date.
 * @throws StudioError("state") where the browser keeps nothing, or a newer version of the app wrote it
 */
export async function openLabelJournal(
  options: LabelJournalOptions = {},
): Promise<LabelJournal & { close(): void }> {
  const { name = NAME, onClosed } = options;
  if (globalThis.indexedDB === undefined) {
    throw new StudioError("state", "This browser keeps no data for pages", HINT);
  }
  let database: IDBPDatabase<LabelDatabase>;
  try {
    database = await openDB<LabelDatabase>(name, VERSION, {
      upgrade(fresh, oldVersion) {
        if (oldVersion < 1) {
          fresh.createObjectStore("jobs");
          fresh.createObjectStore("images");
          fresh.createObjectStore("totals");
          const records = fresh.createObjectStore("records", { autoIncrement: true });
          records.createIndex("slot", "slot", { unique: true });
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
    if (error instanceof DOMException && error.name === "VersionError") {
      throw new StudioError(
        "state",
        "The labelling job was written by a newer version of the app and is left as it is",
        "Reload the page to get the newer version.",
      );
    }
    throw new StudioError("state", `The browser does not let a job be kept: ${words(error)}`, HINT);
  }
  return { ...journalOf(database), claim: () => claim(name), close: () => database.close() };
}

/** A lock of the browser by the database's name; without locks (old browsers) nobody is kept out. */
async function claim(name: string): Promise<() => void> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (locks === undefined) return () => undefined;
  // Not ifAvailable: a page that is being reloaded may hold it for a moment longer.
  const signal = AbortSignal.timeout(CLAIM_MS);
  return new Promise((resolve, reject) => {
    const isGranted = () => new Promise<void>((release) => resolve(() => release()));
    locks
      .request(name, { signal }, isGranted)
      .catch(() =>
        reject(
          new StudioError(
            "state",
            "Another tab of this browser has a labelling job open",
            "Go on with it there, or close that tab and reload this one.",
          ),
        ),
      );
  });
}

const HINT = "Labels stay until the page is closed; download them before.";

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function orFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") {
      throw new StudioError(
        "state",
        "The browser has no room left for the labels",
        "Download the shards made so far; delete kept runs or cached features, then go on.",
      );
    }
    throw new StudioError("state", `The browser could not keep the labels: ${words(error)}`, HINT);
  }
}

const STORES = ["jobs", "images", "totals", "records"] as const;

function journalOf(database: IDBPDatabase<LabelDatabase>): Omit<LabelJournal, "claim"> {
  return {
    begin: ({ images, ...job }) =>
      orFault(async () => {
        const transaction = database.transaction(STORES, "readwrite");
        const asked: Promise<unknown>[] = STORES.map((store) =>
          transaction.objectStore(store).clear(),
        );
        asked.push(transaction.objectStore("jobs").put(job, CURRENT));
        asked.push(transaction.objectStore("totals").put(NO_TOTALS, CURRENT));
        for (const [path, blob] of images) {
          asked.push(transaction.objectStore("images").put(blob, path));
        }
        await Promise.all([...asked, transaction.done]);
      }),
    update: (jobId, { spec, hadKey }) =>
      orFault(async () => {
        const transaction = database.transaction("jobs", "readwrite");
        const job = await transaction.store.get(CURRENT);
        if (job?.id === jobId) await transaction.store.put({ ...job, spec, hadKey }, CURRENT);
        await transaction.done;
      }),
    append: (jobId, records, totals) =>
      orFault(async () => {
        const transaction = database.transaction(["jobs", "records", "totals"], "readwrite", {
          durability: "strict",
        });
        const asked: Promise<unknown>[] = [transaction.done];
        try {
          const job = await transaction.objectStore("jobs").get(CURRENT);
          if (job?.id === jobId) {
            const store = transaction.objectStore("records");
            const slots = records.map(slotKey);
            const keys = await Promise.all(slots.map((slot) => store.index("slot").getKey(slot)));
            const taken = new Set(slots.filter((_, index) => keys[index] !== undefined));
            for (const [index, record] of records.entries()) {
              const slot = slots[index]!;
              if (taken.has(slot)) continue;
              taken.add(slot);
              asked.push(store.add({ slot, record }));
            }
            asked.push(transaction.objectStore("totals").put(totals, CURRENT));
          }
        } catch (error) {
          // A value that cannot be stored throws at once; what was asked before it must not stand.
          transaction.abort();
          await Promise.allSettled(asked);
          throw error;
        }
        await Promise.all(asked);
      }),
    read: () =>
      orFault(async () => {
        const transaction = database.transaction(STORES);
        const job = await transaction.objectStore("jobs").get(CURRENT);
        if (job === undefined) return null;
        const images = transaction.objectStore("images");
        const [paths, blobs, rows, totals] = await Promise.all([
          images.getAllKeys(),
          images.getAll(),
          transaction.objectStore("records").getAll(),
          transaction.objectStore("totals").get(CURRENT),
        ]);
        return {
          job: { ...job, images: new Map(paths.map((path, index) => [path, blobs[index]!])) },
          records: rows.map(({ record }) => record),
          totals: totals ?? { ...NO_TOTALS },
        };
      }),
    clear: () =>
      orFault(async () => {
        const transaction = database.transaction(STORES, "readwrite");
        await Promise.all([
          ...STORES.map((store) => transaction.objectStore(store).clear()),
          transaction.done,
        ]);
      }),
  };
}
