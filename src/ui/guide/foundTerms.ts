// What a search found, as a pattern: to mark it in the excerpt and in the text.

/** Holds a Chinese character. */
export const HAN = /\p{Script=Han}/u;

/** Matches any of the terms at the beginning of a word; null without terms. */
export function patternOf(terms: readonly string[]): RegExp | null {
  if (terms.length === 0) return null;
  const longestFirst = [...terms].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((term) => {
    const literal = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return HAN.test(term) ? literal : `(?<![\\p{L}\\p{N}])${literal}[\\p{L}\\p{N}]*`;
  });
  return new RegExp(escaped.join("|"), "iu");
}
