// For tests only: formats to migrate between, and parts as text.
import type { WorkspaceItem } from "../domain/workspace.ts";
import { CURRENT_FORMAT, type WorkspaceFormat } from "./workspaceMigrations.ts";

/** Formats by name, as functions do not go into a worker. */
export const FORMATS = {
  current: CURRENT_FORMAT,
  /** The next one: the part "a" becomes "first", "b" stays; meta says where it comes from. */
  next: {
    version: CURRENT_FORMAT.version + 1,
    migrations: [
      {
        from: CURRENT_FORMAT.version,
        migrate: async (key, { meta, parts }) => ({
          meta: { key, before: meta },
          parts: { first: new Blob([await parts["a"]!.text(), "!"]), b: parts["b"]! },
        }),
      },
    ],
  },
  /** The next one without what leads to it. */
  nextAlone: { version: CURRENT_FORMAT.version + 1, migrations: [] },
} satisfies Record<string, WorkspaceFormat>;
export type FormatName = keyof typeof FORMATS;

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The item's parts as text. */
export async function textsOf(item: WorkspaceItem | null): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, part] of Object.entries(item?.parts ?? {})) texts[name] = await part.text();
  return texts;
}
