// For tests only: a session on the browser's workspace that runs in a worker of its own, seen from the page.
import { type ErrorReport, StudioError } from "../base/errors.ts";
import type { WorkspaceStorage } from "../domain/workspace.ts";
import type { ClosableWorkspace } from "./memoryWorkspace.ts";
import type { FormatName } from "./workspaceFixture.ts";
import type { SessionMethod, WorkerRequest } from "./workspaceTestWorker.ts";

interface WorkerAnswer {
  id?: number;
  value?: unknown;
  calls?: number;
  error?: ErrorReport;
  lost?: true;
  diedAt?: string;
}

export interface WorkerSession extends ClosableWorkspace {
  /** Lets it die before one of its calls to the browser's storage, counted from now on. */
  dieAt(call: number): Promise<void>;
  /** The call it died at; settles when it does. */
  died: Promise<string>;
  /** Calls to the browser's storage that change something, since `dieAt`. */
  calls(): number;
}

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

/** @param hasStreams false: as in browsers whose workers write files through access handles alone */
export async function workerSession(
  workspace: string,
  format: FormatName = "current",
  hasStreams = true,
): Promise<WorkerSession> {
  const url = new URL("./workspaceTestWorker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  let [asked, calls] = [0, 0];
  let onLost = () => {};
  let tellDied = (_: string) => {};
  const died = new Promise<string>((resolve) => {
    tellDied = resolve;
  });

  worker.addEventListener("message", ({ data }: MessageEvent<WorkerAnswer>) => {
    if (data.lost) onLost();
    if (data.diedAt !== undefined) tellDied(data.diedAt);
    const asker = waiting.get(data.id ?? -1);
    waiting.delete(data.id ?? -1);
    calls = data.calls ?? calls;
    if (data.error === undefined) asker?.resolve(data.value);
    else asker?.reject(new StudioError(data.error.code, data.error.message, data.error.hint));
  });

  function ask(request: WithoutId<WorkerRequest>): Promise<unknown> {
    const id = ++asked;
    worker.postMessage({ ...request, id });
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
  }
  const method =
    <N extends SessionMethod & keyof WorkspaceStorage>(name: N) =>
    (...args: unknown[]) =>
      ask({ name, args }) as ReturnType<WorkspaceStorage[N]>;

  await ask({ name: "open", workspace, format, hasStreams });
  return {
    claim(options) {
      onLost = options.onLost;
      return method("claim")(options.isTakingOver);
    },
    read: method("read"),
    write: method("write"),
    remove: method("remove"),
    sizes: method("sizes"),
    close: () => worker.terminate(),
    dieAt: async (call) => void (await ask({ name: "dieAt", call })),
    died,
    calls: () => calls,
  };
}
