// One official DreamPRM training row: a question, a step prefix and its Monte-Carlo accuracy.
import { accuracyField } from "./accuracyField.ts";
import { describeValue } from "./describeValue.ts";
import { MAX_NAME_CHARS, MAX_QUESTION_CHARS, MAX_ROW_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { optionalBoolean, optionalText, requiredText } from "./rowFields.ts";
import { areShort } from "./stepList.ts";
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
  value: unknown,
  fileDomain: string,
  report: RowReporter,
  field = "dataset",
): string | null {
  if (value === undefined || value === null) return fileDomain;
  if (typeof value !== "string") {
    report.error(field, `${field} must be text, got ${describeValue(value)}`);
    return null;
  }
  const name = value.trim();
  if (name === "") return fileDomain;
  if (RESERVED_NAMES.has(name) || name.length > MAX_NAME_CHARS) {
    report.error(field, `${field} cannot be ${describeValue(value)}`);
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
  if (!areShort(steps, "add", report)) return null;
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
