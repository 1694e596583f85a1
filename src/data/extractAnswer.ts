// The final answer a response gives: what follows its last "Final answer:", or its last \boxed{}.

const FINAL_ANSWER = /final answer(?:\s+is)?\**\s*[:：]?\**[ \t]*\r?\n?([^\r\n]*)/gi;

/** The answer without its marks; null where the response names none. */
export function extractAnswer(response: string): string | null {
  let line: string | null = null;
  for (const match of response.matchAll(FINAL_ANSWER)) line = match[1] ?? null;
  const boxed =
    lastBoxed(line ?? "") ?? (line === null || line.trim() === "" ? lastBoxed(response) : null);
  const answer = tidy(boxed ?? line ?? "");
  return answer === "" ? null : answer;
}

/** What stands in the last \boxed{…}, braces nested; null where there is none or it is not closed. */
function lastBoxed(text: string): string | null {
  const mark = "\\boxed{";
  for (
    let at = text.lastIndexOf(mark);
    at >= 0;
    at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1)
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
    .replace(/^\$+(.*?)\$+\.?$/s, "$1")
    .replace(/\.$/, "")
    .trim();
}
