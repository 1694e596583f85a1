// One official meta item: question and whole response in one text, and whether the answer is correct.
import type { Chain } from "../domain/chain.ts";
import { describeValue } from "./describeValue.ts";
import { extractAnswer } from "./extractAnswer.ts";
import { MAX_ROW_CHARS, MAX_STEP_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { optionalStepAccuracy, optionalText, requiredText } from "./rowFields.ts";
import { splitSteps } from "./stepText.ts";
import { stepTooLong } from "./trainingRow.ts";

interface RawMetaRow {
  id?: unknown;
  input?: unknown;
  true_false?: unknown;
  image_path?: unknown;
  ground_truth?: unknown;
  answer?: unknown;
  model?: unknown;
  step_accuracy?: unknown;
}

/** The label that official items open with; it is the file's, not the question's. */
const QUESTION_LABEL = /^\s*question\s*[:：][ \t]*/i;
/** Where a response without step tags begins: at one of these words at the start of a line. */
const RESPONSE_START =
  /\n[ \t]*(?:\*\*)?(?:final answer|response|solution|answer|reasoning|rationale|explanation|assistant)(?:\*\*)?[ \t]*[:：](?:\*\*)?\s*\S/i;

/** Checks a meta item; null where it has a fault or no response, reported by field. */
export function parseMetaRow(
  row: RawMetaRow,
  fallbackId: string,
  report: RowReporter,
): Chain | null {
  const input = requiredText(row.input, "input", { maxChars: MAX_ROW_CHARS }, report);
  const isCorrect = row.true_false;
  if (isCorrect === undefined) report.error("true_false", "true_false is missing");
  else if (typeof isCorrect !== "boolean") {
    report.error("true_false", `true_false must be true or false, got ${describeValue(isCorrect)}`);
  }
  if (input === null) return null;
  const { question, steps } = splitMetaInput(input);
  if (steps.length === 0) {
    report.error("input", "input has a question but no response to it (no steps, no final answer)");
    return null;
  }
  const tooLong = steps.findIndex((step) => step.length > MAX_STEP_CHARS);
  if (tooLong >= 0) {
    report.error("input", stepTooLong(tooLong, steps[tooLong]!));
    return null;
  }
  if (typeof isCorrect !== "boolean") return null;
  if (question === "") report.warn("input", "input has no question before its first step");
  const labels = optionalStepAccuracy(row.step_accuracy, steps.length, "step_accuracy", report);
  return {
    id: optionalText(row.id, "id", report) ?? fallbackId,
    question,
    steps: steps.map((text, index) => ({ text, accuracy: labels?.[index] ?? null })),
    groundTruth: optionalText(row.ground_truth, "ground_truth", report),
    isCorrect,
    answer: optionalText(row.answer, "answer", report) ?? extractAnswer(steps.at(-1)!),
    model: optionalText(row.model, "model", report),
    imagePath: optionalText(row.image_path, "image_path", report),
  };
}

/** The question ends where the first step begins, or at the word that opens the response. */
function splitMetaInput(input: string): { question: string; steps: string[] } {
  const { preamble, steps } = splitSteps(input);
  const text = preamble.replace(QUESTION_LABEL, "");
  if (steps.length > 0) return { question: text, steps };
  const start = text.search(RESPONSE_START);
  if (start < 0) return { question: text, steps: [] };
  return { question: text.slice(0, start).trim(), steps: [text.slice(start).trim()] };
}
