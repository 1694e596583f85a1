// What the readers take at most. A text beyond a bound is named, counted and left out; it is never
// cut short, since a shortened step is another step under the same label.

/** Longest step, in UTF-16 units. The longest human-written steps seen are a few thousand. */
export const MAX_STEP_CHARS = 100_000;
/** Longest response, in UTF-16 units: what the longest thinking models write, and what a page can show. */
export const MAX_RESPONSE_CHARS = 500_000;
/** Most steps of a chain. The longest seen have some hundreds. */
export const MAX_STEPS = 2000;
/** Most steps that the chains of one PRM800K row have together; a chain for every completion shares its beginning. */
export const MAX_ROW_STEPS = 100_000;
/** Most candidates of a question. */
export const MAX_CANDIDATES = 2000;
/** Most domains: each has a weight, a row in the tables and a line in the charts. */
export const MAX_DOMAINS = 300;
/** Most files of data at once: each has a row in a table. Images do not count. */
export const MAX_DATA_FILES = 2000;
/** Longest name of a domain, in UTF-16 units. */
export const MAX_NAME_CHARS = 200;
/** Longest id, path, answer and the like, in UTF-16 units. */
export const MAX_SHORT_TEXT_CHARS = 10_000;
/** Most that a corpus may take, as chainBytes estimates it: a tab has some 4 GB, and training needs its part. */
export const MAX_CORPUS_BYTES = 2 * 2 ** 30;
/** Longest question, in UTF-16 units. */
export const MAX_QUESTION_CHARS = 100_000;
/** Longest line or array item held in memory at once, in UTF-16 units. */
export const MAX_ROW_CHARS = 32 * 1024 * 1024;
/** Problems kept for display and download; all of them are counted. */
export const MAX_STORED_PROBLEMS = 100_000;
