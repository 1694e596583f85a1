// Kept runs as the page knows them: the list, the contents of those that are shown, and every change to
// them. A storage that fails breaks nothing: it is said in words, and what it refused stays in memory.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, StudioError, toErrorReport } from "../base/errors.ts";
import {
  configDifferences,
  defaultRunName,
  freeColour,
  freeName,
  type KeptRun,
  type KeptRunContent,
  summariseRun,
} from "../domain/keptRun.ts";
import { PRM_ROLES, type RunFile } from "../domain/run.ts";
import type { StudioClient } from "../protocol/client.ts";
import { memoryRunStorage, type RunStorage } from "../storage/runStorage.ts";
import { type RunMemberFile, readRuns } from "./keptRunFiles.ts";
import { type KeepRequest, recordRuns } from "./runRecorder.ts";

export interface RunsState {
  /** Newest first; deleted ones are left out. */
  runs: readonly KeptRun[];
  /** Deleted and not gone yet, the last deleted at the end. */
  deleted: readonly KeptRun[];
  /** run.json of the shown runs, as far as they are read. */
  contents: ReadonlyMap<string, RunFile>;
  /** False until the storage has answered. */
  isLoaded: boolean;
  /** Runs that are in memory alone. */
  unsaved: ReadonlySet<string>;
  /** Why runs are not kept beyond this visit; null where they are. */
  storageProblem: ErrorReport | null;
  error: ErrorReport | null;

  /** Lists anew what is stored: another tab may have kept runs too. */
  refresh(): Promise<void>;
  /** Everything kept of a run; null (and said why) where it cannot be read. */
  read(id: string): Promise<KeptRunContent | null>;
  /** Blank names are not taken. */
  rename(id: string, name: string): Promise<void>;
  recolour(id: string, colour: number): Promise<void>;
  setShown(id: string, isShown: boolean): Promise<void>;
  /** Makes this run the one that gains are measured against; null: none is. */
  pin(id: string | null): Promise<void>;
  remove(id: string): Promise<void>;
  /** Frees the room of all deleted runs at once: none of them can be had back. */
  removeForGood(): Promise<void>;
  /** Takes back a deletion; without an id the last one. */
  restore(id?: string): Promise<void>;
  /** Runs out of files, archives unpacked; how many there were. Nothing is kept where one is at fault. */
  importRuns(files: readonly RunMemberFile[]): Promise<number>;
  /** The next run is started from this one. */
  startFrom(id: string): void;
  report(error: unknown): void;
  dismissError(): void;
}

export type RunsStore = StoreApi<RunsState>;
export type OpenRunStorage = (onClosed: () => void) => Promise<RunStorage>;

/** A deleted run can be had back for a day. */
const UNDO_MS = 86_400_000;
/** New runs are shown while there are fewer; more lines are not told apart. */
const MOST_SHOWN = 10;

export function createRunsStore(
  client: StudioClient,
  openStorage: OpenRunStorage = async () => memoryRunStorage(),
): RunsStore {
  return createStore<RunsState>()((set, get) => {
    /** Contents that the storage did not take. */
    const unsaved = new Map<string, KeptRunContent>();
    /** Entries on their way to the storage: what it lists of them is old. */
    const writing = new Map<string, number>();
    let origin: string | null = null;
    const opened = openStorage(() =>
      set({ storageProblem: toErrorReport(CLOSED_FROM_OUTSIDE) }),
    ).catch((error: unknown) => {
      set({ storageProblem: toErrorReport(error) });
      return memoryRunStorage();
    });

    const find = (id: string) =>
      get().runs.find((run) => run.id === id) ?? get().deleted.find((run) => run.id === id);

    /** Puts entries in the place of those with their ids, or adds them. */
    function show(changed: readonly KeptRun[]): void {
      const ids = new Set(changed.map(({ id }) => id));
      const others = [...get().runs, ...get().deleted].filter(({ id }) => !ids.has(id));
      set(listed([...others, ...changed]));
      void readShown();
    }

    async function store(entry: KeptRun, content?: KeptRunContent): Promise<void> {
      writing.set(entry.id, (writing.get(entry.id) ?? 0) + 1);
      try {
        await (await opened).put(entry, content);
        if (content !== undefined && unsaved.delete(entry.id)) tellUnsaved();
      } catch (error) {
        if (content !== undefined) unsaved.set(entry.id, content);
        tellUnsaved();
        set({ storageProblem: toErrorReport(error) });
      } finally {
        writing.set(entry.id, (writing.get(entry.id) ?? 1) - 1);
      }
    }

    function tellUnsaved(): void {
      set({ unsaved: new Set(unsaved.keys()) });
    }

    async function change(id: string, values: Partial<KeptRun>): Promise<void> {
      const entry = find(id);
      if (entry === undefined) return;
      const changed = { ...entry, ...values };
      show([changed]);
      await store(changed, unsaved.get(id));
    }

    async function contentOf(id: string): Promise<KeptRunContent> {
      const content = unsaved.get(id) ?? (await (await opened).read(id));
      if (content !== null) return content;
      throw new StudioError(
        "state",
        `What was kept of ${find(id)?.name ?? "this run"} is gone`,
        "It may have been deleted in another tab.",
      );
    }

    /** Reads the contents of runs that are shown, and lets go of the others'. */
    async function readShown(): Promise<void> {
      const wanted = get().runs.filter(({ isShown }) => isShown);
      const missing = wanted.filter(({ id }) => !get().contents.has(id));
      const read = new Map<string, RunFile>();
      for (const { id } of missing) {
        try {
          read.set(id, (await contentOf(id)).run);
        } catch (error) {
          set({ error: toErrorReport(error) });
        }
      }
      const shown = get().runs.filter(({ isShown }) => isShown);
      const kept = shown.flatMap(({ id }): [string, RunFile][] => {
        const run = get().contents.get(id) ?? read.get(id);
        return run === undefined ? [] : [[id, run]];
      });
      if (read.size > 0 || kept.length < get().contents.size) set({ contents: new Map(kept) });
    }

    async function refresh(): Promise<void> {
      try {
        const storage = await opened;
        const stored = await storage.list((problem) => set({ error: toErrorReport(problem) }));
        const limit = new Date(Date.now() - UNDO_MS).toISOString();
        const isGone = ({ deletedAt }: KeptRun) => deletedAt !== null && deletedAt < limit;
        for (const { id } of stored.filter(isGone)) await storage.remove(id);
        const isOwn = ({ id }: KeptRun) => unsaved.has(id) || (writing.get(id) ?? 0) > 0;
        const own = [...get().runs, ...get().deleted].filter(isOwn);
        set(listed([...stored.filter((entry) => !isGone(entry) && !isOwn(entry)), ...own]));
        await readShown();
      } catch (error) {
        set({ storageProblem: toErrorReport(error) });
      } finally {
        set({ isLoaded: true });
      }
    }

    async function originConfig(id: string | null) {
      try {
        return id === null ? null : (await contentOf(id)).run.config;
      } catch {
        return null; // gone meanwhile
      }
    }

    async function keep({ id, content, name, startedFrom, failure }: KeepRequest): Promise<void> {
      await opened;
      const { run, prms } = content;
      const summary = summariseRun(run);
      const prmRoles = PRM_ROLES.filter((role) => prms[role] !== undefined);
      const before = find(id);
      let entry: KeptRun;
      if (before !== undefined) {
        const { failure: _failedBefore, ...rest } = before;
        entry = { ...rest, summary, prmRoles, ...(failure === null ? {} : { failure }) };
      } else {
        const parent = await originConfig(startedFrom);
        const differences = configDifferences(run.config, parent);
        const { runs } = get();
        const taken = runs.map((other) => other.name);
        entry = {
          id,
          name: name === null ? defaultRunName(differences, taken) : freeName(name, taken),
          colour: freeColour(runs),
          createdAt: run.createdAt,
          startedFrom: parent === null ? null : startedFrom,
          differences,
          isShown: runs.filter(({ isShown }) => isShown).length < MOST_SHOWN,
          isBaseline: false,
          deletedAt: null,
          summary,
          prmRoles,
          ...(failure === null ? {} : { failure }),
        };
      }
      const contents = new Map(get().contents);
      if (entry.isShown) contents.set(id, run);
      set({ contents });
      show([entry]);
      await store(entry, content);
    }

    recordRuns(client, {
      keep,
      async has(id) {
        await whenLoaded;
        return find(id) !== undefined;
      },
      origin: () => origin ?? get().runs.find(({ isBaseline }) => isBaseline)?.id ?? null,
      startFrom: (id) => get().startFrom(id),
      report: (error) => get().report(error),
    });
    const whenLoaded = refresh();

    return {
      runs: [],
      deleted: [],
      contents: new Map(),
      isLoaded: false,
      unsaved: new Set(),
      storageProblem: null,
      error: null,
      refresh,
      async read(id) {
        try {
          return await contentOf(id);
        } catch (error) {
          set({ error: toErrorReport(error) });
          return null;
        }
      },
      async rename(id, name) {
        if (name.trim() !== "") await change(id, { name: name.trim() });
      },
      recolour: (id, colour) => change(id, { colour }),
      setShown: (id, isShown) => change(id, { isShown }),
      async pin(id) {
        for (const run of get().runs) {
          if (run.isBaseline !== (run.id === id))
            await change(run.id, { isBaseline: run.id === id });
        }
      },
      async remove(id) {
        if (origin === id) origin = null;
        await change(id, { deletedAt: new Date().toISOString() });
      },
      async removeForGood() {
        try {
          const storage = await opened;
          for (const { id } of get().deleted) {
            unsaved.delete(id);
            await storage.remove(id);
            set(listed([...get().runs, ...get().deleted.filter((run) => run.id !== id)]));
          }
        } catch (error) {
          set({ error: toErrorReport(error) });
        }
        tellUnsaved();
      },
      async restore(id) {
        const run = id === undefined ? get().deleted.at(-1) : find(id);
        if (run === undefined) return;
        const isOnlyBaseline = !get().runs.some(({ isBaseline }) => isBaseline);
        await change(run.id, { deletedAt: null, isBaseline: run.isBaseline && isOnlyBaseline });
      },
      async importRuns(files) {
        try {
          const imported = await readRuns(files);
          for (const { name, content } of imported) {
            const id = crypto.randomUUID();
            await keep({
              id,
              content,
              name: name === "" ? null : name,
              startedFrom: null,
              failure: null,
            });
          }
          return imported.length;
        } catch (error) {
          set({ error: toErrorReport(error) });
          return 0;
        }
      },
      startFrom(id) {
        origin = id;
      },
      report: (error) => set({ error: toErrorReport(error) }),
      dismissError: () => set({ error: null }),
    };
  });
}

const CLOSED_FROM_OUTSIDE = new StudioError(
  "state",
  "The kept runs are in use by another tab with a newer version of the app",
  "Reload this page; until then new runs stay in this page alone.",
);

/** The two lists: those that are there, newest first, and those deleted, the last at the end. */
function listed(entries: readonly KeptRun[]): Pick<RunsState, "runs" | "deleted"> {
  const newestFirst = (a: KeptRun, b: KeptRun) =>
    a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0;
  return {
    runs: entries.filter(({ deletedAt }) => deletedAt === null).sort(newestFirst),
    deleted: entries
      .filter(({ deletedAt }) => deletedAt !== null)
      .sort((a, b) => ((a.deletedAt ?? "") < (b.deletedAt ?? "") ? -1 : 1)),
  };
}
