// Which field of a row holds a vector of a frozen encoder, and which say whose it is.
import { rowObject } from "./rowObject.ts";

/** Looked for in this order. */
export const VECTOR_FIELDS = ["features", "embedding", "vector", "hidden_state"] as const;

/** The field that holds a list of numbers; null where there is none. */
export function vectorField(row: Record<string, unknown>): string | null {
  for (const field of VECTOR_FIELDS) {
    const value = row[field];
    if (Array.isArray(value) && value.length > 1 && typeof value[0] === "number") return field;
  }
  return null;
}

/** True for a row that is nothing but a vector with what says whose it is. */
export function isVectorRow(value: unknown): boolean {
  const row = rowObject(value);
  if (row === null || vectorField(row) === null) return false;
  return Object.hasOwn(row, "key") || Object.hasOwn(row, "id");
}
