// What the Data view knows and does: the corpus in counts, a load under way, the last changes that
// can be taken back. The corpus itself stays in the worker; every change there answers with new counts.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type { CorpusEdit } from "../domain/corpusEdit.ts";
import type { FieldMapping } from "../domain/fieldMapping.ts";
import type { SuiteVariant } from "../domain/runConfig.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { CommandArgs, CommandName, ExportedFile, NamedFile } from "../protocol/messages.ts";
import { t } from "../strings/strings.ts";

export interface LoadProgress {
  label: string;
  done: number;
  /** 0 where the end is not known yet. */
  total: number;
}

export interface CorpusState {
  /** Null until the first corpus has been loaded. */
  summary: CorpusSummary | null;
  /** Set while files are read or the suite is generated. */
  load: LoadProgress | null;
  error: ErrorReport | null;
  /** Renames, merges and switches that can be taken back, newest last. */
  undoable: readonly CorpusEdit[];
  /** How many of them were made in this page so far. */
  madeHere: number;
  /** The files behind the corpus that can be read again. */
  opened: readonly NamedFile[];
  /** False where the corpus began with the suite, which files were added to. */
  isFromFiles: boolean;
  /** How files are read, by path, where a person said so; kept for the session. */
  mappings: Readonly<Record<string, FieldMapping>>;

  /** Generates the built-in suite in place of the corpus. Stops a load under way first. */
  loadSuite(variant: SuiteVariant, seed: number): Promise<void>;
  /** Reads files into the corpus or in its place. Stops a load under way first. */
  loadFiles(files: NamedFile[], isReplacing: boolean): Promise<void>;
  /**
   * Reads files of the corpus so, or (null) as they are recognised. All files are read again where they make
   * up the whole corpus, otherwise these are added.
   */
  readAs(paths: readonly string[], mapping: FieldMapping | null): Promise<void>;
  /** Stops the load under way; the corpus stays as it was. */
  cancelLoad(): Promise<void>;
  /** True when the domain now bears the new name; otherwise `error` says why not. */
  renameDomain(from: string, to: string): Promise<boolean>;
  mergeDomains(names: string[], into: string): Promise<boolean>;
  enableDomain(name: string, isEnabled: boolean): Promise<boolean>;
  /** Edits of before the page was loaded, which the worker has brought back. */
  adoptEdits(edits: readonly CorpusEdit[]): void;
  /** Takes back the last rename, merge or switch. */
  undo(): Promise<void>;
  /** All problems as CSV; null where it failed (`error` says why). */
  exportProblems(): Promise<ExportedFile | null>;
  /** Shards, meta set and candidates as files; null where it failed. */
  exportCorpus(): Promise<ExportedFile[] | null>;
  /** The same in the layout of the official code, with the learned weights; null where it failed. */
  exportOfficial(): Promise<ExportedFile[] | null>;
  /** One of the corpus' images; null where there is none of this path, or it failed. */
  readImage(path: string): Promise<Blob | null>;
  dismissError(): void;
}

export type CorpusStore = StoreApi<CorpusState>;

type Opened = Pick<CorpusState, "opened" | "isFromFiles">;
type LoadCommand = "suite.load" | "files.load";
type ChangeCommand = "domain.rename" | "domain.merge" | "domain.enable" | "domain.undo";

export function createCorpusStore(client: StudioClient): CorpusStore {
  // The load whose end counts; a later load raises it, and the earlier one's end is ignored.
  let loadNumber = 0;
  let loadInFlight: Promise<void> | null = null;

  return createStore<CorpusState>()((set, get) => {
    client.on((event) => {
      if (event.name === "load.progressed") {
        // Progress that arrives after the load has ended would leave a bar that never goes.
        if (get().load === null) return;
        set({ load: { label: event.label, done: event.done, total: event.total } });
      } else if (event.name === "corpus.changed") {
        set({ summary: event.summary });
      }
    });

    async function ask<N extends CommandName>(name: N, args: CommandArgs<N>) {
      try {
        return await client.call(name, args);
      } catch (error) {
        set({ error: toErrorReport(error) });
        return null;
      }
    }

    async function load<N extends LoadCommand>(
      name: N,
      args: CommandArgs<N>,
      label: string,
      opened: (before: CorpusState, summary: CorpusSummary) => Opened,
    ): Promise<void> {
      const number = ++loadNumber;
      if (loadInFlight !== null) {
        await ask("load.cancel", {});
        await loadInFlight;
        if (number !== loadNumber) return;
      }
      set({ load: { label, done: 0, total: 0 }, error: null });
      loadInFlight = (async () => {
        try {
          const summary = await client.call(name, args);
          set((state) => ({ summary, undoable: [], ...opened(state, summary) }));
        } catch (error) {
          const report = toErrorReport(error);
          if (report.code !== "cancelled") set({ error: report });
        } finally {
          set({ load: null });
        }
      })();
      const mine = loadInFlight;
      await mine;
      if (loadInFlight === mine) loadInFlight = null;
    }

    async function change<N extends ChangeCommand>(
      name: N,
      args: CommandArgs<N>,
      /** What was done, for whoever takes it back; null where something was taken back. */
      edit: CorpusEdit | null,
    ): Promise<boolean> {
      set({ error: null });
      const summary = await ask(name, args);
      if (summary === null) return false;
      set(({ undoable, madeHere }) => ({
        summary,
        undoable: edit === null ? undoable.slice(0, -1) : [...undoable, edit],
        madeHere: edit === null ? madeHere : madeHere + 1,
      }));
      return true;
    }

    function loadFiles(files: NamedFile[], isReplacing: boolean): Promise<void> {
      const { mappings: all } = get();
      const mappings = Object.fromEntries(
        files.flatMap(({ path }) => {
          const mapping = all[path];
          return mapping === undefined ? [] : [[path, mapping] as const];
        }),
      );
      return load(
        "files.load",
        { files, isReplacing, ...(Object.keys(mappings).length > 0 && { mappings }) },
        t("notices:load.reading", { count: files.length }),
        (before, { files: read }) => {
          const own = new Set(files.map(({ path }) => path));
          const names = new Set(read.map(({ name }) => name));
          // Files of vectors alone replace nothing.
          const kept = before.opened.filter(
            ({ path }) => !own.has(path) && (!isReplacing || names.has(path)),
          );
          return {
            opened: [...kept, ...files],
            isFromFiles: isReplacing || before.summary === null || before.isFromFiles,
          };
        },
      );
    }

    return {
      summary: null,
      load: null,
      error: null,
      undoable: [],
      madeHere: 0,
      opened: [],
      isFromFiles: false,
      mappings: noMappings(),
      loadSuite: (variant, seed) =>
        load(
          "suite.load",
          { variant, seed },
          t("notices:load.suite", { variant: t(`notices:suiteVariants.${variant}`) }),
          () => ({
            opened: [],
            isFromFiles: false,
          }),
        ),
      loadFiles,
      async readAs(paths, mapping) {
        const { opened } = get();
        const mappings = Object.assign(noMappings(), get().mappings);
        for (const path of paths) {
          if (mapping === null) delete mappings[path];
          else mappings[path] = mapping;
        }
        set({ mappings });
        if (isWhole(get())) await loadFiles([...opened], true);
        else
          await loadFiles(
            opened.filter(({ path }) => paths.includes(path)),
            false,
          );
      },
      async cancelLoad() {
        if (get().load !== null) await ask("load.cancel", {});
      },
      renameDomain: (from, to) =>
        change("domain.rename", { from, to }, { kind: "rename", from, to }),
      mergeDomains: (names, into) =>
        change("domain.merge", { names, into }, { kind: "merge", names, into }),
      enableDomain: (name, isEnabled) =>
        change("domain.enable", { name, isEnabled }, { kind: "enable", name, isEnabled }),
      adoptEdits: (edits) => set({ undoable: [...edits] }),
      async undo() {
        const isUndone = await change("domain.undo", {}, null);
        // The worker's history is the true one: where it has nothing left, neither have we.
        if (!isUndone) set({ undoable: [] });
      },
      exportProblems: () => ask("problems.export", {}),
      exportCorpus: () => ask("corpus.export", {}),
      exportOfficial: () => ask("corpus.exportOfficial", {}),
      readImage: (path) => ask("image.read", { path }),
      dismissError: () => set({ error: null }),
    };
  });
}

/** True where the opened files are all that the corpus was read from: reading them again gives it anew. */
export function isWhole({
  summary,
  opened,
  isFromFiles,
}: Pick<CorpusState, "summary" | "opened" | "isFromFiles">): boolean {
  if (summary === null || !isFromFiles || summary.files.length === 0) return false;
  const paths = new Set(opened.map(({ path }) => path));
  return summary.files.every(({ name, format }) => format === "images" || paths.has(name));
}

/** Without a prototype: a file may be called “constructor”. */
function noMappings(): Record<string, FieldMapping> {
  return Object.create(null);
}
