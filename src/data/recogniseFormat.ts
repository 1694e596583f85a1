// Which of the known formats a row is in, told by its fields, not by the file's name.

export type RowFormat = "training" | "meta" | "candidates";

/** A parsed row as an object; null for lists and scalars. */
export function rowObject(value: unknown): Record<string, unknown> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The format by the fields only it has; null where none fits, even with a field missing. */
export function recogniseFormat(row: Record<string, unknown>): RowFormat | null {
  const has = (field: string) => Object.hasOwn(row, field);
  if (has("candidates")) return "candidates";
  if (has("true_false")) return "meta";
  if (has("add") || has("accuracy") || has("times")) return "training";
  if (has("input") && (has("dataset") || has("sid"))) return "training";
  return null;
}

/** Why a row was not recognised, in words: what it looks like, or which fields it has. */
export function unrecognisedFields(row: Record<string, unknown>): string {
  const has = (field: string) => Object.hasOwn(row, field);
  if (has("problem") && has("steps") && has("label"))
    return "it looks like ProcessBench, which is not read yet";
  if (has("question") && has("label")) return "it looks like PRM800K, which is not read yet";
  if (has("input") && has("label")) return "it looks like Math-Shepherd, which is not read yet";
  const fields = Object.keys(row);
  if (fields.length === 0) return "it has no fields";
  const shown = fields
    .slice(0, 8)
    .map((field) => (field.length > 30 ? `${field.slice(0, 30)}…` : field));
  return `its fields are ${shown.join(", ")}${fields.length > 8 ? ", …" : ""}`;
}
