// What was wrong with a file: one bad row, named by file, line and field.

export interface DataProblem {
  file: string;
  /** 1-based line (JSONL) or item number (JSON array); null when the whole file is meant. */
  line: number | null;
  /** Whether `line` counts lines or array items. */
  lineKind: "line" | "item";
  /** The field at fault, null when the row as a whole is. */
  field: string | null;
  /** What is wrong, with the offending value, shortened. */
  message: string;
  /** error: the row was left out. warning: it was kept, with this caveat. */
  severity: "error" | "warning";
}
