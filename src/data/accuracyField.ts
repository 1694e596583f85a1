// The Monte-Carlo label of a training row: `accuracy`, or `score` correct of `times` completions.
import { describeValue } from "./describeValue.ts";
import type { RowReporter } from "./problemLog.ts";

interface LabelFields {
  accuracy?: unknown;
  score?: unknown;
  times?: unknown;
  /** true: completions stopped early, and accuracy is an unbiased estimate that score / times is not. */
  adaptive?: unknown;
}

/** Rounded accuracies in files differ from score / times by less. */
const ROUNDING = 0.01;

/** p_i ∈ [0,1], or null where the row has no sound label; every fault is reported by field. */
export function accuracyField(row: LabelFields, report: RowReporter): number | null {
  const hasAccuracy = row.accuracy !== undefined && row.accuracy !== null;
  const hasCounts =
    (row.score !== undefined && row.score !== null) ||
    (row.times !== undefined && row.times !== null);
  const ratio = hasCounts ? ratioOf(row, report) : undefined;
  if (ratio === null) return null;
  if (!hasAccuracy) {
    if (ratio !== undefined) return ratio;
    report.error(
      "accuracy",
      "accuracy is missing, and there are no score and times to compute it from",
    );
    return null;
  }
  const { accuracy } = row;
  if (typeof accuracy !== "number") {
    report.error(
      "accuracy",
      `accuracy must be a number between 0 and 1, got ${describeValue(accuracy)}`,
    );
    return null;
  }
  if (!(accuracy >= 0 && accuracy <= 1)) {
    report.error("accuracy", `accuracy must be between 0 and 1, got ${accuracy}`);
    return null;
  }
  if (row.adaptive !== true && ratio !== undefined && Math.abs(ratio - accuracy) > ROUNDING) {
    report.warn(
      "accuracy",
      `accuracy is ${accuracy}, but score / times is ${ratio}; accuracy is used`,
    );
  }
  return accuracy;
}

/** score / times, null where they are no counts. */
function ratioOf(row: LabelFields, report: RowReporter): number | null {
  const times = countOf(row.times, "times", report);
  const score = countOf(row.score, "score", report);
  if (times === null || score === null) return null;
  if (times === 0) {
    report.error("times", "times must be at least 1, got 0");
    return null;
  }
  if (score > times) {
    report.error("score", `score must be at most times (${times}), got ${score}`);
    return null;
  }
  return score / times;
}

function countOf(value: unknown, field: string, report: RowReporter): number | null {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  if (value === undefined || value === null) report.error(field, `${field} is missing`);
  else report.error(field, `${field} must be a whole number, got ${describeValue(value)}`);
  return null;
}
