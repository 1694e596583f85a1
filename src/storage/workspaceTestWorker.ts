// For tests only: a session on the browser's workspace in a worker, as the training worker has one, that can
// die before any of its calls to the browser's storage.
import { StudioError, toErrorReport } from "../base/errors.ts";
import { browserWorkspace } from "./browserWorkspace.ts";
import type { ClosableWorkspace } from "./memoryWorkspace.ts";
import { FORMATS, type FormatName } from "./workspaceFixture.ts";

export type SessionMethod = "claim" | "read" | "write" | "remove" | "sizes" | "close";

export type WorkerRequest =
  | { id: number; name: "open"; workspace: string; format: FormatName; hasStreams: boolean }
  | { id: number; name: SessionMethod; args: unknown[] }
  /** Counts calls from now on; before this one it dies. */
  | { id: number; name: "dieAt"; call: number };

let session: ClosableWorkspace | null = null;
let calls = 0;
let dieAt = Number.POSITIVE_INFINITY;

/** The calls by which something is changed on the disk, or a change is taken back. */
const WATCHED: [{ prototype: object }, string[]][] = [
  [FileSystemDirectoryHandle, ["getFileHandle", "removeEntry"]],
  [FileSystemFileHandle, ["createWritable", "createSyncAccessHandle"]],
  [FileSystemWritableFileStream, ["write", "close", "abort"]],
  [FileSystemSyncAccessHandle, ["write", "flush", "close"]],
  [IDBDatabase, ["transaction"]],
  [IDBTransaction, ["abort"]],
  [IDBObjectStore, ["put", "delete"]],
];

for (const [{ prototype }, methods] of WATCHED) {
  for (const method of methods) {
    const real = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
    Reflect.set(prototype, method, function watched(this: unknown, ...args: unknown[]) {
      calls += 1;
      if (calls >= dieAt) die(method);
      return real.apply(this, args);
    });
  }
}

/** No event reaches a worker that is closed, and none of the calls that are left in this one is let through. */
function die(method: string): never {
  if (calls === dieAt) postMessage({ diedAt: method });
  close();
  throw new Error("killed");
}

async function answer(request: WorkerRequest): Promise<unknown> {
  if (request.name === "open") {
    // As in browsers that write files through access handles alone.
    if (!request.hasStreams)
      Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
    session = browserWorkspace({
      name: request.workspace,
      format: FORMATS[request.format],
    });
    return null;
  }
  if (request.name === "dieAt") {
    calls = 0;
    dieAt = request.call;
    return null;
  }
  if (session === null) throw new StudioError("internal", "not opened");
  if (request.name === "claim") {
    const [isTakingOver] = request.args as [boolean];
    return session.claim({ isTakingOver, onLost: () => postMessage({ lost: true }) });
  }
  const method = session[request.name] as (...args: unknown[]) => unknown;
  return method(...request.args);
}

addEventListener("message", async ({ data }: MessageEvent<WorkerRequest>) => {
  try {
    const value = await answer(data);
    postMessage({ id: data.id, value, calls });
  } catch (error) {
    postMessage({ id: data.id, error: toErrorReport(error) });
  }
});
