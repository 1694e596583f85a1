// One cell of a CSV file that may be opened in a spreadsheet.

/** Blanks and characters without a shape that may stand before the first one that counts. */
const LEADING = /^[\s\p{Cc}\p{Cf}]*/u;
/** What a spreadsheet takes for the start of a formula or command; some take the full-width forms, too. */
const FORMULA = /^[=+\-@|%＝＋－＠]/;
/** Where the locale parts cells by semicolon or tab, a formula may begin inside a cell. */
const INNER_FORMULA = /([;\t\r\n][ \p{Cf}]*)(?=[=+@|＝＋＠])/gu;

/** RFC 4180; a cell that a spreadsheet would take for a formula gets a leading apostrophe. */
export function csvCell(text: string): string {
  const leading = LEADING.exec(text)?.[0] ?? "";
  const rest = text.slice(leading.length);
  const isFormula = FORMULA.test(rest) || /^[\t\r\n]/.test(leading);
  const safe = `${isFormula ? "'" : ""}${leading}${rest.replace(INNER_FORMULA, "$1'")}`;
  return isFormula || /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
