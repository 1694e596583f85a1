// How much room the app takes in the browser, by what takes it, and the request to keep it for good. For the
// page: nothing here claims the workspace or changes what is kept.
import type { WorkspaceSizes } from "../domain/workspace.ts";
import { openBrowserRunStorage } from "./browserRunStorage.ts";
import { browserWorkspace } from "./browserWorkspace.ts";
import { browserFeatureCache } from "./featureCache.ts";
import { openLabelJournal } from "./labelJournal.ts";

/** Bytes. Null where it could not be measured, as where a newer version of the app wrote it. */
export interface StorageUse {
  /** Of everything of this site, as the browser counts it: more than the sum of the kinds. */
  usage: number | null;
  /** What the browser says the site may have, not what is free on the disk: Chromium names 10 GiB more than is used. */
  quota: number | null;
  /** The browser keeps it until the user removes it; otherwise it may clear it when the disk runs full. */
  isPersistent: boolean;
  byKind: {
    /** Data, vectors in use, run under way, study: what a reload brings back. */
    workspace: WorkspaceSizes | null;
    /** Kept runs, also those deleted that can still be had back. */
    keptRuns: number | null;
    /** The labelling job. */
    labelJob: number | null;
    /** Vectors that pretrained models made. */
    vectors: number | null;
    /** Files of downloaded models. */
    models: number | null;
  };
}

/** Names of the databases where they are not the app's own; for tests. */
export interface MeasuredDatabases {
  workspace?: string;
  keptRuns?: string;
  labelJob?: string;
  vectors?: string;
}

/** Never rejects: what cannot be measured is null. */
export async function measureStorage(databases: MeasuredDatabases = {}): Promise<StorageUse> {
  const [estimate, isPersistent, workspace, keptRuns, labelJob, cache] = await Promise.all([
    orNull(async () => await navigator.storage.estimate()),
    orNull(async () => await navigator.storage.persisted()),
    orNull(() => workspaceSizes(named(databases.workspace))),
    orNull(() => sizeOf(openBrowserRunStorage(named(databases.keptRuns)))),
    orNull(() => sizeOf(openLabelJournal(named(databases.labelJob)))),
    orNull(() => cacheSize(databases.vectors)),
  ]);
  return {
    usage: estimate?.usage ?? null,
    quota: estimate?.quota ?? null,
    isPersistent: isPersistent ?? false,
    byKind: {
      workspace,
      keptRuns,
      labelJob,
      vectors: cache?.bytes ?? null,
      models: cache?.modelBytes ?? null,
    },
  };
}

/**
 * Asks the browser to keep everything until the user removes it. Some browsers ask the user, others decide
 * by themselves; call it where the user has done something worth keeping.
 * @returns whether it does
 */
export async function askToPersist(): Promise<boolean> {
  return (await orNull(async () => await navigator.storage.persist())) ?? false;
}

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}

const named = (name: string | undefined) => (name === undefined ? {} : { name });

async function sizeOf(opening: Promise<{ size(): Promise<number>; close(): void }>) {
  const database = await opening;
  try {
    return await database.size();
  } finally {
    database.close();
  }
}

async function workspaceSizes(options: { name?: string }): Promise<WorkspaceSizes> {
  const workspace = browserWorkspace(options);
  try {
    return await workspace.sizes();
  } finally {
    workspace.close();
  }
}

async function cacheSize(name: string | undefined) {
  const cache = browserFeatureCache(name);
  try {
    return await cache.size();
  } finally {
    await cache.close();
  }
}
