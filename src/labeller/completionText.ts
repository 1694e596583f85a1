// What a reply wrote: a chain's steps, or what follows a prefix; and the final answer in it.
import { extractAnswer } from "../data/extractAnswer.ts";
import { MAX_STEP_CHARS } from "../data/limits.ts";
import { splitSteps } from "../data/stepText.ts";
import { RejectedReply } from "./generator.ts";

/** More are no chain of reasoning, and each would take its rollouts. */
export const MOST_STEPS = 64;

const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/;
const FIRST_TAG = /^[\s#>*_-]{0,12}step[ \t]{0,8}(\d{1,4})\b/i;
const ANSWER_PHRASE =
  /\banswer(?:\s+(?:is|would be|should be)\b\**\s*[:：]?|\**\s*[:：])\**[ \t]*([^\r\n]+)/gi;

/** A reply without the thinking that some models put before it. */
export function withoutThought(text: string): string {
  return text.replace(THOUGHT, "").trim();
}

/**
 * The steps of a whole chain; words before the first tag are dropped.
 * Throws RejectedReply where there are no steps, or too many or too long ones.
 */
export function chainSteps(text: string): string[] {
  const { steps } = splitSteps(text);
  if (steps.length === 0) throw new RejectedReply('no "Step n:" in the chain');
  if (steps.length > MOST_STEPS) throw new RejectedReply(`more than ${MOST_STEPS} steps`);
  if (steps.some((step) => step.length > MAX_STEP_CHARS)) {
    throw new RejectedReply("a step is too long");
  }
  if (steps.some((step) => step === "")) throw new RejectedReply("a step without text");
  return steps;
}

/**
 * What follows the prefix in a reply to "go on". Some models say the prefix once more before they do; it is
 * taken off where it is the same. Throws RejectedReply where the reply begins anew instead: that would be a
 * completion of another prefix, and mostly of a mended one.
 */
export function continuationOf(text: string, prefix: readonly string[]): string {
  const first = FIRST_TAG.exec(text);
  if (first === null || Number(first[1]) > prefix.length) return text;
  const { steps } = splitSteps(text);
  const isRepeated = prefix.every((step, index) => sameWords(step, steps[index] ?? ""));
  if (isRepeated && steps.length > prefix.length) {
    return steps
      .slice(prefix.length)
      .map((step, index) => `Step ${prefix.length + index + 1}: ${step}`)
      .join("\n\n");
  }
  throw new RejectedReply("began anew instead of going on");
}

/** The final answer: what follows "Final answer:" or stands in the last \boxed{}, else what "the answer is". */
export function finalAnswer(text: string): string | null {
  const marked = extractAnswer(text);
  if (marked !== null) return marked;
  let last: string | null = null;
  for (const match of text.matchAll(ANSWER_PHRASE)) last = match[1] ?? null;
  const plain = last?.replaceAll("**", "").trim().replace(/\.$/, "").trim() ?? "";
  return plain === "" ? null : plain;
}

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, " ").trim() === b.replace(/\s+/g, " ").trim();
}
