// A response as text and as steps. Step tags ("Step 1: ", "**Step 2**", "### Step 3:") stand only at
// the start of a line and count upwards; step texts never hold one, so splitting what was joined
// gives the same steps again.

// Blanks are bounded, so that no text takes more than linear time.
// 1: bold mark before the word; 2: the number; 3: the same mark closed after the delimiter.
const TAG =
  /^[ \t]{0,8}(?:#{1,6}[ \t]{0,8}|[-*>][ \t]{1,8})?(\*\*|__)?step[ \t]{0,8}(\d{1,4})(?:\1[ \t]{0,8}(?:[:：)]|\.(?!\d)|[-–—](?=\s)|(?<=(?:\*\*|__)[ \t]{0,8})|$)|[ \t]{0,8}(?:[:：)]|\.(?!\d)|[-–—](?=\s))(\1)?)[ \t]{0,8}/gim;

export interface SplitText {
  /** What stands before the first tag, trimmed; all of the text where there is no tag. */
  preamble: string;
  /** Step texts without their tags, trimmed. Empty where there is no tag. */
  steps: string[];
}

/** Splits a text at its step tags. Numbers may skip; one that does not rise is part of its step. */
export function splitSteps(text: string): SplitText {
  TAG.lastIndex = 0;
  let match = TAG.exec(text);
  if (match === null) return { preamble: text.trim(), steps: [] };
  const preamble = text.slice(0, match.index).trim();
  const steps: string[] = [];
  let lastNumber = -1;
  let opening = ""; // of the step under way: a bold mark taken with the tag but not closed in it
  let held = ""; // of the step under way: text up to a tag that is none
  let start = 0;
  for (; match !== null; match = TAG.exec(text)) {
    const number = Number(match[2]);
    if (number > lastNumber) {
      if (lastNumber >= 0) steps.push((opening + held + text.slice(start, match.index)).trim());
      opening = isBoldLeftOpen(match) ? match[1]! : "";
      held = "";
      start = match.index + match[0].length;
      lastNumber = number;
    } else {
      // Pulled up to the line before, it will not be taken for a tag when the steps are joined.
      held = `${(held + text.slice(start, match.index)).trimEnd()} `;
      start = match.index + (match[0].length - match[0].trimStart().length);
    }
  }
  steps.push((opening + held + text.slice(start)).trim());
  return { preamble, steps };
}

function isBoldLeftOpen(match: RegExpExecArray): boolean {
  if (match[1] === undefined || match[3] === match[1]) return false;
  return match[0].split(match[1]).length === 2;
}

/**
 * The steps of a response: a text without tags is one step, words before the first tag belong to
 * the first step. Empty for a blank text.
 */
export function responseSteps(response: string): string[] {
  const { preamble, steps } = splitSteps(response);
  if (steps.length === 0) return preamble === "" ? [] : [preamble];
  if (preamble !== "") steps[0] = `${preamble}\n\n${steps[0]}`.trim();
  return steps;
}

/** The official form: "Step 1: …\n\nStep 2: …". */
export function joinSteps(steps: readonly string[]): string {
  return steps.map((text, index) => `Step ${index + 1}: ${text}`).join("\n\n");
}

/** A text with no tag at a line start and no outer blanks, as the readers would give it back. */
export function untagged(text: string): string {
  const trimmed = text.trim();
  TAG.lastIndex = 0;
  if (!TAG.test(trimmed)) return trimmed;
  let result = "";
  let start = 0;
  TAG.lastIndex = 0;
  for (let match = TAG.exec(trimmed); match !== null; match = TAG.exec(trimmed)) {
    if (match.index === 0) continue; // at the very start it will stand behind a tag of its own
    result = `${(result + trimmed.slice(start, match.index)).trimEnd()} `;
    start = match.index + (match[0].length - match[0].trimStart().length);
  }
  return result + trimmed.slice(start);
}
