// The labeller's journal in the browser's database (IndexedDB, through idb). A batch of records and the
// totals are one transaction, flushed to disk before it counts; a slot once taken stays as it is.
import type { DBSchema, IDBPDatabase } from "idb";
import { StudioError } from "../base/errors.ts";
import {
  type LabelJob,
  type LabelJournal,
  type LabelRecord,
  type LabelTotals,
  NO_TOTALS,
  slotKey,
} from "../domain/labelJournal.ts";
import { claimLock } from "./claimLock.ts";
import { estimateBytes } from "./estimateBytes.ts";
import { inKeptWords, type KeptWords, openDatabase } from "./openDatabase.ts";

const NAME = "dreamprm-studio-labels";
/** Raised with every change of the stores; `upgrade` then brings what older versions wrote along. */
const VERSION = 1;
/** There is one job at a time. */
const CURRENT = "current";
/** Records that stand for all of them where their size is estimated. */
const SAMPLED = 500;

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

export interface OpenLabelJournal extends LabelJournal {
  close(): void;
  /** Bytes of the job, near enough: of the records as many as their first 500 would take. */
  size(): Promise<number>;
}

/**
 * Opens the journal, making it or bringing it up to date.
 * @throws StudioError("state") where the browser keeps nothing, or a newer version of the app wrote it
 */
export async function openLabelJournal(
  options: LabelJournalOptions = {},
): Promise<OpenLabelJournal> {
  const { name = NAME, onClosed } = options;
  const database = await openDatabase<LabelDatabase>({
    name,
    version: VERSION,
    words: WORDS,
    onClosed,
    upgrade(fresh, oldVersion) {
      if (oldVersion < 1) {
        fresh.createObjectStore("jobs");
        fresh.createObjectStore("images");
        fresh.createObjectStore("totals");
        const records = fresh.createObjectStore("records", { autoIncrement: true });
        records.createIndex("slot", "slot", { unique: true });
      }
    },
  });
  return {
    ...journalOf(database),
    claim: () => claim(name),
    close: () => database.close(),
    size: () => sizeOf(database),
  };
}

async function claim(name: string): Promise<() => void> {
  const release = await claimLock(name);
  if (release !== null) return release;
  throw new StudioError(
    "state",
    "Another tab of this browser has a labelling job open",
    "Go on with it there, or close that tab and reload this one.",
  );
}

const WORDS: KeptWords = {
  what: "The labelling jobs",
  hint: "Labels stay until the page is closed; download them before.",
  unkept: "the labels",
  fullHint: "Download the shards made so far; delete kept runs or cached features, then go on.",
};

const orFault = <T>(work: () => Promise<T>): Promise<T> => inKeptWords(WORDS, work);

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

function sizeOf(database: IDBPDatabase<LabelDatabase>): Promise<number> {
  return orFault(async () => {
    const transaction = database.transaction(STORES);
    const records = transaction.objectStore("records");
    const [job, images, totals, sample, count] = await Promise.all([
      transaction.objectStore("jobs").get(CURRENT),
      transaction.objectStore("images").getAll(),
      transaction.objectStore("totals").get(CURRENT),
      records.getAll(null, SAMPLED),
      records.count(),
    ]);
    if (job === undefined) return 0;
    const mean = sample.length === 0 ? 0 : estimateBytes(sample) / sample.length;
    return estimateBytes([job, images, totals]) + Math.round(mean * count);
  });
}
