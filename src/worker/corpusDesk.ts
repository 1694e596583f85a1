// Loads and edits the corpus: the suite or files in, renames, merges and switches with undo, exports out.
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { checkCorpus } from "../data/checkCorpus.ts";
import { exportCorpus } from "../data/exportCorpus.ts";
import { exportOfficial } from "../data/exportOfficial.ts";
import { loadFiles } from "../data/loadFiles.ts";
import { missingImageProblems } from "../data/missingImages.ts";
import { problemsToCsv } from "../data/problemsToCsv.ts";
import { readFeatures } from "../data/readFeatures.ts";
import { type CorpusContext, NO_CONTEXT, summariseCorpus } from "../data/summariseCorpus.ts";
import type { CorpusEdit } from "../domain/corpusEdit.ts";
import type { FeatureSet } from "../domain/features.ts";
import type { FieldMapping } from "../domain/fieldMapping.ts";
import type { SuiteVariant } from "../domain/runConfig.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import type { ExportedFile, NamedFile, StudioEvent, SuiteName } from "../protocol/messages.ts";
import { generateSuite } from "../suite/generateSuite.ts";
import type { CorpusHolder } from "./corpusHolder.ts";
import {
  type CorpusVersion,
  earlierVersions,
  editedVersion,
  loadedVersion,
  versionId,
} from "./corpusVersion.ts";

export interface CorpusDeskOptions {
  holder: CorpusHolder;
  post: (event: StudioEvent) => void;
  isTraining: () => boolean;
  /** Called after every load, edit and undo, not after a restore. */
  onChanged?: () => void;
}

/** What a load gave: the corpus, and vectors of its steps that came with it. */
interface Loaded {
  version: CorpusVersion;
  features?: readonly FeatureSet[];
}

/** Edits that can be taken back. */
const UNDO_DEPTH = 50;

export class CorpusDesk {
  private readonly options: CorpusDeskOptions;
  private present: CorpusVersion | null = null;
  private summary: CorpusSummary | null = null;
  private undoStack: CorpusVersion[] = [];
  private loading: AbortController | null = null;

  constructor(options: CorpusDeskOptions) {
    this.options = options;
  }

  /** All problems of the corpus that is loaded. */
  get problemCount(): number {
    return this.summary?.problemCount ?? 0;
  }

  /** The suite that is loaded, edited or not; null for files. */
  get suite(): SuiteName | null {
    return this.present?.loaded.suite ?? null;
  }

  /** The corpus as it is now, with its edits; null before there is any. */
  get version(): CorpusVersion | null {
    return this.present;
  }

  /** Of the corpus as it is now; empty before there is any. */
  get corpusId(): string {
    return this.present ? versionId(this.present) : "";
  }

  loadSuite(variant: SuiteVariant, seed: number): Promise<CorpusSummary> {
    return this.load(async (signal) => {
      const corpus = await generateSuite({
        variant,
        seed,
        signal,
        onProgress: async (label, done, total) => {
          this.report(label, done, total);
          await yieldToEventLoop();
        },
      });
      const context = { ...NO_CONTEXT, isSuite: true };
      return { version: loadedVersion(corpus, context, { variant, seed }) };
    });
  }

  /**
   * Adds files to the corpus, or puts them in its place; files of nothing but vectors belong to the corpus
   * that is there. A failed or cancelled load changes nothing.
   */
  loadFiles(
    files: readonly NamedFile[],
    isReplacing: boolean,
    mappings: Record<string, FieldMapping> = {},
  ): Promise<CorpusSummary> {
    return this.load(async (signal) => {
      const base = isReplacing ? null : this.options.holder.current;
      const loaded = await loadFiles(files, {
        signal,
        mappings,
        onProgress: (done, total, path) => this.report(`Reading ${path}`, done, total),
        ...(base ? { base } : {}),
      });
      const areVectors =
        loaded.files.length > 0 && loaded.files.every(({ format }) => format === "features");
      if (areVectors && this.present === null) {
        throw new StudioError(
          "data",
          "These files hold vectors of steps, and there are no data that the steps could be of",
          "Load the data first, or together with them.",
        );
      }
      const isKept = base !== null || areVectors;
      const there = areVectors ? this.present : null;
      const corpus = there?.corpus ?? loaded.corpus;
      const { sets, problems } = await readFeatures(loaded.featureFiles, corpus, {
        signal,
        onProgress: (done, total, path) => this.report(`Reading vectors of ${path}`, done, total),
      });
      const before = withoutUnread(
        (isKept ? this.present?.context : null) ?? NO_CONTEXT,
        loaded.files.map(({ name }) => name),
      );
      const badRowsByDomain = new Map(before.badRowsByDomain);
      for (const [name, count] of loaded.badRowsByDomain) {
        badRowsByDomain.set(name, (badRowsByDomain.get(name) ?? 0) + count);
      }
      const context = {
        ...NO_CONTEXT,
        files: [...before.files, ...loaded.files],
        isSuite: areVectors && before.isSuite,
        problems: [...before.problems, ...loaded.problems, ...problems],
        problemCount: before.problemCount + loaded.problemCount + problems.length,
        badRowsByDomain,
        missingImages: [...before.missingImages, ...loaded.missingImages],
      };
      const version = there ? { ...there, context } : loadedVersion(corpus, context, null);
      return { version, features: sets };
    });
  }

  cancelLoad(): void {
    this.loading?.abort();
  }

  /** Throws StudioError("state") while a run is going on: its weights belong to the domains as they are. */
  edit(edit: CorpusEdit): CorpusSummary {
    this.requireIdle();
    const before = this.requireVersion();
    const after = editedVersion(before, edit);
    this.undoStack = [...this.undoStack, before].slice(-UNDO_DEPTH);
    return this.putChanged(after);
  }

  undo(): CorpusSummary {
    this.requireIdle();
    const before = this.undoStack.pop();
    if (!before) throw new StudioError("state", "There is no edit to take back");
    return this.putChanged(before);
  }

  /** Brings back what was there in an earlier session; its edits can be taken back. */
  restore(version: CorpusVersion): CorpusSummary {
    this.loading?.abort();
    this.undoStack = earlierVersions(version).slice(-UNDO_DEPTH);
    return this.put(version);
  }

  exportProblems(): ExportedFile {
    const { corpus } = this.options.holder;
    const { problems, missingImages } = this.present?.context ?? NO_CONTEXT;
    const listed = [
      ...checkCorpus(corpus),
      ...missingImageProblems(corpus, missingImages, Number.POSITIVE_INFINITY),
      ...problems,
    ];
    return { name: "problems.csv", blob: new Blob([problemsToCsv(listed)], { type: "text/csv" }) };
  }

  exportCorpus(): ExportedFile[] {
    return exportCorpus(this.options.holder.corpus);
  }

  /** In the layout of the official code; `weights` are by domain, null before there are any. */
  exportOfficial(weights: Readonly<Record<string, number>> | null): ExportedFile[] {
    return exportOfficial(this.options.holder.corpus, weights);
  }

  private async load(make: (signal: AbortSignal) => Promise<Loaded>): Promise<CorpusSummary> {
    this.requireIdle();
    this.loading?.abort();
    const own = new AbortController();
    this.loading = own;
    try {
      const { version, features } = await make(own.signal);
      if (own.signal.aborted) throw new StudioError("cancelled", "Loading was cancelled");
      this.requireIdle();
      this.undoStack = [];
      return this.putChanged(version, features);
    } finally {
      if (this.loading === own) this.loading = null;
    }
  }

  private putChanged(version: CorpusVersion, features?: readonly FeatureSet[]): CorpusSummary {
    const summary = this.put(version, features);
    this.options.onChanged?.();
    return summary;
  }

  private put(version: CorpusVersion, features: readonly FeatureSet[] = []): CorpusSummary {
    const { corpus, context } = version;
    this.options.holder.replace(corpus);
    for (const set of features) this.options.holder.features.put(set);
    this.present = version;
    this.summary = summariseCorpus(corpus, context);
    this.options.post({ kind: "event", name: "corpus.changed", summary: this.summary });
    return this.summary;
  }

  private requireVersion(): CorpusVersion {
    if (this.present) return this.present;
    throw new StudioError(
      "state",
      "No data is loaded",
      "Load the built-in suite or drop in files.",
    );
  }

  private report(label: string, done: number, total: number): void {
    this.options.post({ kind: "event", name: "load.progressed", label, done, total });
  }

  private requireIdle(): void {
    if (!this.options.isTraining()) return;
    throw new StudioError(
      "state",
      "The data cannot change while a run is going on",
      "Stop or reset the run first.",
    );
  }
}

/** Without what was said of files that gave no row before and now are read again. */
function withoutUnread(context: CorpusContext, names: readonly string[]): CorpusContext {
  const again = new Set(names);
  const unread = new Set(
    context.files.filter(({ name, rows }) => rows === 0 && again.has(name)).map(({ name }) => name),
  );
  if (unread.size === 0) return context;
  const problems = context.problems.filter(({ file }) => !unread.has(file));
  return {
    ...context,
    files: context.files.filter(({ name }) => !unread.has(name)),
    problems,
    problemCount: context.problemCount - (context.problems.length - problems.length),
  };
}
