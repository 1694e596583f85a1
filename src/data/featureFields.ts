// Which field of a row holds a vector of a frozen encoder, and which say whose it is.
import { rowObject } from "./rowObject.ts";

/** Names that such a field mostly has, looked for in this order. */
const VECTOR_FIELDS = ["features", "embedding", "vector", "hidden_state"] as const;
/** Of a field of another name: shorter lists of numbers are labels or counts rather than vectors. */
const FEWEST_NUMBERS = 8;

/** The field of one of the usual names that holds a list of numbers, or of such lists; null where there is none. */
export function vectorField(row: Record<string, unknown>): string | null {
  return VECTOR_FIELDS.find((field) => lengthOf(row[field]) > 1) ?? null;
}

/** The same, or where no field has such a name, the only one that holds a vector. */
export function anyVectorField(row: Record<string, unknown>): string | null {
  const named = vectorField(row);
  if (named !== null) return named;
  const [only, another] = Object.keys(row).filter(
    (field) => lengthOf(row[field]) >= FEWEST_NUMBERS,
  );
  return only !== undefined && another === undefined ? only : null;
}

/** True for a row in no known format with a vector and what says whose it is. */
export function isVectorRow(value: unknown): boolean {
  const row = rowObject(value);
  if (row === null || anyVectorField(row) === null) return false;
  return Object.hasOwn(row, "key") || (Object.hasOwn(row, "id") && !Object.hasOwn(row, "question"));
}

/** Numbers in a list of numbers, or in the first of a list of such lists; 0 for anything else. */
function lengthOf(value: unknown): number {
  if (!Array.isArray(value)) return 0;
  const [first] = value;
  if (typeof first === "number") return value.length;
  return Array.isArray(first) && typeof first[0] === "number" ? first.length : 0;
}
