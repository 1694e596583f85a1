// Where what was searched for stands in a text: to mark it in an excerpt and in the guide itself.

/** Holds a Chinese character. */
export const HAN = /\p{Script=Han}/u;

/** From this character to before that one. */
export type Span = readonly [start: number, end: number];

/**
 * Places of the terms: Latin ones from the beginning of a word to its end, Chinese ones anywhere. In order, and
 * those that overlap or touch as one: a Chinese word is found by its pairs of characters.
 */
export function spansOf(text: string, terms: readonly string[]): Span[] {
  const all = terms.flatMap((term) =>
    [...text.matchAll(patternOf(term))].map(
      ({ index, 0: found }): Span => [index, index + found.length],
    ),
  );
  all.sort(([a], [b]) => a - b);
  const merged: Span[] = [];
  for (const [start, end] of all) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) {
      merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    } else merged.push([start, end]);
  }
  return merged;
}

function patternOf(term: string): RegExp {
  const literal = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    HAN.test(term) ? literal : `(?<![\\p{L}\\p{N}])${literal}[\\p{L}\\p{N}]*`,
    "giu",
  );
}
