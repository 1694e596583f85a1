// What the readers take at most. A text beyond a bound is named, counted and left out; it is never
// cut short, since a shortened step is another step under the same label.

/** Longest step, in UTF-16 units. The longest human-written steps seen are a few thousand. */
export const MAX_STEP_CHARS = 100_000;
/** Longest question, in UTF-16 units. */
export const MAX_QUESTION_CHARS = 100_000;
/** Longest line or array item held in memory at once, in UTF-16 units. */
export const MAX_ROW_CHARS = 32 * 1024 * 1024;
/** Problems kept for display and download; all of them are counted. */
export const MAX_STORED_PROBLEMS = 100_000;
