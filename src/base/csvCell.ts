// One cell of a CSV file that may be opened in a spreadsheet.

/** RFC 4180; a cell that a spreadsheet would take for a formula gets a leading apostrophe. */
export function csvCell(text: string): string {
  const isFormula = /^[\s]*[=+\-@\t\r|%]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || isFormula ? `"${safe.replaceAll('"', '""')}"` : safe;
}
