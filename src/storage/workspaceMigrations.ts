// How what older versions of the app kept of the workspace is brought up to date: one step from each version
// to the next, applied when an item is read. A change of `meta` or parts of any key comes with one more.

import { StudioError } from "../base/errors.ts";
import { WORKSPACE_VERSION, type WorkspaceKey } from "../domain/workspace.ts";

/** What a migration may change. Parts that it hands on as the same Blob are not written again. */
export interface MigratedContent {
  meta: unknown;
  parts: Record<string, Blob>;
}

export interface WorkspaceMigration {
  /** It takes items of this version to the next one. */
  from: number;
  migrate(key: WorkspaceKey, content: MigratedContent): MigratedContent | Promise<MigratedContent>;
}

/** Empty while there has been only one version. */
export const WORKSPACE_MIGRATIONS: readonly WorkspaceMigration[] = [];

/** The format that is read and written. */
export interface WorkspaceFormat {
  version: number;
  migrations: readonly WorkspaceMigration[];
}

export const CURRENT_FORMAT: WorkspaceFormat = {
  version: WORKSPACE_VERSION,
  migrations: WORKSPACE_MIGRATIONS,
};

/**
 * Content as the format's version has it.
 * @param version of the content, at most the format's
 * @throws StudioError("internal") where a migration is missing
 */
export async function migrateContent(
  key: WorkspaceKey,
  version: number,
  content: MigratedContent,
  format: WorkspaceFormat,
): Promise<MigratedContent> {
  let migrated = content;
  for (let from = version; from < format.version; from++) {
    const migration = format.migrations.find((candidate) => candidate.from === from);
    if (migration === undefined) {
      throw new StudioError("internal", `Nothing brings version ${from} of the workspace along`);
    }
    migrated = await migration.migrate(key, migrated);
  }
  return migrated;
}
