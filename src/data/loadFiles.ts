// The one way in for files: reads them one after another, checks and groups their rows, and says
// what was wrong. Nothing is changed on the way; a cancelled load leaves no trace.
import type { Corpus } from "../domain/chain.ts";
import type { DataProblem } from "../domain/problem.ts";
import type { FileSummary } from "../domain/summary.ts";
import { CorpusBuilder } from "./corpusBuilder.ts";
import { describeValue } from "./describeValue.ts";
import { FileReport } from "./fileReport.ts";
import { ProblemLog, type RowPosition, WHOLE_FILE } from "./problemLog.ts";
import { readFile } from "./readFile.ts";
import {
  type RowFormat,
  recogniseFormat,
  rowObject,
  unrecognisedFields,
} from "./recogniseFormat.ts";

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
}

export interface LoadResult {
  corpus: Corpus;
  files: FileSummary[];
  /** The first MAX_STORED_PROBLEMS problems. */
  problems: DataProblem[];
  problemCount: number;
  /** Rows left out (or that lost a part), by domain; of this load only. */
  badRowsByDomain: Map<string, number>;
}

/** Rows in no known format before a file is given up. */
const MAX_UNKNOWN_ROWS = 1000;
const NO_DATA =
  /(?:^|[\\/])\.[^\\/]*$|(?:^|[\\/])__MACOSX[\\/]|\.(?:png|jpe?g|gif|webp|bmp|svg|tiff?)$/i;

/**
 * Reads files, in the order of their paths so that the same files always give the same corpus.
 * Throws StudioError("cancelled") when aborted; everything wrong with a file is in the result.
 */
export async function loadFiles(
  files: readonly InputFile[],
  options: LoadOptions = {},
): Promise<LoadResult> {
  const log = new ProblemLog();
  const builder = new CorpusBuilder(options.base ?? null);
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const dataFiles = ordered.filter(({ path }) => !NO_DATA.test(path));
  const otherFiles = ordered.filter(({ path }) => NO_DATA.test(path));
  if (otherFiles.length > 0) {
    log.warn(otherFiles[0]!.path, WHOLE_FILE, null, notRead(otherFiles.map(({ path }) => path)));
  }
  const total = dataFiles.reduce((sum, { file }) => sum + file.size, 0);
  const summaries: FileSummary[] = [];
  let before = 0;
  for (const { path, file } of dataFiles) {
    const report = new FileReport(path, file.size, log);
    await loadFile(file, report, builder, log, {
      signal: options.signal,
      onBytes: (done) => options.onProgress?.(before + done, total, path),
    });
    before += file.size;
    options.onProgress?.(before, total, path);
    summaries.push(report.summary());
  }
  return {
    corpus: builder.finish(sourceOf(ordered, options.base ?? null)),
    files: summaries,
    problems: log.problems,
    problemCount: log.count,
    badRowsByDomain: builder.badRowsByDomain,
  };
}

async function loadFile(
  file: File,
  report: FileReport,
  builder: CorpusBuilder,
  log: ProblemLog,
  options: { signal: AbortSignal | undefined; onBytes: (done: number) => void },
): Promise<void> {
  let format: RowFormat | null = null;
  /** Rows met before the first that shows the format; bad whatever it is. */
  let unknown: { at: RowPosition; message: string }[] = [];
  let brokenCount = 0;
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
          const row = rowObject(value);
          if (row === null) {
            reportBad(at, `a row must be an object, got ${describeValue(value)}`);
            return;
          }
          const found = recogniseFormat(row);
          if (format === null) {
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
    if (options.signal?.aborted || !givenUp.signal.aborted) throw error;
  }
  if (unknown.length > 0) {
    report.badRows += unknown.length;
    const message = `no row is in a known format (training, meta or candidates); ${unknown[0]!.message}`;
    log.error(report.path, WHOLE_FILE, null, message);
  } else if (report.rows === 0 && report.badRows === 0 && brokenCount === 0) {
    log.error(report.path, WHOLE_FILE, null, "the file has no rows");
  } else if (report.rows === 0 && report.badRows > 0) {
    log.error(report.path, WHOLE_FILE, null, "no row of the file could be used");
  }
}

function notRead(paths: string[]): string {
  const shown = paths.slice(0, 5).join(", ");
  const more = paths.length > 5 ? ", …" : "";
  return `${paths.length} image or hidden file${paths.length === 1 ? " was" : "s were"} not read: ${shown}${more}`;
}

function sourceOf(files: readonly InputFile[], base: Corpus | null): string {
  const own = files.length === 1 ? files[0]!.path : `${files.length} files`;
  return base === null ? own : `${base.source} + ${own}`;
}
