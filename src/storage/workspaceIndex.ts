// The index of what the browser keeps of the workspace (IndexedDB, through idb): for each key what was written
// last and what was there before it, with the parts each is made of. A write becomes true in one transaction.
import type { DBSchema, IDBPDatabase, IDBPTransaction } from "idb";
import { z } from "../base/zod.ts";
import { WORKSPACE_KEYS, type WorkspaceKey } from "../domain/workspace.ts";
import { type KeptWords, openDatabase } from "./openDatabase.ts";
import { damagedFault, notOwnedFault } from "./workspaceFaults.ts";

/** Raised with every change of the stores or of Slot; `upgrade` then brings what older versions wrote along. */
const VERSION = 1;
const CURRENT = "current";

const partEntry = z.object({
  /** Of all parts ever written no two have the same name. */
  file: z.string(),
  /** Where its content is: a file of its own, or this database where the browser has no files for pages. */
  place: z.enum(["file", "database"]),
  bytes: z.number(),
  /** Null where it was written in a page that has no hashes. */
  checksum: z.string().nullable(),
  /** Media type. */
  type: z.string(),
});
export type PartEntry = z.infer<typeof partEntry>;

const itemEntry = z.object({
  version: z.number(),
  savedAt: z.string(),
  meta: z.unknown(),
  parts: z.record(z.string(), partEntry),
});
export type ItemEntry = z.infer<typeof itemEntry>;

const slotSchema = z.object({ newest: itemEntry, before: itemEntry.nullable() });
/** All that is kept under a key. */
export type Slot = z.infer<typeof slotSchema>;

interface IndexDatabase extends DBSchema {
  items: { key: WorkspaceKey; value: Slot };
  /** Content of the parts whose place is here, by `file`. */
  parts: { key: string; value: Blob };
  /** Who has the workspace: a name that each claim gives itself. */
  owner: { key: string; value: string };
}

const STORES = ["items", "parts", "owner"] as const;
type Change = IDBPTransaction<IndexDatabase, typeof STORES, "readwrite">;

const WORDS: KeptWords = {
  what: "The data and runs kept from the last visit",
  hint: "What is done here stays until the page is closed; export what you need.",
  unkept: "the work",
  fullHint: "Free space: remove kept runs, cached vectors or downloaded models, then go on.",
};

export interface WorkspaceIndex {
  /** @throws StudioError("state") where the entry cannot be made out */
  read(key: WorkspaceKey): Promise<Slot | null>;
  /** Content kept in the database; null where there is none. */
  readPart(file: string): Promise<Blob | null>;
  /** Becomes the owner, so that whoever was it before writes no more. */
  own(owner: string): Promise<void>;
  /** Who owns it, null where nobody ever did. */
  owner(): Promise<string | null>;
  /**
   * Puts what `change` makes of a slot in its place (null: nothing), on the disk when it resolves. All or
   * nothing.
   * @param contents of new parts that are to be in the database, by `file`
   * @returns parts that no slot's entry names any more; of those in the database nothing is left
   * @throws StudioError("state") where `owner` owns the workspace no longer
   */
  change(
    key: WorkspaceKey,
    owner: string | null,
    change: (slot: Slot | null) => Slot | null,
    contents?: ReadonlyMap<string, Blob>,
  ): Promise<PartEntry[]>;
  close(): void;
}

/**
 * Opens the index, making it or bringing it up to date.
 * @throws StudioError("state") where the browser keeps nothing, or a newer version of the app wrote it
 */
export async function openWorkspaceIndex(
  name: string,
  onClosed: (why: "newer" | "ended") => void,
): Promise<WorkspaceIndex> {
  const database = await openDatabase<IndexDatabase>({
    name,
    version: VERSION,
    words: WORDS,
    onClosed,
    upgrade(fresh, oldVersion) {
      if (oldVersion < 1) for (const store of STORES) fresh.createObjectStore(store);
    },
  });
  return indexOf(database);
}

function indexOf(database: IDBPDatabase<IndexDatabase>): WorkspaceIndex {
  /** A transaction that is taken back whole where `work` throws. */
  async function changing<T>(work: (transaction: Change) => Promise<T>): Promise<T> {
    const transaction = database.transaction(STORES, "readwrite", { durability: "strict" });
    // Its failure is told by whatever failed first.
    transaction.done.catch(() => {});
    let result: T;
    try {
      result = await work(transaction);
    } catch (error) {
      // Set where the browser took it back: a full disk is told there, not by the request.
      const reason = transaction.error;
      if (reason === null) transaction.abort();
      throw reason ?? error;
    }
    await transaction.done;
    return result;
  }

  return {
    async read(key) {
      return checkedSlot(key, await database.get("items", key));
    },
    readPart: async (file) => (await database.get("parts", file)) ?? null,
    owner: async () => (await database.get("owner", CURRENT)) ?? null,
    own: (owner) =>
      changing(async (transaction) => {
        await transaction.objectStore("owner").put(owner, CURRENT);
      }),
    change: (key, owner, change, contents = new Map()) =>
      changing(async (transaction) => {
        const owners = transaction.objectStore("owner");
        const current = (await owners.get(CURRENT)) ?? null;
        // Nobody: the user has cleared the site's data meanwhile.
        if (current !== owner && current !== null) throw notOwnedFault();
        if (current === null && owner !== null) await owners.put(owner, CURRENT);
        const items = transaction.objectStore("items");
        const parts = transaction.objectStore("parts");
        const stored = slotSchema.safeParse(await items.get(key));
        // What cannot be made out makes way.
        const slot = stored.success ? stored.data : null;
        const changed = change(slot);
        if (changed === null) await items.delete(key);
        else await items.put(changed, key);
        for (const [file, content] of contents) await parts.put(content, file);
        const named = new Set(partsOf(changed).map(({ file }) => file));
        const gone = partsOf(slot).filter(({ file }) => !named.has(file));
        for (const { place, file } of gone) if (place === "database") await parts.delete(file);
        return gone;
      }),
    close: () => database.close(),
  };
}

/** Every part that either entry of a slot names, each once. */
export function partsOf(slot: Slot | null): PartEntry[] {
  const all = [slot?.newest, slot?.before].flatMap((entry) => Object.values(entry?.parts ?? {}));
  return [...new Map(all.map((part) => [part.file, part])).values()];
}

/** All slots there are. */
export async function allSlots(index: WorkspaceIndex): Promise<[WorkspaceKey, Slot | null][]> {
  return Promise.all(
    WORKSPACE_KEYS.map(
      async (key): Promise<[WorkspaceKey, Slot | null]> => [key, await index.read(key)],
    ),
  );
}

function checkedSlot(key: WorkspaceKey, stored: unknown): Slot | null {
  if (stored === undefined) return null;
  const parsed = slotSchema.safeParse(stored);
  if (!parsed.success) throw damagedFault(key, "its entry cannot be made out");
  return parsed.data;
}
