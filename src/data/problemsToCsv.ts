// The problem list as CSV, for a spreadsheet.
import type { DataProblem } from "../domain/problem.ts";

const HEADER = "file,line,kind,field,severity,message";

/** RFC 4180 with CRLF. A cell that a spreadsheet would take for a formula gets a leading apostrophe. */
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
      .map(cell)
      .join(","),
  );
  return `${[HEADER, ...lines].join("\r\n")}\r\n`;
}

function cell(text: string): string {
  const isFormula = /^[\s]*[=+\-@\t\r|%]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || isFormula ? `"${safe.replaceAll('"', '""')}"` : safe;
}
