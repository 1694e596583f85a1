// Steps that a file gives as a list, in place of one text with step tags.
import { describeValue } from "./describeValue.ts";
import { MAX_RESPONSE_CHARS, MAX_ROW_CHARS, MAX_STEP_CHARS, MAX_STEPS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { chars, requiredText } from "./rowFields.ts";
import { responseSteps, splitSteps } from "./stepText.ts";

/** The step without a tag of its own ("Step 3: …"), trimmed; empty where there is no more to it. */
export function stepBody(text: string): string {
  const { preamble, steps } = splitSteps(text);
  const [only] = steps;
  return preamble === "" && steps.length === 1 && only !== undefined ? only : text.trim();
}

/** The steps of a list of texts; null (and reported) where it is none, is empty or holds a blank one. */
export function stepList(value: unknown, field: string, report: RowReporter): string[] | null {
  if (!Array.isArray(value)) {
    report.error(
      field,
      value === undefined
        ? `${field} is missing`
        : `${field} must be a list of texts, got ${describeValue(value)}`,
    );
    return null;
  }
  if (value.length === 0) {
    report.error(field, `${field} is empty`);
    return null;
  }
  if (!areFew(value.length, field, report)) return null;
  const steps: string[] = [];
  for (const [index, item] of value.entries()) {
    const text = requiredText(item, `${field}[${index}]`, { maxChars: MAX_STEP_CHARS }, report);
    if (text === null) return null;
    const body = stepBody(text);
    if (body === "") {
      report.error(`${field}[${index}]`, `${field}[${index}] is empty`);
      return null;
    }
    steps.push(body);
  }
  return isWholeShort(steps, field, report) ? steps : null;
}

/** The steps of a response, one text or a list; null (and reported) where there are none. */
export function responseField(value: unknown, field: string, report: RowReporter): string[] | null {
  if (Array.isArray(value)) return stepList(value, field, report);
  const text = requiredText(value, field, { maxChars: MAX_ROW_CHARS }, report);
  if (text === null) return null;
  const steps = responseSteps(text);
  return areShort(steps, field, report) ? steps : null;
}

/** False, and reported, where the steps, one of them or all together are more than is read. */
export function areShort(steps: readonly string[], field: string, report: RowReporter): boolean {
  if (!areFew(steps.length, field, report)) return false;
  const tooLong = steps.findIndex((step) => step.length > MAX_STEP_CHARS);
  if (tooLong < 0) return isWholeShort(steps, field, report);
  report.error(field, stepTooLong(tooLong, steps[tooLong]!));
  return false;
}

/** False, and reported, where there are more steps than are read. */
export function areFew(count: number, field: string, report: RowReporter): boolean {
  if (count <= MAX_STEPS) return true;
  const [has, most] = [count, MAX_STEPS].map((number) => number.toLocaleString("en-US"));
  report.error(field, `${field} has ${has} steps; at most ${most} are read`);
  return false;
}

function isWholeShort(steps: readonly string[], field: string, report: RowReporter): boolean {
  const length = steps.reduce((sum, step) => sum + step.length, 0);
  if (length <= MAX_RESPONSE_CHARS) return true;
  const most = MAX_RESPONSE_CHARS.toLocaleString("en-US");
  report.error(field, `the response has ${chars(length)}; at most ${most} are read`);
  return false;
}

function stepTooLong(index: number, step: string): string {
  return `step ${index + 1} has ${chars(step.length)}; at most ${MAX_STEP_CHARS.toLocaleString("en-US")} are read`;
}
