// Collects what is wrong with the files: every problem is counted, the first ones are kept.
import type { DataProblem } from "../domain/problem.ts";
import { MAX_STORED_PROBLEMS } from "./limits.ts";

/** Where in a file a row stands. */
export interface RowPosition {
  /** 1-based line or item number; null when the whole file is meant. */
  line: number | null;
  lineKind: "line" | "item";
}

export const WHOLE_FILE: RowPosition = { line: null, lineKind: "line" };

export class ProblemLog {
  readonly problems: DataProblem[] = [];
  private total = 0;
  private readonly limit: number;

  constructor(limit = MAX_STORED_PROBLEMS) {
    this.limit = limit;
  }

  /** How many problems there were, kept or not. */
  get count(): number {
    return this.total;
  }

  add(problem: DataProblem): void {
    this.total++;
    if (this.problems.length < this.limit) this.problems.push(problem);
  }

  /** Something that was left out. */
  error(file: string, at: RowPosition, field: string | null, message: string): void {
    this.add({ file, line: at.line, lineKind: at.lineKind, field, message, severity: "error" });
  }

  /** Something that was kept, with a caveat. */
  warn(file: string, at: RowPosition, field: string | null, message: string): void {
    this.add({ file, line: at.line, lineKind: at.lineKind, field, message, severity: "warning" });
  }
}

/** Says what is wrong with one row; the reader knows file and line. */
export interface RowReporter {
  error(field: string | null, message: string): void;
  warn(field: string | null, message: string): void;
}
