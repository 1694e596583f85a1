// What the browser keeps of the work in the page, so that a reload, a closed tab or a crash loses nothing: the
// data, the vectors, the run under way with its checkpoint, the study. One workspace a browser; one tab at a
// time has it.
import type { ErrorReport } from "../base/errors.ts";

/** The things that are kept, each by itself and each whole. */
export const WORKSPACE_KEYS = ["corpus", "features", "run", "study"] as const;
export type WorkspaceKey = (typeof WORKSPACE_KEYS)[number];

/** Version of what is written now; raised when `meta` or the parts of any key change. */
export const WORKSPACE_VERSION = 1;

/** One kept thing. */
export interface WorkspaceItem {
  /** Version of the app's format that wrote it: at most WORKSPACE_VERSION, older ones are migrated by the reader. */
  version: number;
  /** When it was written, ISO 8601. */
  savedAt: string;
  /** Small and plain (structured clone); checked by whoever reads it. */
  meta: unknown;
  /** Large binary content by name. Readable for good, whatever is written or removed afterwards. */
  parts: Record<string, Blob>;
  /** Set where what was written last is damaged and this is what was there before it: what is wrong with it. */
  damage?: string;
}

export interface WorkspaceWrite {
  meta: unknown;
  /** Parts that are new or changed. */
  parts: Record<string, Blob | Uint8Array<ArrayBuffer>>;
  /** Names of parts written before that stay as they are; all others go. */
  kept: readonly string[];
}

/**
 * Where the workspace is kept. Every method rejects with StudioError in words: code "full" where there is no
 * room left, "state" otherwise.
 */
export interface WorkspaceStorage {
  /**
   * Becomes the one tab that has the workspace. `isTakingOver` takes it from the tab that has it. Resolves
   * with false where another tab has it and keeps it. `onLost` is called when another tab took it over.
   */
  claim(options: { isTakingOver: boolean; onLost: () => void }): Promise<boolean>;
  /**
   * Null where nothing is kept under the key. Rejects where a newer version of the app wrote it, or where
   * what is kept is damaged beyond both its versions, and leaves it as it is.
   */
  read(key: WorkspaceKey): Promise<WorkspaceItem | null>;
  /** Atomic: whatever happens in between, afterwards the old item is whole or the new one is. */
  write(key: WorkspaceKey, item: WorkspaceWrite): Promise<void>;
  remove(key: WorkspaceKey): Promise<void>;
  sizes(): Promise<WorkspaceSizes>;
}

/** Who keeps the work in this page. */
export const WORKSPACE_OWNERS = [
  "opening", // not known yet
  "this", // this tab: everything is kept
  "other", // another tab has it: what is done here stays in this page
  "nobody", // the browser keeps nothing (private window, blocked)
] as const;
export type WorkspaceOwner = (typeof WORKSPACE_OWNERS)[number];

export interface WorkspaceStatus {
  owner: WorkspaceOwner;
  /** Why nothing is kept, or the last thing that could not be; null where all is well. */
  problem: ErrorReport | null;
  /** The last checkpoint of the run that is kept; null before there is one. */
  saved: { at: string; step: number } | null;
  /** The run was under way when the page went: it waits, paused, to go on. Null otherwise, and once it goes on. */
  interrupted: { at: string; step: number; totalSteps: number } | null;
}

/** Bytes kept by key. */
export type WorkspaceSizes = Record<WorkspaceKey, number>;
