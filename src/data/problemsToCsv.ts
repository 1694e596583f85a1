// The problem list as CSV, for a spreadsheet.
import { csvCell } from "../base/csvCell.ts";
import type { DataProblem } from "../domain/problem.ts";

const HEADER = "file,line,kind,field,severity,message";

/** RFC 4180 with CRLF. */
export function problemsToCsv(problems: readonly DataProblem[]): string {
  const lines = problems.map(({ file, line, lineKind, field, severity, message }) =>
    [
      file,
      line === null ? "" : String(line),
      line === null ? "file" : lineKind,
      field ?? "",
      severity,
      message,
    ]
      .map(csvCell)
      .join(","),
  );
  return `${[HEADER, ...lines].join("\r\n")}\r\n`;
}
