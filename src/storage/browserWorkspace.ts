// The workspace as the browser keeps it. A write puts its parts down first, each under a name of its own, then
// flips the index to them in one transaction, and only then removes what no entry names any more: whenever the
// tab is killed, the item of before is whole or the new one is. What was there before the newest stays as well.
import { StudioError } from "../base/errors.ts";
import type {
  WorkspaceItem,
  WorkspaceKey,
  WorkspaceSizes,
  WorkspaceWrite,
} from "../domain/workspace.ts";
import { claimLock } from "./claimLock.ts";
import { freshName } from "./contentChecksum.ts";
import { estimateBytes } from "./estimateBytes.ts";
import type { ClosableWorkspace } from "./memoryWorkspace.ts";
import { isFull } from "./openDatabase.ts";
import { openPartFiles, type PartFiles } from "./partFiles.ts";
import {
  checkKept,
  copiedWrite,
  damagedFault,
  fullFault,
  newerFault,
  notOwnedFault,
  openingFault,
  refusedFault,
} from "./workspaceFaults.ts";
import {
  allSlots,
  openWorkspaceIndex,
  type PartEntry,
  partsOf,
  type Slot,
  type WorkspaceIndex,
} from "./workspaceIndex.ts";
import { CURRENT_FORMAT, migrateContent, type WorkspaceFormat } from "./workspaceMigrations.ts";
import { Damage, workspaceParts } from "./workspaceParts.ts";

const NAME = "dreamprm-studio-workspace";

export interface BrowserWorkspaceOptions {
  /** Of the database, the folder and the lock. */
  name?: string;
  /** What is read and written; for tests. */
  format?: WorkspaceFormat;
  /** The browser's files, or none; for tests. */
  openFiles?: (folder: string) => Promise<PartFiles | null>;
}

/**
 * A session on what the browser keeps: parts as files of its own file system where a page may have such,
 * otherwise in the database. Nothing is opened before the first call. `sizes` needs no claim; everything else
 * rejects with StudioError("state") without one. Where what was written last is damaged, `read` gives what was
 * there before it, with `damage` set, and that is what is kept from then on. What an older version wrote is
 * migrated as it is read, and kept so.
 */
export function browserWorkspace(options: BrowserWorkspaceOptions = {}): ClosableWorkspace {
  const { name = NAME, format = CURRENT_FORMAT, openFiles = openPartFiles } = options;
  let opened: Promise<WorkspaceIndex> | null = null;
  const content = workspaceParts(() => openFiles(name), index);
  let held: { owner: string | null; release: () => void; onLost: () => void } | null = null;
  /** Settles when the last thing under way of a key is done: what is asked of one key is done in order. */
  const underWay = new Map<WorkspaceKey, Promise<void>>();

  function index(): Promise<WorkspaceIndex> {
    opened ??= openWorkspaceIndex(name, (why) => {
      opened = null;
      if (why === "newer") lose();
    });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  }

  function lose(): void {
    const lost = held;
    held = null;
    lost?.release();
    lost?.onLost();
  }

  function inOrder<T>(key: WorkspaceKey, work: () => Promise<T>): Promise<T> {
    const done = (underWay.get(key) ?? Promise.resolve()).then(work);
    // Without its result, which may be large.
    const settled = done.then(
      () => {},
      () => {},
    );
    underWay.set(key, settled);
    return done;
  }

  function checkReadable(key: WorkspaceKey, slot: Slot | null): void {
    const version = slot?.newest.version ?? 0;
    if (version > format.version) throw newerFault(key, version, format.version);
  }

  function owner(): string | null {
    if (held === null) throw notOwnedFault();
    return held.owner;
  }

  async function put(key: WorkspaceKey, write: WorkspaceWrite, savedAt: string): Promise<void> {
    const { parts, kept } = write;
    const slotNow = await (await index()).read(key).catch((error: unknown) => {
      if (error instanceof StudioError) return null; // it makes way
      throw error;
    });
    checkReadable(key, slotNow);
    checkKept(key, write, Object.keys(slotNow?.newest.parts ?? {}));
    const written: [string, PartEntry][] = [];
    const inDatabase = new Map<string, Blob>();
    let gone: PartEntry[];
    try {
      for (const [partName, part] of Object.entries(parts)) {
        const file = `${key}-${freshName()}`;
        written.push([partName, await content.putDown(file, part, inDatabase)]);
      }
      const flip = (slot: Slot | null): Slot => {
        checkReadable(key, slot);
        checkKept(key, write, Object.keys(slot?.newest.parts ?? {}));
        const carried = kept.map((part): [string, PartEntry] => [part, slot!.newest.parts[part]!]);
        const { version } = format;
        const entries = Object.fromEntries([...carried, ...written]);
        return {
          newest: { version, savedAt, meta: write.meta, parts: entries },
          before: slot?.newest ?? null,
        };
      };
      gone = await (await index()).change(key, owner(), flip, inDatabase);
    } catch (error) {
      await content.remove(written.map(([, entry]) => entry));
      throw error;
    }
    await content.remove(gone);
  }

  /** What was written last, or before it where that is damaged, which then makes way. */
  async function loadWhole(key: WorkspaceKey, slot: Slot): Promise<WorkspaceItem> {
    const { newest, before } = slot;
    try {
      return await content.load(newest);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      const damage = error.message;
      if (before === null) throw damagedFault(key, damage);
      const item = await content.load(before).catch((worse: unknown) => {
        throw worse instanceof Damage
          ? damagedFault(key, `${damage}; of what was there before it ${worse.message}`)
          : worse;
      });
      const fallBack = (): Slot => ({ newest: before, before: null });
      await content.remove(await (await index()).change(key, owner(), fallBack));
      return { ...item, damage };
    }
  }

  async function migrated(key: WorkspaceKey, item: WorkspaceItem): Promise<WorkspaceItem> {
    if (item.version === format.version) return item;
    const { version } = format;
    const { meta, parts } = await migrateContent(key, item.version, item, format);
    const isSame = ([part, blob]: [string, Blob]) => item.parts[part] === blob;
    const entries = Object.entries(parts);
    const kept = entries.filter(isSame).map(([part]) => part);
    const changed = Object.fromEntries(entries.filter((entry) => !isSame(entry)));
    await put(key, { meta, parts: changed, kept }, item.savedAt);
    return { ...item, version, meta, parts };
  }

  async function inWords<T>(key: WorkspaceKey, doing: "read" | "keep", work: () => Promise<T>) {
    try {
      owner();
      return await work();
    } catch (error) {
      throw isFull(error) ? fullFault(key) : refusedFault(key, doing, error);
    }
  }

  return {
    async claim({ isTakingOver, onLost }) {
      if (held !== null) {
        held.onLost = onLost;
        return true;
      }
      const at = await index();
      const claim = { owner: freshName() as string | null, release: () => {}, onLost };
      try {
        const release = await claimLock(name, {
          isStealing: isTakingOver,
          onLost: () => {
            if (held === claim) lose();
          },
        });
        if (release === null) return false;
        claim.release = release;
        held = claim;
        await at.own(claim.owner ?? "").catch(async (error: unknown) => {
          if (!isFull(error)) throw error;
          // No room even for that: what is kept can still be read, and removed.
          claim.owner = await at.owner();
        });
      } catch (error) {
        claim.release();
        held = null;
        throw openingFault(error);
      }
      // What cannot be made out keeps its files; the next claim tries again.
      await content.sweep().catch(() => {});
      return held === claim;
    },
    read: (key) =>
      inOrder(key, () =>
        inWords(key, "read", async () => {
          const slot = await (await index()).read(key);
          if (slot === null) return null;
          checkReadable(key, slot);
          return await migrated(key, await loadWhole(key, slot));
        }),
      ),
    async write(key, item) {
      const write = copiedWrite(key, item);
      const now = new Date().toISOString();
      await inOrder(key, () => inWords(key, "keep", () => put(key, write, now)));
    },
    remove: (key) =>
      inOrder(key, () =>
        inWords(key, "keep", async () => {
          const gone = await (await index()).change(key, owner(), (slot) => {
            checkReadable(key, slot);
            return null;
          });
          await content.remove(gone);
        }),
      ),
    async sizes() {
      const sizes = { corpus: 0, features: 0, run: 0, study: 0 } satisfies WorkspaceSizes;
      for (const [key, slot] of await allSlots(await index())) {
        const metas = [slot?.newest.meta ?? "", slot?.before?.meta ?? ""];
        sizes[key] = partsOf(slot).reduce((sum, { bytes }) => sum + bytes, estimateBytes(metas));
      }
      return sizes;
    },
    close() {
      const released = held;
      held = null;
      released?.release();
      const closing = opened;
      opened = null;
      void closing?.then((at) => at.close()).catch(() => {});
    },
  };
}
