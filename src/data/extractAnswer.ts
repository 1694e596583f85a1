// The final answer a response gives: what follows its last "Final answer:", or its last \boxed{}.
import { MAX_SHORT_TEXT_CHARS } from "./limits.ts";

const FINAL_ANSWER = /final answer(?:\s+is)?\**\s*[:：]?\**[ \t]*\r?\n?([^\r\n]*)/gi;

/** Boxes looked at from the end: a text full of boxes that are not closed must not take quadratic time. */
const MAX_TRIES = 20;

/** The answer without its marks; null where the response names none. */
export function extractAnswer(response: string): string | null {
  let line: string | null = null;
  for (const match of response.matchAll(FINAL_ANSWER)) line = match[1] ?? null;
  const boxed =
    lastBoxed(line ?? "") ?? (line === null || line.trim() === "" ? lastBoxed(response) : null);
  const answer = tidy(boxed ?? line ?? "");
  return answer === "" || answer.length > MAX_SHORT_TEXT_CHARS ? null : answer;
}

/** What stands in the last \boxed{…}, braces nested; null where there is none or it is not closed. */
function lastBoxed(text: string): string | null {
  const mark = "\\boxed{";
  let tries = 0;
  for (
    let at = text.lastIndexOf(mark);
    at >= 0 && tries < MAX_TRIES;
    at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1), tries++
  ) {
    let depth = 1;
    const start = at + mark.length;
    for (let i = start; i < text.length; i++) {
      const char = text[i];
      if (char === "\\") i++;
      else if (char === "{") depth++;
      else if (char === "}" && --depth === 0) return text.slice(start, i);
    }
  }
  return null;
}

function tidy(answer: string): string {
  return answer
    .trim()
    .replace(/^\*\*(.*)\*\*$/s, "$1")
    .replace(/^\$.*\$\.?$/s, withoutDollars)
    .replace(/\.$/, "")
    .trim();
}

/** A formula without the signs around it, however many: by hand, since a pattern takes cubic time for many. */
function withoutDollars(formula: string): string {
  let start = 0;
  let end = formula.endsWith(".") ? formula.length - 1 : formula.length;
  while (formula[start] === "$") start++;
  while (end > start && formula[end - 1] === "$") end--;
  return formula.slice(start, end);
}
