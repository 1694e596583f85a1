// Reads what the page's storage keeps under a key as JSON with a version, where it may be asked and is well-formed.
import type { z } from "../base/zod.ts";

/** What fits the schema, without its version; null where nothing is there, nothing fits, or storage is forbidden. */
export function readItem<T extends { version: number }>(
  storage: () => Storage,
  key: string,
  schema: z.ZodType<T>,
): Omit<T, "version"> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(storage().getItem(key) ?? "null"));
    if (!parsed.success) return null;
    const { version: _, ...item } = parsed.data;
    return item;
  } catch {
    return null;
  }
}
