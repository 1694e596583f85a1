// The words of a text as the transformer's vocabulary sees them: merges never reach across them.
// Put together again they are the text. A digit always stands alone, so that numbers are spelled out.

/** Characters of a word at most; longer runs (Chinese clauses, rulers of dashes) are cut. */
export const LONGEST_WORD = 24;

/**
 * In order: one digit; letters or signs with the space before them and, where a digit follows, the one
 * after them (" plus " of "3 plus 4"), so that numbers cost no tokens for spaces; other white space,
 * leaving a last space to the word that follows.
 */
const WORD = new RegExp(
  [
    "\\p{Nd}",
    ` ?[\\p{L}\\p{M}]{1,${LONGEST_WORD}}(?: (?=\\p{Nd}))?`,
    ` ?[^\\s\\p{L}\\p{M}\\p{Nd}]{1,${LONGEST_WORD}}(?: (?=\\p{Nd}))?`,
    `\\s{1,${LONGEST_WORD}}?(?= [^\\s\\p{Nd}])`,
    `\\s{1,${LONGEST_WORD}}`,
  ].join("|"),
  "gu",
);

/** The words of a text, in order, found as they are asked for. */
export function* wordsOf(text: string): Generator<string, void, undefined> {
  for (const [word] of text.matchAll(WORD)) yield word;
}
