// Vectors of pretrained models in the browser's database (IndexedDB, through idb), so that a model reads
// a chain once and never again. Opened when it is first needed.
import type { DBSchema, IDBPDatabase } from "idb";
import { type FeatureCache, MODEL_FILES_CACHE, type ModelVersion } from "../domain/featureCache.ts";
import { inKeptWords, type KeptWords, openDatabase } from "./openDatabase.ts";

const NAME = "dreamprm-features";
const VERSION = 1;
/** Vectors asked for in one go, so that the database is not asked for everything at once. */
const AT_ONCE = 512;

interface CacheDatabase extends DBSchema {
  /** By model and content. */
  vectors: { key: [string, string]; value: Float32Array };
  /** What is kept of each model. */
  models: { key: string; value: { bytes: number; entries: number } };
  versions: { key: string; value: ModelVersion };
}

/** @param name of the database */
export function browserFeatureCache(name = NAME): FeatureCache & { close(): Promise<void> } {
  let opened: Promise<IDBPDatabase<CacheDatabase>> | null = null;

  function open(): Promise<IDBPDatabase<CacheDatabase>> {
    opened ??= openDatabase<CacheDatabase>({
      name,
      version: VERSION,
      words: WORDS,
      upgrade(fresh) {
        fresh.createObjectStore("vectors");
        fresh.createObjectStore("models");
        fresh.createObjectStore("versions");
      },
      onClosed() {
        opened = null;
      },
    });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  }

  async function close(): Promise<void> {
    const was = opened;
    opened = null;
    (await was?.catch(() => null))?.close();
  }

  return {
    close,
    read: (model, keys) =>
      orFault(async () => {
        const database = await open();
        const range = IDBKeyRange.bound([model], [model, []]);
        const there = new Set((await database.getAllKeys("vectors", range)).map(([, key]) => key));
        const wanted = [...new Set(keys)].filter((key) => there.has(key));
        const found = new Map<string, Float32Array>();
        for (let from = 0; from < wanted.length; from += AT_ONCE) {
          const part = wanted.slice(from, from + AT_ONCE);
          const store = database.transaction("vectors").store;
          const vectors = await Promise.all(part.map((key) => store.get([model, key])));
          for (const [index, key] of part.entries()) {
            const vector = vectors[index];
            if (vector !== undefined) found.set(key, vector);
          }
        }
        return found;
      }),
    write: (model, vectors) =>
      orFault(async () => {
        const database = await open();
        const transaction = database.transaction(["vectors", "models"], "readwrite");
        const asked: Promise<unknown>[] = [transaction.done];
        // Its failure is told by whatever failed first.
        transaction.done.catch(() => {});
        const kept = transaction.objectStore("vectors");
        const models = transaction.objectStore("models");
        const sum = (await models.get(model)) ?? { bytes: 0, entries: 0 };
        for (const [key, vector] of vectors) {
          const before = await kept.get([model, key]);
          sum.bytes += vector.byteLength - (before?.byteLength ?? 0);
          sum.entries += before === undefined ? 1 : 0;
          asked.push(kept.put(vector, [model, key]));
        }
        asked.push(models.put(sum, model));
        await Promise.all(asked);
      }),
    version: (model) => orFault(async () => (await (await open()).get("versions", model)) ?? null),
    keepVersion: (model, version) =>
      orFault(async () => void (await (await open()).put("versions", version, model))),
    size: () =>
      orFault(async () => {
        const all = await (await open()).getAll("models");
        return {
          bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
          entries: all.reduce((sum, { entries }) => sum + entries, 0),
          modelBytes: await downloadedBytes(),
        };
      }),
    clear: () =>
      orFault(async () => {
        const database = await open();
        const stores = ["vectors", "models", "versions"] as const;
        const transaction = database.transaction(stores, "readwrite");
        await Promise.all([
          ...stores.map((store) => transaction.objectStore(store).clear()),
          transaction.done,
        ]);
        await globalThis.caches?.delete(MODEL_FILES_CACHE);
      }),
  };
}

/** What the files of downloaded models say of their sizes; 0 where the browser keeps no files for pages. */
async function downloadedBytes(): Promise<number> {
  if (globalThis.caches === undefined || !(await caches.has(MODEL_FILES_CACHE))) return 0;
  const files = await caches.open(MODEL_FILES_CACHE);
  let bytes = 0;
  for (const request of await files.keys()) {
    const file = await files.match(request);
    bytes += Number(file?.headers.get("content-length") ?? 0);
  }
  return bytes;
}

const WORDS: KeptWords = {
  what: "The kept vectors",
  hint: "Vectors stay until the page is closed.",
  unkept: "vectors",
  fullHint:
    "Clear the kept vectors or delete kept runs; what is read now stays until the page is closed.",
};

const orFault = <T>(work: () => Promise<T>): Promise<T> => inKeptWords(WORDS, work);
