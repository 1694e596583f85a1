// Words, numbers and signs of a text, for the hashed features.

/** A number with its decimals, one Han character, a word of any script, or one other sign. */
const TOKEN = /\d+(?:[.,]\d+)*|\p{Script=Han}|[\p{L}\p{M}]+|[^\s\p{L}\p{M}\d]/gu;
const NUMBER = /^\d/;

export interface Token {
  text: string;
  isNumber: boolean;
}

/** At most `limit` tokens, from the start of the text or (fromEnd) from its end; lower case. */
export function tokenize(text: string, limit: number, fromEnd = false): Token[] {
  // A token averages well under 16 characters; do not scan a megabyte to keep a few hundred tokens.
  const reach = limit * 16;
  const part = text.length <= reach ? text : fromEnd ? text.slice(-reach) : text.slice(0, reach);
  const matches = part.toLowerCase().match(TOKEN) ?? [];
  const kept = fromEnd ? matches.slice(-limit) : matches.slice(0, limit);
  return kept.map((token) => ({ text: token, isNumber: NUMBER.test(token) }));
}
