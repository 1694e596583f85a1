// How a question is put to the generator: the five-step structured prompt of the paper, editable, with
// places for the question's own text. Shown and edited on the page, filled by the labeller.
import type { LabelQuestion } from "./labelling.ts";

/** Where the question goes in a template; every template must hold it. */
export const QUESTION_PLACE = "{question}";

/**
 * The prompt used where a job names none: restate, gather evidence, recall background knowledge, reason,
 * conclude (DreamPRM, appendix: structured thinking), each step headed so that the chain can be split.
 */
export const FIVE_STEP_PROMPT = `Answer the question below in exactly five steps. Begin each step on a new line with its heading, and write nothing outside the steps.

Step 1: Restate the question in your own words and say what is asked for.
Step 2: Gather the evidence: every number, fact and condition the question (and its image, if there is one) gives.
Step 3: Recall the background knowledge that is needed: definitions, formulas, rules.
Step 4: Reason from the evidence to the result, one small conclusion after another.
Step 5: Conclude. End with a line of its own: "Final answer: " and the answer alone; for a multiple-choice question the letter alone.

Question: {question}`;

/** The template a job uses: its own, or the five-step prompt where that is empty. */
export function promptTemplate(prompt: string): string {
  return prompt.trim() === "" ? FIVE_STEP_PROMPT : prompt;
}

/** The template with the question in every place for it; a "$" in the question stays what it is. */
export function fillPrompt(
  template: string,
  { question }: Pick<LabelQuestion, "question">,
): string {
  return template.replaceAll(QUESTION_PLACE, () => question);
}

/** What is wrong with a template, in words; null where nothing is. */
export function promptIssue(prompt: string): string | null {
  if (prompt.trim() === "" || prompt.includes(QUESTION_PLACE)) return null;
  return `The prompt must hold ${QUESTION_PLACE}, where each question's text is put.`;
}
