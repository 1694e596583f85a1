// One row of ProcessBench (Zheng et al. 2025): `problem`, `steps` and in `label` the first wrong step,
// counted from 0, or −1 where all are right. Steps before it get the label 1, it and those behind it 0.
// Read alike are rows with a label for each step (`prompt`, `completions`, `labels`, as TRL has them).
import { describeValue } from "./describeValue.ts";
import { extractAnswer } from "./extractAnswer.ts";
import type { LabelledChain } from "./labelledChain.ts";
import { MAX_QUESTION_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { optionalBoolean, optionalText, requiredText } from "./rowFields.ts";
import { stepList } from "./stepList.ts";

interface RawProcessBenchRow {
  id?: unknown;
  generator?: unknown;
  problem?: unknown;
  prompt?: unknown;
  steps?: unknown;
  completions?: unknown;
  label?: unknown;
  labels?: unknown;
  final_answer_correct?: unknown;
  domain?: unknown;
  dataset?: unknown;
  ground_truth?: unknown;
  image_path?: unknown;
}

/** The published ids: "gsm8k-12". */
const ID_WITH_DOMAIN = /^([a-z][a-z0-9_]*)-\d+$/i;

/** Checks a row; null where it has a fault, every one of them reported by field. */
export function parseProcessBenchRow(
  row: RawProcessBenchRow,
  report: RowReporter,
): LabelledChain | null {
  const questionField =
    row.problem === undefined && row.prompt !== undefined ? "prompt" : "problem";
  const stepsField =
    row.steps === undefined && row.completions !== undefined ? "completions" : "steps";
  const question = requiredText(
    row[questionField],
    questionField,
    { maxChars: MAX_QUESTION_CHARS },
    report,
  );
  const steps = stepList(row[stepsField], stepsField, report);
  if (steps === null) return null;
  const labels = labelsOf(row, steps.length, report);
  if (question === null || labels === null) return null;
  const id = optionalText(row.id, "id", report);
  return {
    id,
    domain:
      optionalText(row.domain, "domain", report)?.trim() ||
      optionalText(row.dataset, "dataset", report)?.trim() ||
      (ID_WITH_DOMAIN.exec(id ?? "")?.[1] ?? null),
    question,
    steps: steps.map((text, index) => ({ text, accuracy: labels[index]! })),
    groundTruth: optionalText(row.ground_truth, "ground_truth", report),
    isCorrect: optionalBoolean(row.final_answer_correct, "final_answer_correct", report),
    answer: extractAnswer(steps.at(-1)!),
    model: optionalText(row.generator, "generator", report),
    imagePath: optionalText(row.image_path, "image_path", report),
  };
}

/** A label a step, null (and reported) where `label` is no step and `labels` no list of labels. */
function labelsOf(
  row: RawProcessBenchRow,
  stepCount: number,
  report: RowReporter,
): (number | null)[] | null {
  const { label } = row;
  if (Array.isArray(label)) return labelList(label, "label", stepCount, report);
  if (label === undefined && row.labels !== undefined) {
    return labelList(row.labels, "labels", stepCount, report);
  }
  if (label === undefined || label === null) {
    report.error("label", "label is missing");
    return null;
  }
  if (
    typeof label !== "number" ||
    !Number.isInteger(label) ||
    label < -1 ||
    label >= Math.max(1, stepCount)
  ) {
    report.error(
      "label",
      `label must be the first wrong step, 0 to ${stepCount - 1}, or -1; got ${describeValue(label)}`,
    );
    return null;
  }
  return Array.from({ length: stepCount }, (_, step) => (label < 0 || step < label ? 1 : 0));
}

function labelList(
  values: unknown,
  field: string,
  stepCount: number,
  report: RowReporter,
): (number | null)[] | null {
  if (!Array.isArray(values) || values.length !== stepCount) {
    report.error(
      field,
      `${field} must list a label for each of ${stepCount} steps, got ${describeValue(values)}`,
    );
    return null;
  }
  const labels: (number | null)[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null || (typeof value === "number" && value >= 0 && value <= 1)) {
      labels.push(value);
    } else if (typeof value === "boolean") labels.push(Number(value));
    else {
      report.error(
        `${field}[${index}]`,
        `a label must be true, false or a number between 0 and 1, got ${describeValue(value)}`,
      );
      return null;
    }
  }
  return labels;
}
