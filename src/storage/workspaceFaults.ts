// What goes wrong with keeping the workspace, in words. The same for the browser's storage and its twin in
// memory.
import { StudioError } from "../base/errors.ts";
import type { WorkspaceKey, WorkspaceWrite } from "../domain/workspace.ts";
import { reasonOf } from "./openDatabase.ts";

const NAMES: Record<WorkspaceKey, string> = {
  corpus: "data",
  features: "vectors",
  run: "run",
  study: "study",
};

/** Where another tab has the workspace, or it was not claimed. */
export function notOwnedFault(): StudioError {
  return new StudioError(
    "state",
    "The work is kept by another tab of this browser",
    "Go on there, or take the work over to this tab.",
  );
}

/** What a newer app wrote stays as it is: neither read nor overwritten. */
export function newerFault(key: WorkspaceKey, version: number, reads: number): StudioError {
  return new StudioError(
    "state",
    `The ${NAMES[key]} kept by the browser was written by a newer version of the app (format ${version}, this one reads ${reads}) and is left as it is`,
    "Reload the page to get the newer version.",
  );
}

export function damagedFault(key: WorkspaceKey, damage: string): StudioError {
  return new StudioError(
    "state",
    `The ${NAMES[key]} kept by the browser is damaged: ${damage}`,
    "Load or train it again; what is then kept takes its place.",
  );
}

export function fullFault(key: WorkspaceKey): StudioError {
  return new StudioError(
    "full",
    `The browser has no room left to keep the ${NAMES[key]}; what was kept before is whole`,
    "Free space: remove kept runs, cached vectors or downloaded models, then go on.",
  );
}

/** Where the browser lets this page claim nothing. */
export function openingFault(error: unknown): Error {
  if (error instanceof StudioError) return error;
  return new StudioError(
    "state",
    `The browser does not let the work be kept: ${reasonOf(error)}`,
    "It stays in this page until it is closed; export what you need.",
  );
}

export function refusedFault(key: WorkspaceKey, doing: "read" | "keep", error: unknown): Error {
  if (error instanceof StudioError) return error;
  return new StudioError(
    "state",
    `The browser could not ${doing} the ${NAMES[key]}: ${reasonOf(error)}`,
    "It stays in this page until it is closed; export what you need.",
  );
}

/**
 * @param there names of the parts the key has now
 * @throws StudioError("state") where a part is to be kept that is not there, or is also written anew
 */
export function checkKept(key: WorkspaceKey, item: WorkspaceWrite, there: readonly string[]): void {
  for (const name of item.kept) {
    if (Object.hasOwn(item.parts, name)) {
      throw new StudioError("state", `Part ${name} of the ${NAMES[key]} is both kept and written`);
    }
    if (!there.includes(name)) {
      throw new StudioError("state", `No part ${name} of the ${NAMES[key]} is there to be kept`);
    }
  }
}

/**
 * What is to be written, out of reach of what the caller changes afterwards.
 * @throws StudioError("state") where `meta` is no plain data
 */
export function copiedWrite(key: WorkspaceKey, item: WorkspaceWrite): WorkspaceWrite {
  const parts: WorkspaceWrite["parts"] = {};
  for (const [name, part] of Object.entries(item.parts)) {
    parts[name] = part instanceof Blob ? part : part.slice();
  }
  try {
    return { meta: structuredClone(item.meta), parts, kept: [...item.kept] };
  } catch (error) {
    throw refusedFault(key, "keep", error);
  }
}
