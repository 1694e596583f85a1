// A file's name made of a name that people chose.

const MOST_CHARACTERS = 80;

/** Letters, digits, dots and dashes of `name`, the rest as underscores; `fallback` where none is left. */
export function safeFileName(name: string, fallback: string): string {
  const safe = name.replace(/[^\p{L}\p{N}.-]+/gu, "_").replace(/^[._]+/, "");
  return [...safe].slice(0, MOST_CHARACTERS).join("") || fallback;
}
