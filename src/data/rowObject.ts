// A row, or a part of one, as an object.

/** A parsed value as an object; null for lists and scalars. */
export function rowObject(value: unknown): Record<string, unknown> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
