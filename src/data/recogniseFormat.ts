// Which of the known formats a row is in, told by its fields, not by the file's name.
import type { RowFormat } from "../domain/fieldMapping.ts";
import { FIRST_STEP, STEP_MARK } from "./mathShepherdRow.ts";
import { rowObject } from "./rowObject.ts";

/** The format by the fields only it has; null where none fits, even with a field missing. */
export function recogniseFormat(row: Record<string, unknown>): RowFormat | null {
  return recogniseRow(row)?.format ?? null;
}

/** The format with the reason in words, for a person to judge by; null where none fits. */
export function recogniseRow(
  row: Record<string, unknown>,
): { format: RowFormat; reason: string } | null {
  const has = (field: string) => Object.hasOwn(row, field);
  const of = (format: RowFormat, reason: string) => ({ format, reason });
  if (has("candidates")) return of("candidates", "it has the field candidates");
  if (has("true_false")) return of("meta", "it has the field true_false");
  if (rowObject(row["label"]) !== null && rowObject(row["question"]) !== null) {
    return of("prm800k", "question and label are objects, as in PRM800K");
  }
  if (has("problem") && has("steps") && (has("label") || has("labels"))) {
    return of("processBench", "it has problem, steps and label");
  }
  if (has("prompt") && has("completions") && (has("label") || has("labels"))) {
    return of("processBench", "it has prompt, completions and a label for each step");
  }
  if (has("add") || has("accuracy") || has("times")) {
    return of("training", "it has the fields of a DreamPRM training row");
  }
  if (has("input") && has("label")) {
    const { input, label } = row;
    if (typeof input === "string" && input.includes(STEP_MARK)) {
      return of("mathShepherd", `input has the mark ${STEP_MARK} at the ends of steps`);
    }
    if (has("task") && typeof label === "string" && FIRST_STEP.test(label)) {
      return of("mathShepherd", "it has input, label and task, with steps in the label");
    }
  }
  if (has("input") && (has("dataset") || has("sid"))) {
    return of("training", "it has input beside dataset or sid");
  }
  return null;
}

/** Why a row was not recognised, in words: which fields it has. */
export function unrecognisedFields(row: Record<string, unknown>): string {
  const fields = Object.keys(row);
  if (fields.length === 0) return "it has no fields";
  const shown = fields
    .slice(0, 8)
    .map((field) => (field.length > 30 ? `${field.slice(0, 30)}…` : field));
  return `its fields are ${shown.join(", ")}${fields.length > 8 ? ", …" : ""}`;
}
