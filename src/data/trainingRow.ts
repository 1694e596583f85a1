// One official DreamPRM training row: a question, a step prefix and its Monte-Carlo accuracy.
import { accuracyField } from "./accuracyField.ts";
import { describeValue } from "./describeValue.ts";
import { MAX_QUESTION_CHARS, MAX_ROW_CHARS, MAX_STEP_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { chars, optionalBoolean, optionalText, requiredText } from "./rowFields.ts";
import { responseSteps, splitSteps } from "./stepText.ts";

export interface TrainingRow {
  id: string | null;
  question: string;
  /** The prefix's steps. One, the whole text, where it has no step tags. */
  steps: string[];
  /** False where the text has no step tags; then only prefixes among rows tell where steps end. */
  isTagged: boolean;
  accuracy: number;
  groundTruth: string | null;
  imagePath: string | null;
  isCorrect: boolean | null;
  answer: string | null;
  model: string | null;
}

interface RawTrainingRow {
  id?: unknown;
  input?: unknown;
  add?: unknown;
  dataset?: unknown;
  accuracy?: unknown;
  score?: unknown;
  times?: unknown;
  ground_truth?: unknown;
  image_path?: unknown;
  final_correct?: unknown;
  answer?: unknown;
  model?: unknown;
}

/** Not usable as the key of a plain object, which run.json's weights are. */
const RESERVED_NAMES = new Set(["__proto__"]);

/** The row's domain, taken from the file's name where the row has none; null (and reported) if bad. */
export function domainField(
  row: RawTrainingRow,
  fileDomain: string,
  report: RowReporter,
): string | null {
  const { dataset } = row;
  if (dataset === undefined || dataset === null) return fileDomain;
  if (typeof dataset !== "string") {
    report.error("dataset", `dataset must be text, got ${describeValue(dataset)}`);
    return null;
  }
  const name = dataset.trim();
  if (name === "") return fileDomain;
  if (RESERVED_NAMES.has(name) || name.length > 200) {
    report.error("dataset", `dataset cannot be ${describeValue(dataset)}`);
    return null;
  }
  return name;
}

/** Checks a row; null where it has a fault, every one of them reported by field. */
export function parseTrainingRow(row: RawTrainingRow, report: RowReporter): TrainingRow | null {
  const question = requiredText(row.input, "input", { maxChars: MAX_QUESTION_CHARS }, report);
  const add = requiredText(row.add, "add", { maxChars: MAX_ROW_CHARS }, report);
  const accuracy = accuracyField(row, report);
  if (add === null) return null;
  const isTagged = splitSteps(add).steps.length > 0;
  const steps = responseSteps(add);
  const tooLong = steps.findIndex((step) => step.length > MAX_STEP_CHARS);
  if (tooLong >= 0) {
    report.error("add", stepTooLong(tooLong, steps[tooLong]!));
    return null;
  }
  if (question === null || accuracy === null) return null;
  return {
    id: optionalText(row.id, "id", report),
    question,
    steps,
    isTagged,
    accuracy,
    groundTruth: optionalText(row.ground_truth, "ground_truth", report),
    imagePath: optionalText(row.image_path, "image_path", report),
    isCorrect: optionalBoolean(row.final_correct, "final_correct", report),
    answer: optionalText(row.answer, "answer", report),
    model: optionalText(row.model, "model", report),
  };
}

export function stepTooLong(index: number, step: string): string {
  return `step ${index + 1} has ${chars(step.length)}; at most ${MAX_STEP_CHARS.toLocaleString("en-US")} are read`;
}
