// The one way in for files: reads them one after another, checks and groups their rows, and says
// what was wrong. Nothing is changed on the way; a cancelled load leaves no trace.
import { StudioError } from "../base/errors.ts";
import { expandArchives } from "../base/expandArchives.ts";
import { paceBy } from "../base/pace.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import type { Corpus } from "../domain/chain.ts";
import type { FieldMapping, RowFormat } from "../domain/fieldMapping.ts";
import type { DataProblem } from "../domain/problem.ts";
import type { FileSummary } from "../domain/summary.ts";
import { applyMapping, mappingFault } from "./applyMapping.ts";
import { CorpusBuilder } from "./corpusBuilder.ts";
import { describeError } from "./describeError.ts";
import { describeValue } from "./describeValue.ts";
import { isVectorRow, vectorField } from "./featureFields.ts";
import { fileKind } from "./fileKind.ts";
import { FileReport } from "./fileReport.ts";
import { sortFiles } from "./imageFiles.ts";
import { ImageLinker } from "./imageLinker.ts";
import { MAX_DATA_FILES } from "./limits.ts";
import type { MissingImage } from "./missingImages.ts";
import { ProblemLog, type RowPosition, WHOLE_FILE } from "./problemLog.ts";
import { readFile } from "./readFile.ts";
import { recogniseFormat, unrecognisedFields } from "./recogniseFormat.ts";
import { rowObject } from "./rowObject.ts";

/** A file with its path inside a dropped folder (or just its name). */
export interface InputFile {
  path: string;
  file: File;
}

export interface LoadOptions {
  signal?: AbortSignal;
  /** Bytes (packed, where they are) read of all files, and the file under way. */
  onProgress?: (done: number, total: number, path: string) => void;
  /** Adds to this corpus, which itself stays as it was. */
  base?: Corpus;
  /** By path: what a file is and where its fields stand, in place of what would be recognised. */
  mappings?: Readonly<Record<string, FieldMapping>>;
  /** Rows read of a file, for looking into it; all of them unless said. */
  maxRows?: number;
  /** Most memory that the corpus may take, see corpusBytes; MAX_CORPUS_BYTES unless said. */
  maxBytes?: number;
}

export interface LoadResult {
  corpus: Corpus;
  files: FileSummary[];
  /** The first MAX_STORED_PROBLEMS problems. */
  problems: DataProblem[];
  problemCount: number;
  /** Rows left out (or that lost a part), by domain; of this load only. */
  badRowsByDomain: Map<string, number>;
  /** Images that rows of this load name and that are not there. */
  missingImages: MissingImage[];
  /** Files with a vector a step, some of them beside rows that were read: for readFeatures. */
  featureFiles: InputFile[];
}

const FULL =
  "the rows read so far take as much memory as a browser gives (about 2 GB); this row and those behind it are not read. Drop fewer files, or a part of the rows";
/** Rows in no known format before a file is given up. */
const MAX_UNKNOWN_ROWS = 1000;

/**
 * Reads files, in the order of their paths so that the same files always give the same corpus.
 * Throws StudioError("cancelled") when aborted; everything wrong with a file is in the result.
 */
export async function loadFiles(
  files: readonly InputFile[],
  options: LoadOptions = {},
): Promise<LoadResult> {
  const log = new ProblemLog();
  const damaged: FileSummary[] = [];
  const expanded = await expandArchives(files, {
    signal: options.signal,
    onFault: ({ path, bytes }, { message, hint }) => {
      log.error(path, WHOLE_FILE, null, `${message}. ${hint}`);
      damaged.push(new FileReport(path, bytes, log).summary());
    },
  });
  const ordered = expanded.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const { images, data, summaries } = await sortFiles(ordered, log, options.signal);
  const dataFiles = data.slice(0, MAX_DATA_FILES);
  const [tooMany] = data.slice(MAX_DATA_FILES);
  if (tooMany !== undefined) {
    const [all, most] = [data.length, MAX_DATA_FILES].map((n) => n.toLocaleString("en-US"));
    const message = `${all} files of data are more than the ${most} that are read at once; this one and those behind it are left out. Put their rows in fewer files`;
    log.error(tooMany.path, WHOLE_FILE, null, message);
  }
  const before = options.base ?? null;
  const linker = new ImageLinker(before, images);
  // Images may come after the rows that name them.
  const base = before && images.size > 0 ? linker.relinkCorpus(before) : before;
  const builder = new CorpusBuilder(base, options.maxBytes);
  const total = dataFiles.reduce((sum, { file }) => sum + file.size, 0);
  const featureFiles: InputFile[] = [];
  let bytesBefore = 0;
  for (const input of dataFiles) {
    const { path, file } = input;
    const report = new FileReport(path, file.size, log);
    const hasVectors = await loadFile(file, report, builder, linker, log, {
      signal: options.signal,
      onBytes: (done) => options.onProgress?.(bytesBefore + done, total, path),
      mapping: mappingOf(options.mappings, path),
      maxRows: options.maxRows ?? Number.POSITIVE_INFINITY,
    });
    if (hasVectors) featureFiles.push(input);
    bytesBefore += file.size;
    options.onProgress?.(bytesBefore, total, path);
    summaries.push(report.summary());
  }
  linker.reportGuesses(log);
  const pace = paceBy(async () => {
    await yieldToEventLoop();
    throwIfAborted(options.signal);
  });
  return {
    corpus: { ...(await builder.finish(sourceOf(ordered, base), pace)), images: linker.images },
    files: [...summaries, ...damaged],
    problems: log.problems,
    problemCount: log.count,
    badRowsByDomain: builder.badRowsByDomain,
    missingImages: linker.missing,
    featureFiles,
  };
}

/** Reads one file's rows; true where it holds vectors of steps, alone or beside them. */
async function loadFile(
  file: File,
  report: FileReport,
  builder: CorpusBuilder,
  linker: ImageLinker,
  log: ProblemLog,
  options: {
    signal: AbortSignal | undefined;
    onBytes: (done: number) => void;
    mapping: FieldMapping | undefined;
    maxRows: number;
  },
): Promise<boolean> {
  const { mapping } = options;
  const kind = await fileKind(file).catch(() => "text" as const);
  // One that is named so and damaged is told by who reads it.
  if (kind === "safetensors" || (kind === "text" && /\.safetensors$/i.test(report.path))) {
    report.format = "features";
    return true;
  }
  const fault = mapping === undefined ? null : mappingFault(mapping);
  if (fault !== null) {
    log.error(report.path, WHOLE_FILE, null, fault);
    return false;
  }
  let format: RowFormat | null = mapping?.format ?? null;
  if (format !== null) report.format = format;
  let hasVectors = false;
  let rowCount = 0;
  /** Rows met before the first that shows the format; bad whatever it is. */
  let unknown: { at: RowPosition; message: string }[] = [];
  let brokenCount = 0;
  let isCutShort = false;
  const givenUp = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, givenUp.signal])
    : givenUp.signal;

  function reportBad(at: RowPosition, message: string): void {
    report.beginRow(at);
    report.error(null, message);
    report.endRow(false);
  }

  try {
    await readFile(
      file,
      {
        row(value, at) {
          if (givenUp.signal.aborted) return; // what was under way when the rest was given up
          const raw = rowObject(value);
          if (++rowCount > options.maxRows) {
            givenUp.abort();
            return;
          }
          if (raw === null) {
            reportBad(at, `a row must be an object, got ${describeValue(value)}`);
            return;
          }
          hasVectors ||= vectorField(raw) !== null;
          const row = mapping === undefined ? raw : applyMapping(raw, mapping);
          if (format === null) {
            const found = recogniseFormat(row);
            if (found === null && isVectorRow(raw)) {
              report.format = "features";
              givenUp.abort();
              return;
            }
            if (found === null) {
              unknown.push({ at, message: unrecognisedFields(row) });
              if (unknown.length >= MAX_UNKNOWN_ROWS) givenUp.abort();
              return;
            }
            format = found;
            report.format = found;
            for (const earlier of unknown) {
              reportBad(earlier.at, `the row is in no known format: ${earlier.message}`);
            }
            unknown = [];
          }
          if (builder.isFull) {
            isCutShort = true;
            log.error(report.path, at, null, FULL);
            givenUp.abort();
            return;
          }
          linker.linkRow(row, report.path, at);
          builder.add(row, format, at, report);
        },
        broken(message, at) {
          brokenCount++;
          if (at.line !== null) reportBad(at, message);
          else log.error(report.path, at, null, message);
        },
        odd: (message) => report.warnFile(message),
      },
      { signal, onBytes: options.onBytes },
    );
  } catch (error) {
    const isCancelled = error instanceof StudioError && error.code === "cancelled";
    if (options.signal?.aborted) throw error;
    // Whatever one file does to its reader, the others are read.
    if (!isCancelled)
      log.error(report.path, WHOLE_FILE, null, `the file cannot be read: ${describeError(error)}`);
  }
  if (report.format === "features") return true;
  if (isCutShort) return hasVectors;
  if (unknown.length > 0) {
    report.badRows += unknown.length;
    const message = `no row is in a known format; ${unknown[0]!.message}`;
    log.error(report.path, WHOLE_FILE, null, message);
  } else if (report.rows === 0 && report.badRows === 0 && brokenCount === 0) {
    log.error(report.path, WHOLE_FILE, null, "the file has no rows");
  } else if (report.rows === 0 && report.badRows > 0) {
    log.error(report.path, WHOLE_FILE, null, "no row of the file could be used");
  }
  return hasVectors;
}

/** By a path's own entry: a file may be called “constructor”. */
function mappingOf(mappings: LoadOptions["mappings"], path: string): FieldMapping | undefined {
  return mappings !== undefined && Object.hasOwn(mappings, path) ? mappings[path] : undefined;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StudioError("cancelled", "reading the files was cancelled");
}

function sourceOf(files: readonly InputFile[], base: Corpus | null): string {
  const own = files.length === 1 ? files[0]!.path : `${files.length} files`;
  return base === null ? own : `${base.source} + ${own}`;
}
