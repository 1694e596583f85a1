// The command line's page: the same worker and client as the app, without an interface. A script in
// the browser's tab (cli/studioPage.ts) calls `window.studio`; events go to `window.onStudioEvent`.
import type { ErrorReport } from "./base/errors.ts";
import { StudioError, toErrorReport } from "./base/errors.ts";
import type { LabelStatus } from "./domain/labelling.ts";
import type { RunFile, RunState } from "./domain/run.ts";
import type { StudyReport, StudyRequest, StudyState } from "./domain/study.ts";
import { createStudioClient } from "./protocol/client.ts";
import type {
  CommandArgs,
  CommandName,
  CommandReply,
  ExportedFile,
  NamedFile,
  StudioEvent,
} from "./protocol/messages.ts";

/** States from which labelling does not go on by itself. */
const LABELLING_ENDS = ["done", "paused", "overBudget", "failed"] as const;

/** Errors lose their fields on the way out of the page, so outcomes are data. */
export type Outcome<T> = { isOk: true; value: T } | { isOk: false; error: ErrorReport };

/** A file's bytes as base64, which is what crosses to the script unharmed. */
export interface EncodedFile {
  name: string;
  base64: string;
}

/** A training of a study that is done, as it leaves the page. */
export interface StudyTraining {
  label: string;
  run: RunFile;
  prm: EncodedFile;
}

type StudyTrainingEvent = Extract<StudioEvent, { name: "study.runDone" }>;

export interface StudyEnd {
  state: Extract<StudyState, "finished" | "stopped">;
  /** Null where too little was done to report on. */
  report: StudyReport | null;
}

export interface HeadlessStudio {
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<Outcome<CommandReply<N>>>;
  /** Loads what stands in the file input, under the given paths, in the same order. */
  loadFiles(paths: string[]): Promise<Outcome<CommandReply<"files.load">>>;
  /** Reads the vectors in the file input, under the given paths. */
  loadFeatures(paths: string[]): Promise<Outcome<CommandReply<"features.load">>>;
  /** Loads the PRM in the file input. */
  loadPrm(): Promise<Outcome<null>>;
  /** Starts a run or the retraining and resolves when it has ended, whichever way. */
  runToEnd<N extends "run.start" | "run.retrain">(
    name: N,
    args: CommandArgs<N>,
  ): Promise<Outcome<Extract<RunState, "finished" | "stopped">>>;
  /** Starts a study and resolves when it has ended and every training was taken by `onStudyTraining`. */
  studyToEnd(request: StudyRequest): Promise<Outcome<StudyEnd>>;
  /** Reads the questions in the file input, under the given paths. */
  loadQuestions(paths: string[]): Promise<Outcome<CommandReply<"label.open">>>;
  /** Starts labelling or goes on with it; resolves when it is done, waits or has failed. */
  labelToEnd<N extends "label.start" | "label.resume">(
    name: N,
    args: CommandArgs<N>,
  ): Promise<Outcome<LabelStatus>>;
  exportFiles(
    name: "run.export" | "candidates.score" | "problems.export" | "label.export",
  ): Promise<Outcome<EncodedFile[]>>;
}

declare global {
  interface Window {
    studio: HeadlessStudio;
    onStudioEvent?: (event: StudioEvent) => void;
    /** Resolves when the training was taken. */
    onStudyTraining?: (training: StudyTraining) => Promise<void>;
  }
}

const client = createStudioClient(
  new Worker(new URL("./worker/training.worker.ts", import.meta.url), { type: "module" }),
);
client.on((event) => {
  // A training of a study holds a file, which does not cross to the script as it is.
  if (event.name !== "study.runDone") window.onStudioEvent?.(event);
});

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

/** The file input's files under these paths, in the same order. */
function pickedUnder(paths: readonly string[]): NamedFile[] {
  return pickedFiles().map((file, i) => ({ path: paths[i] ?? file.name, file }));
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
    outcomeOf(() => client.call("files.load", { files: pickedUnder(paths), isReplacing: true })),
  loadFeatures: (paths) =>
    outcomeOf(() => client.call("features.load", { files: pickedUnder(paths) })),
  loadPrm: () =>
    outcomeOf(async () => {
      const [file] = pickedFiles();
      if (file === undefined)
        throw new StudioError("internal", "No PRM file was handed to the page");
      return client.call("prm.load", { file });
    }),
  runToEnd: (name, args) =>
    outcomeOf(() =>
      callToEnd(name, args, (event) => {
        if (event.name !== "run.stateChanged") return null;
        const { state, detail, error } = event;
        if (state === "finished" || state === "stopped") return { value: state };
        return state === "failed" ? { error: error ?? toErrorReport(detail) } : null;
      }),
    ),
  studyToEnd: (request) =>
    outcomeOf(async () => {
      const taken: Promise<void>[] = [];
      let report: StudyReport | null = null;
      const state = await callToEnd("study.start", { request }, (event) => {
        if (event.name === "study.runDone") taken.push(handOver(event));
        if (event.name === "study.reported") report = event.report;
        if (event.name !== "study.changed") return null;
        const { state, detail, error } = event.status;
        if (state === "finished" || state === "stopped") return { value: state };
        return state === "failed" ? { error: error ?? toErrorReport(detail) } : null;
      });
      await Promise.all(taken);
      return { state, report };
    }),
  loadQuestions: (paths) =>
    outcomeOf(() => client.call("label.open", { files: pickedUnder(paths) })),
  labelToEnd: (name, args) =>
    outcomeOf(() =>
      callToEnd(name, args, (event) => {
        if (event.name !== "label.changed") return null;
        const { state, requests } = event.status;
        // Replies under way are paid for: those that still come are waited for.
        const isOver = LABELLING_ENDS.some((end) => end === state) && requests.underWay === 0;
        return isOver ? { value: event.status } : null;
      }),
    ),
  exportFiles: (name) =>
    outcomeOf(async () => {
      const exported = await client.call(name, {});
      return Promise.all((Array.isArray(exported) ? exported : [exported]).map(encode));
    }),
};

async function handOver({ label, run, prm }: StudyTrainingEvent): Promise<void> {
  await window.onStudyTraining?.({ label, run, prm: await encode(prm) });
}

/** Calls a command and waits for the event that ends what it began; rejects where either says so. */
async function callToEnd<N extends CommandName, T>(
  name: N,
  args: CommandArgs<N>,
  endOf: (event: StudioEvent) => { value: T } | { error: ErrorReport } | null,
): Promise<T> {
  const { promise, resolve, reject } = deferred<T>();
  const off = client.on((event) => {
    const end = endOf(event);
    if (end === null) return;
    if ("value" in end) resolve(end.value);
    else reject(new StudioError(end.error.code, end.error.message, end.error.hint));
  });
  try {
    // Whichever comes first: a refusal of the command, or the end.
    const [value] = await Promise.all([promise, client.call(name, args)]);
    return value;
  } finally {
    off();
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
