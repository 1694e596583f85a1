// One JSON value from text. Python writes NaN and Infinity as bare words, which JSON does not know;
// such a word becomes a marked string, so that the row's own checks can name the field that has it.

/** Opens the string that stands for a bare NaN, Infinity or -Infinity. */
export const NON_NUMBER_MARK = "\u0000";

const NON_NUMBER = /-?(?:NaN|Infinity)\b/g;

/** Parses one JSON value. Throws SyntaxError where even with NaN and Infinity allowed it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const marked = markNonNumbers(text);
    if (marked === null) throw error;
    return JSON.parse(marked);
  }
}

/** The text with each bare word put into a string; null where there is none. */
function markNonNumbers(text: string): string | null {
  let result = "";
  let isChanged = false;
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const plainEnd = quote < 0 ? text.length : quote;
    const plain = text.slice(at, plainEnd);
    const marked = plain.replace(NON_NUMBER, (word) => `"\\u0000${word}"`);
    if (marked !== plain) isChanged = true;
    result += marked;
    const stringEnd = quote < 0 ? text.length : endOfString(text, quote);
    result += text.slice(plainEnd, stringEnd);
    at = stringEnd;
  }
  return isChanged ? result : null;
}

/** The position after the string that opens at `quote`. */
function endOfString(text: string, quote: number): number {
  for (let i = quote + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i + 1;
  }
  return text.length;
}

/** What JSON.parse says is wrong, without the text itself, which some engines repeat. */
export function jsonFault(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const short = message
    .replace(/, \.{0,3}".*$/s, "")
    .replace(/ in JSON at position (\d+).*$/s, " at character $1");
  return short.length > 120 ? `${short.slice(0, 120)}…` : short;
}
