// The command line's page: the same worker and client as the app, without an interface. A script in
// the browser's tab (cli/studioPage.ts) calls `window.studio`; events go to `window.onStudioEvent`.
import type { ErrorReport } from "./base/errors.ts";
import { StudioError, toErrorReport } from "./base/errors.ts";
import type { RunState } from "./domain/run.ts";
import { createStudioClient } from "./protocol/client.ts";
import type {
  CommandArgs,
  CommandName,
  CommandReply,
  ExportedFile,
  StudioEvent,
} from "./protocol/messages.ts";

/** Errors lose their fields on the way out of the page, so outcomes are data. */
export type Outcome<T> = { isOk: true; value: T } | { isOk: false; error: ErrorReport };

/** A file's bytes as base64, which is what crosses to the script unharmed. */
export interface EncodedFile {
  name: string;
  base64: string;
}

export interface HeadlessStudio {
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<Outcome<CommandReply<N>>>;
  /** Loads what stands in the file input, under the given paths, in the same order. */
  loadFiles(paths: string[]): Promise<Outcome<CommandReply<"files.load">>>;
  /** Loads the PRM in the file input. */
  loadPrm(): Promise<Outcome<null>>;
  /** Starts a run or the retraining and resolves when it has ended, whichever way. */
  runToEnd<N extends "run.start" | "run.retrain">(
    name: N,
    args: CommandArgs<N>,
  ): Promise<Outcome<Extract<RunState, "finished" | "stopped">>>;
  exportFiles(
    name: "run.export" | "candidates.score" | "problems.export",
  ): Promise<Outcome<EncodedFile[]>>;
}

declare global {
  interface Window {
    studio: HeadlessStudio;
    onStudioEvent?: (event: StudioEvent) => void;
  }
}

const client = createStudioClient(
  new Worker(new URL("./worker/training.worker.ts", import.meta.url), { type: "module" }),
);
client.on((event) => window.onStudioEvent?.(event));

async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { isOk: true, value: await work() };
  } catch (error) {
    return { isOk: false, error: toErrorReport(error) };
  }
}

function pickedFiles(): File[] {
  const input = document.querySelector<HTMLInputElement>("#files");
  return [...(input?.files ?? [])];
}

async function encode({ name, blob }: ExportedFile): Promise<EncodedFile> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  // In pieces: the argument list of one call is limited.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return { name, base64: btoa(binary) };
}

window.studio = {
  call: (name, args) => outcomeOf(() => client.call(name, args)),
  loadFiles: (paths) =>
    outcomeOf(() => {
      const files = pickedFiles().map((file, i) => ({ path: paths[i] ?? file.name, file }));
      return client.call("files.load", { files, isReplacing: true });
    }),
  loadPrm: () =>
    outcomeOf(async () => {
      const [file] = pickedFiles();
      if (file === undefined)
        throw new StudioError("internal", "No PRM file was handed to the page");
      return client.call("prm.load", { file });
    }),
  runToEnd: (name, args) =>
    outcomeOf(async () => {
      const { promise, resolve, reject } = deferred<"finished" | "stopped">();
      const off = client.on((event) => {
        if (event.name !== "run.stateChanged") return;
        if (event.state === "finished" || event.state === "stopped") resolve(event.state);
        if (event.state === "failed") {
          const { code, message, hint } = event.error ?? toErrorReport(event.detail);
          reject(new StudioError(code, message, hint));
        }
      });
      try {
        // Whichever comes first: a refusal of the command, or the end of the run.
        const [state] = await Promise.all([promise, client.call(name, args)]);
        return state;
      } finally {
        off();
      }
    }),
  exportFiles: (name) =>
    outcomeOf(async () => {
      const exported = await client.call(name, {});
      return Promise.all((Array.isArray(exported) ? exported : [exported]).map(encode));
    }),
};

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
