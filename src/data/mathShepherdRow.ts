// One row of Math-Shepherd (Wang et al. 2024): `input` is question and solution with the mark "ки" where
// a step ends, `label` the same text with + or − in the mark's place, `task` the kind of question.
// A + is an estimate that the right answer can still be reached, which here is the label 1; − is 0.
import { describeValue } from "./describeValue.ts";
import type { LabelledChain } from "./labelledChain.ts";
import { MAX_QUESTION_CHARS, MAX_ROW_CHARS, MAX_STEPS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { optionalText, requiredText } from "./rowFields.ts";
import { areFew, areShort, stepBody } from "./stepList.ts";

export const STEP_MARK = "ки";

interface RawMathShepherdRow {
  id?: unknown;
  input?: unknown;
  label?: unknown;
  task?: unknown;
  /** Where `input` holds the solution only; not in the published file. */
  question?: unknown;
  ground_truth?: unknown;
  image_path?: unknown;
}

/** Where the solution begins: behind the question, mostly in the same line. */
export const FIRST_STEP = /(?:^|\s)Step\s+1\s*:/;
/** A sign at the end of a line, where the exact places do not fit. */
const SIGNS = /(?:^|\s)([+\-−])\s*(?=\n|$)/g;
const ANSWER = /the answer is:?/i;

/** Checks a row; null where it has a fault, every one of them reported by field. */
export function parseMathShepherdRow(
  row: RawMathShepherdRow,
  report: RowReporter,
): LabelledChain | null {
  const input = requiredText(row.input, "input", { maxChars: MAX_ROW_CHARS }, report);
  const hasOwnQuestion = row.question !== undefined && row.question !== null;
  const ownQuestion = hasOwnQuestion
    ? requiredText(row.question, "question", { maxChars: MAX_QUESTION_CHARS }, report)
    : null;
  if (row.label === undefined || row.label === null) {
    report.error("label", "label is missing");
    return null;
  }
  if (input === null || (hasOwnQuestion && ownQuestion === null)) return null;
  const start = hasOwnQuestion ? 0 : input.search(FIRST_STEP);
  if (start < 0) {
    report.error("input", "input has no “Step 1:”, so where the question ends cannot be told");
    return null;
  }
  const question = ownQuestion ?? input.slice(0, start).trim();
  if (question === "") {
    report.error("input", "input has no question before “Step 1:”");
    return null;
  }
  const parts = input.slice(start).split(STEP_MARK);
  // Behind the last mark there is nothing, or a step that was not marked.
  if (parts.length > 1 && parts.at(-1)!.trim() === "") parts.pop();
  if (!areFew(parts.length, "input", report)) return null;
  const texts = parts.map(stepBody);
  const blank = texts.indexOf("");
  if (blank >= 0) {
    report.error("input", `step ${blank + 1} of input is empty`);
    return null;
  }
  if (!areShort(texts, "input", report)) return null;
  const signs = signsOf(row.label, input, texts.length, report);
  if (signs === null) return null;
  const steps = texts.map((text, index) => ({ text, accuracy: signs[index] ?? null }));
  const answer = answerOf(texts.at(-1)!);
  const last = steps.at(-1)!.accuracy;
  return {
    id: optionalText(row.id, "id", report),
    domain: optionalText(row.task, "task", report)?.trim() || null,
    question,
    steps,
    groundTruth: optionalText(row.ground_truth, "ground_truth", report),
    // Nothing is left to complete behind the answer: its estimate is whether it is right.
    isCorrect: answer === null || last === null ? null : last === 1,
    answer,
    model: null,
    imagePath: optionalText(row.image_path, "image_path", report),
  };
}

/** What stands behind the first “the answer is”, without the full stop; null where nothing does. */
function answerOf(step: string): string | null {
  const mark = ANSWER.exec(step);
  if (mark === null) return null;
  const rest = step.slice(mark.index + mark[0].length).trim();
  return (rest.length > 1 && rest.endsWith(".") ? rest.slice(0, -1).trim() : rest) || null;
}

/** Labels of the steps; the last may lack one where it lacks the mark. Null and reported where they do not fit. */
function signsOf(
  label: unknown,
  input: string,
  stepCount: number,
  report: RowReporter,
): number[] | null {
  const signs = Array.isArray(label)
    ? label.slice(0, MAX_STEPS + 1).map(signOf)
    : typeof label === "string"
      ? (signsInPlace(label, input) ?? signsAtLineEnds(label))
      : null;
  if (signs === null) {
    report.error("label", `label must be text, got ${describeValue(label)}`);
    return null;
  }
  if (signs.includes(null)) {
    report.error("label", "label must have + or - at the end of each step");
    return null;
  }
  const marks = input.split(STEP_MARK).length - 1;
  if (signs.length === stepCount || (signs.length === marks && marks > 0)) return signs as number[];
  report.error(
    "label",
    `label has ${signs.length} + or - at the ends of its steps, but input has ${stepCount} steps`,
  );
  return null;
}

/** One more than there can be steps is enough to tell that they are too many. */
function signsAtLineEnds(label: string): (number | null)[] {
  const signs: (number | null)[] = [];
  for (const match of label.matchAll(SIGNS)) {
    signs.push(signOf(match[1]));
    if (signs.length > MAX_STEPS) break;
  }
  return signs;
}

/** The signs at the very places of the marks; null where the two texts are not the same beside them. */
function signsInPlace(label: string, input: string): (number | null)[] | null {
  const parts = input.split(STEP_MARK);
  const signs: (number | null)[] = [];
  let at = 0;
  for (const part of parts.slice(0, -1)) {
    if (!label.startsWith(part, at)) return null;
    at += part.length;
    const sign = signOf(label[at]);
    if (sign === null) return null;
    signs.push(sign);
    at++;
  }
  // A sign for the step behind the last mark is found by its line's end.
  return label.slice(at).trim() === parts.at(-1)!.trim() ? signs : null;
}

function signOf(value: unknown): number | null {
  if (value === "+" || value === true || value === 1) return 1;
  if (value === "-" || value === "−" || value === false || value === 0 || value === -1) return 0;
  return null;
}
