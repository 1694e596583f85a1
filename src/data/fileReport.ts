// Counts and reports for one file while it is read: which rows were kept, which were bad and why.
import type { FileSummary } from "../domain/summary.ts";
import { type ProblemLog, type RowPosition, type RowReporter, WHOLE_FILE } from "./problemLog.ts";

export class FileReport implements RowReporter {
  format: FileSummary["format"] = "unknown";
  rows = 0;
  badRows = 0;
  private at: RowPosition = WHOLE_FILE;
  private hasError = false;
  readonly path: string;
  private readonly bytes: number;
  private readonly log: ProblemLog;

  constructor(path: string, bytes: number, log: ProblemLog) {
    this.path = path;
    this.bytes = bytes;
    this.log = log;
  }

  /** Following reports are about the row there. */
  beginRow(at: RowPosition): void {
    this.at = at;
    this.hasError = false;
  }

  /** Counts the row as kept, or as bad where it was left out or lost a part; true for bad. */
  endRow(isKept: boolean): boolean {
    if (isKept) this.rows++;
    if (!isKept || this.hasError) {
      this.badRows++;
      return true;
    }
    return false;
  }

  error(field: string | null, message: string): void {
    this.hasError = true;
    this.log.error(this.path, this.at, field, message);
  }

  warn(field: string | null, message: string): void {
    this.log.warn(this.path, this.at, field, message);
  }

  /** A caveat about the whole file. */
  warnFile(message: string): void {
    this.log.warn(this.path, WHOLE_FILE, null, message);
  }

  summary(): FileSummary {
    const { path: name, format, bytes, rows, badRows } = this;
    return { name, format, bytes, rows, badRows };
  }
}
