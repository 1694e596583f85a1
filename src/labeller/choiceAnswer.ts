// Multiple-choice answers: the letter in its many forms, the choices that a question lists, and the text of a
// choice in place of its letter.
import { unboxed } from "./latexAnswer.ts";

const WRAPPED = /^\\(?:text|mathrm|textbf|mathbf)\s*\{([^{}]*)\}$/;
/** "B", "(b)", "[B]", "B)", "B.", "B:", then nothing or the choice's own words. */
const LEADING = /^[([]?\s*([A-Za-z])\s*(?:[)\]]|[.:、](?!\w))(?:\s*(\S[\s\S]*))?$/;
const ALONE = /^[([{"'“]*\s*([A-Za-z])\s*[)\]}"'”]*\s*[.:]?$/;
const NAMED =
  /\b(?:option|choice|answer|answer is|letter)\s*[:：]?\s*[([]?\s*([A-Z])\s*[)\]]?(?=$|[\s.,;:)\]])/i;
/** A choice in a question: "(A) …" anywhere, or "A. …", "A) …", "A: …" at the start of a line. */
const LISTED = /(?:^|[\s,;])\(([A-J])\)\s*|(?:^|\n)[ \t]*([A-J])[.):][ \t]+/g;

/** The choices a question lists, by letter; empty where it lists fewer than two in a row from A. */
export function choicesIn(question: string): Map<string, string> {
  const marks = [...question.matchAll(LISTED)];
  const choices = new Map<string, string>();
  for (const [index, mark] of marks.entries()) {
    const letter = mark[1] ?? mark[2] ?? "";
    // Only in a row: a stray "(A)" before the list begins it anew.
    if (letter === "A") choices.clear();
    else if (letter !== String.fromCharCode(65 + choices.size)) continue;
    const end = marks[index + 1]?.index ?? question.length;
    choices.set(
      letter,
      question
        .slice(mark.index + mark[0].length, end)
        .trim()
        .replace(/[,;.]$/, ""),
    );
  }
  return choices.size >= 2 ? choices : new Map();
}

/** The letter an answer names, in upper case; null where it names none. */
export function letterOf(answer: string): string | null {
  let text = unboxed(answer)
    .replaceAll("**", "")
    .replace(/^\$+|\$+$/g, "")
    .trim();
  text = WRAPPED.exec(text)?.[1]?.trim() ?? text;
  const letter = ALONE.exec(text)?.[1] ?? LEADING.exec(text)?.[1] ?? NAMED.exec(text)?.[1] ?? null;
  return letter?.toUpperCase() ?? null;
}
