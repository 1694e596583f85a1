// Single fields of a row from a file, checked: the value, or a report naming the field and the value.
import { describeValue } from "./describeValue.ts";
import { MAX_SHORT_TEXT_CHARS } from "./limits.ts";
import { NON_NUMBER_MARK } from "./parseJson.ts";
import type { RowReporter } from "./problemLog.ts";

export interface TextRule {
  maxChars: number;
  mayBeBlank?: boolean;
}

/** A required text; null (and reported) where it is missing, no text, blank or too long. */
export function requiredText(
  value: unknown,
  field: string,
  rule: TextRule,
  report: RowReporter,
): string | null {
  if (value === undefined) report.error(field, `${field} is missing`);
  else if (typeof value !== "string" || value.startsWith(NON_NUMBER_MARK)) {
    report.error(field, `${field} must be text, got ${describeValue(value)}`);
  } else if (!rule.mayBeBlank && value.trim() === "") report.error(field, `${field} is empty`);
  else if (value.length > rule.maxChars) {
    report.error(
      field,
      `${field} has ${chars(value.length)}; at most ${rule.maxChars.toLocaleString("en-US")} are read`,
    );
  } else return value;
  return null;
}

/** A short text or number as text; null where there is none. Anything else is warned of and ignored. */
export function optionalText(value: unknown, field: string, report: RowReporter): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number") return String(value);
  if (typeof value === "string" && !value.startsWith(NON_NUMBER_MARK)) {
    if (value.length <= MAX_SHORT_TEXT_CHARS) return value;
    const most = MAX_SHORT_TEXT_CHARS.toLocaleString("en-US");
    report.warn(
      field,
      `${field} has ${chars(value.length)}; at most ${most} are read, and it is ignored`,
    );
    return null;
  }
  report.warn(field, `${field} must be text, got ${describeValue(value)}; it is ignored`);
  return null;
}

/** true, false or null; anything else is warned of and ignored. */
export function optionalBoolean(
  value: unknown,
  field: string,
  report: RowReporter,
): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  report.warn(field, `${field} must be true or false, got ${describeValue(value)}; it is ignored`);
  return null;
}

/** Labels of the steps one by one (a field of this app's own exports); null where there are none. */
export function optionalStepAccuracy(
  value: unknown,
  stepCount: number,
  field: string,
  report: RowReporter,
): (number | null)[] | null {
  if (value === undefined || value === null) return null;
  const isLabels =
    Array.isArray(value) &&
    value.length === stepCount &&
    value.every(
      (label) => label === null || (typeof label === "number" && label >= 0 && label <= 1),
    );
  if (isLabels) return value;
  report.warn(
    field,
    `${field} must list a number between 0 and 1 or null for each of ${stepCount} steps, got ${describeValue(value)}; it is ignored`,
  );
  return null;
}

/** For example "1,000,000 characters". */
export function chars(count: number): string {
  return `${count.toLocaleString("en-US")} characters`;
}
