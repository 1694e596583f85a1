// One official meta item: question and whole response in one text, and whether the answer is correct.
// A file whose fields were mapped by hand may have the two apart, the response as text or as steps.
import type { Chain } from "../domain/chain.ts";
import { describeValue } from "./describeValue.ts";
import { extractAnswer } from "./extractAnswer.ts";
import { MAX_QUESTION_CHARS, MAX_ROW_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { optionalStepAccuracy, optionalText, requiredText } from "./rowFields.ts";
import { areShort, responseField } from "./stepList.ts";
import { splitSteps } from "./stepText.ts";

interface RawMetaRow {
  id?: unknown;
  input?: unknown;
  question?: unknown;
  response?: unknown;
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
  const isCorrect = row.true_false;
  if (isCorrect === undefined) report.error("true_false", "true_false is missing");
  else if (typeof isCorrect !== "boolean") {
    report.error("true_false", `true_false must be true or false, got ${describeValue(isCorrect)}`);
  }
  const parted =
    row.input === undefined && row.response !== undefined
      ? partedText(row, report)
      : wholeText(row, report);
  if (parted === null || typeof isCorrect !== "boolean") return null;
  const { question, steps } = parted;
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

interface QuestionAndSteps {
  question: string;
  steps: string[];
}

/** Question and response in fields of their own. */
function partedText(row: RawMetaRow, report: RowReporter): QuestionAndSteps | null {
  const question = requiredText(row.question, "question", { maxChars: MAX_QUESTION_CHARS }, report);
  const steps = responseField(row.response, "response", report);
  return question === null || steps === null ? null : { question, steps };
}

/** Both in `input`. */
function wholeText(row: RawMetaRow, report: RowReporter): QuestionAndSteps | null {
  const input = requiredText(row.input, "input", { maxChars: MAX_ROW_CHARS }, report);
  if (input === null) return null;
  const { question, steps } = splitMetaInput(input);
  if (steps.length === 0) {
    report.error("input", "input has a question but no response to it (no steps, no final answer)");
    return null;
  }
  if (!areShort(steps, "input", report)) return null;
  if (question === "") report.warn("input", "input has no question before its first step");
  return { question, steps };
}

/** The question ends where the first step begins, or at the word that opens the response. */
function splitMetaInput(input: string): QuestionAndSteps {
  const { preamble, steps } = splitSteps(input);
  const text = preamble.replace(QUESTION_LABEL, "");
  if (steps.length > 0) return { question: text, steps };
  const start = text.search(RESPONSE_START);
  if (start < 0) return { question: text, steps: [] };
  return { question: text.slice(0, start).trim(), steps: [text.slice(start).trim()] };
}
