// One cell of a CSV file that may be opened in a spreadsheet.

/** What a spreadsheet takes for a formula or command, behind what it skips; some take full-width signs, too. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;
/** Where the locale parts cells by semicolon or tab, a formula may begin inside a cell. */
const INNER_FORMULA = /([;\t\r\n][ \p{Cf}]*)(?=[=+@|＝＋＠])/gu;

/** RFC 4180; a cell that a spreadsheet would take for a formula gets a leading apostrophe. */
export function csvCell(text: string): string {
  const isFormula = FORMULA.test(text);
  const safe = `${isFormula ? "'" : ""}${text.replace(INNER_FORMULA, "$1'")}`;
  return isFormula || /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
