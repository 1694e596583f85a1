// Making labels, as the page knows it: the questions, the form, what it will take, the job under way.
// The worker does the work and tells of it. The endpoint's key is here and in no exported file; the
// browser remembers it only where the user asked for that.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import { writeConfigPath } from "../domain/configPaths.ts";
import { originOf } from "../domain/labelEndpoints.ts";
import type {
  LabelEstimate,
  LabelQuestionsSummary,
  LabelSpec,
  LabelState,
  LabelStatus,
} from "../domain/labelling.ts";
import { specToResume } from "../domain/labelResume.ts";
import type { StudioClient } from "../protocol/client.ts";
import type {
  CommandArgs,
  CommandName,
  CommandReply,
  ExportedFile,
  NamedFile,
} from "../protocol/messages.ts";
import type { KeyMemory } from "../storage/rememberedKey.ts";
import {
  type CheckedDraft,
  checkLabelDraft,
  defaultLabelDraft,
  draftOfSpec,
  draftUrl,
  type GeneratorKind,
  specToEstimate,
} from "./labelDraft.ts";
import { createLatestWins } from "./latestWins.ts";

type LabelCommand = Extract<CommandName, `label.${string}`>;

/** What “Test connection” found. */
export type ProbeResult =
  | { state: "untested" }
  | { state: "testing" }
  | { state: "reached"; models: readonly string[] }
  | { state: "failed"; error: ErrorReport };

export interface LabelStoreState extends CheckedDraft {
  /** Null before any were read. */
  questions: LabelQuestionsSummary | null;
  /** The job; null before the worker told of one. */
  status: LabelStatus | null;
  /** What the job in the form will take at most; null while that is not known. */
  estimate: LabelEstimate | null;
  /** The endpoint's key as typed; empty for none. */
  key: string;
  isKeyRemembered: boolean;
  probe: ProbeResult;
  /** The command that waits for its answer; buttons are off meanwhile. */
  pending: LabelCommand | null;
  error: ErrorReport | null;

  setField(path: string, value: unknown): void;
  setGenerator(kind: GeneratorKind): void;
  setKey(key: string): void;
  /** Keeps the key in this browser from now on, or forgets it there. */
  rememberKey(isRemembered: boolean): void;
  /** Empties the field and takes the key from this browser. */
  forgetKey(): void;
  /** All settings at their defaults, the generator staying. */
  resetForm(): void;
  openFiles(files: NamedFile[]): Promise<boolean>;
  openSuite(questionsPerDomain: number): Promise<boolean>;
  /** Asks the endpoint which models it offers. */
  testConnection(): Promise<void>;
  start(): Promise<boolean>;
  pause(): Promise<boolean>;
  /** Goes on, with the form's budget, price and connection. */
  resume(): Promise<boolean>;
  discard(): Promise<boolean>;
  /** What an earlier visit left unfinished. */
  restore(): Promise<void>;
  /** The shards so far; null where that failed. */
  exportShards(): Promise<ExportedFile[] | null>;
  /** Puts the labels into the corpus; true when they are there. */
  use(isReplacing: boolean): Promise<boolean>;
  /** Shows an error that arose outside, such as an unreadable drop. */
  report(cause: unknown): void;
  dismissError(): void;
}

export type LabelStore = StoreApi<LabelStoreState>;

const JOB_STATES: ReadonlySet<LabelState> = new Set([
  "running",
  "paused",
  "overBudget",
  "failed",
  "done",
]);

/** True from a job's start until it is discarded. */
export function hasLabelJob(status: LabelStatus | null): boolean {
  return status !== null && JOB_STATES.has(status.state);
}

/** True where a job was begun and can go on. */
export function canResumeLabels(status: LabelStatus | null): boolean {
  const state = status?.state;
  return state === "paused" || state === "overBudget" || state === "failed";
}

export function createLabelStore(
  client: StudioClient,
  memory: KeyMemory | null = null,
): LabelStore {
  return createStore<LabelStoreState>()((set, get) => {
    const estimates = createLatestWins<LabelSpec, LabelEstimate>({
      run: (spec) => client.call("label.estimate", { spec }),
      onAnswer: (estimate) => set({ estimate }),
      onError: () => set({ estimate: null }),
    });

    /** Asks what the form's job would take; nothing is known without questions or while a field is wrong. */
    function estimate(): void {
      const { draft, questions } = get();
      const spec = specToEstimate(draft);
      if (spec !== null && (questions?.questions ?? 0) > 0) estimates.ask(spec);
      else {
        estimates.drop();
        set({ estimate: null });
      }
    }

    function put(checked: CheckedDraft): void {
      const before = get();
      set(checked);
      if (draftUrl(before.draft) !== draftUrl(checked.draft)) {
        set({ probe: { state: "untested" } });
        offerKey();
      }
      estimate();
    }

    /** A remembered key stands in the field for the address it belongs to, and for no other. */
    function offerKey(): void {
      const { key, isKeyRemembered, draft } = get();
      const remembered = memory?.read() ?? null;
      if (remembered === null || remembered.origin !== originOf(draftUrl(draft))) {
        if (isKeyRemembered) set({ key: "", isKeyRemembered: false });
      } else if (key === "" || key === remembered.key) {
        set({ key: remembered.key, isKeyRemembered: true });
      }
    }

    function keep(): void {
      const origin = originOf(draftUrl(get().draft));
      const { key } = get();
      set({ isKeyRemembered: origin !== null && memory?.keep({ origin, key }) === true });
    }

    function take(status: LabelStatus): void {
      const { questions } = get();
      set({
        status,
        questions: status.questions ?? questions,
        ...(status.error === null ? {} : { error: status.error }),
      });
    }

    async function ask<N extends LabelCommand>(
      name: N,
      args: CommandArgs<N>,
    ): Promise<{ reply: CommandReply<N> } | null> {
      set({ pending: name, error: null });
      try {
        return { reply: await client.call(name, args) };
      } catch (error) {
        set({ error: toErrorReport(error) });
        return null;
      } finally {
        set({ pending: null });
      }
    }

    async function open<N extends "label.open" | "label.openSuite">(
      name: N,
      args: CommandArgs<N>,
    ): Promise<boolean> {
      const opened = await ask(name, args);
      if (opened === null) return false;
      const questions = opened.reply;
      set({ questions });
      // The suite's policy answers the suite's questions only; they are what it is chosen for.
      put(checkLabelDraft({ ...get().draft, kind: questions.isSuite ? "suite" : "endpoint" }));
      return true;
    }

    /** The key for the generator that will be asked; the suite's policy needs none. */
    function keyToSend(spec: LabelSpec): string | null {
      const key = get().key.trim();
      return spec.generator.kind === "endpoint" && key !== "" ? key : null;
    }

    client.on((event) => {
      if (event.name === "label.changed") take(event.status);
    });

    return {
      ...checkLabelDraft(defaultLabelDraft()),
      questions: null,
      status: null,
      estimate: null,
      key: "",
      isKeyRemembered: false,
      probe: { state: "untested" },
      pending: null,
      error: null,

      setField(path, value) {
        const draft = { ...get().draft, ...writeConfigPath(get().draft, path, value) };
        put(checkLabelDraft(draft));
      },
      setGenerator: (kind) => put(checkLabelDraft({ ...get().draft, kind })),
      setKey(key) {
        set({ key, probe: { state: "untested" } });
        if (get().isKeyRemembered) keep();
      },
      rememberKey(isRemembered) {
        if (isRemembered) keep();
        else {
          memory?.forget();
          set({ isKeyRemembered: false });
        }
      },
      forgetKey() {
        memory?.forget();
        set({ key: "", isKeyRemembered: false, probe: { state: "untested" } });
      },
      resetForm() {
        const { kind } = get().draft;
        put(checkLabelDraft({ ...defaultLabelDraft(), kind }));
      },
      openFiles: (files) => open("label.open", { files }),
      openSuite: (questionsPerDomain) => open("label.openSuite", { questionsPerDomain }),
      async testConnection() {
        const url = draftUrl(get().draft);
        const key = get().key.trim();
        const isStill = () => draftUrl(get().draft) === url && get().key.trim() === key;
        set({ probe: { state: "testing" } });
        let probe: ProbeResult;
        try {
          const { models } = await client.call("label.probe", {
            url,
            key: key === "" ? null : key,
          });
          probe = { state: "reached", models };
        } catch (error) {
          probe = { state: "failed", error: toErrorReport(error) };
        }
        // An answer about an address or key that has been changed meanwhile says nothing.
        if (!isStill()) return;
        set({ probe });
        const [first] = probe.state === "reached" ? probe.models : [];
        if (first !== undefined && get().issues["endpoint.model"] !== undefined) {
          get().setField("endpoint.model", first);
        }
      },
      async start() {
        const { spec } = get();
        if (spec === null) return false;
        return (await ask("label.start", { spec, key: keyToSend(spec) })) !== null;
      },
      pause: async () => (await ask("label.pause", {})) !== null,
      async resume() {
        const { spec, status } = get();
        const job = status?.spec ?? null;
        const next = job !== null && spec !== null ? specToResume(job, spec) : null;
        const key = job === null ? null : keyToSend(job);
        return (await ask("label.resume", { spec: next, key })) !== null;
      },
      discard: async () => (await ask("label.discard", {})) !== null,
      async restore() {
        offerKey();
        const restored = await ask("label.restore", {});
        if (restored === null) return;
        const status = restored.reply;
        take(status);
        if (status.spec === null) return;
        put(checkLabelDraft(draftOfSpec(get().draft, status.spec)));
      },
      exportShards: async () => (await ask("label.export", {}))?.reply ?? null,
      use: async (isReplacing) => (await ask("label.use", { isReplacing })) !== null,
      report: (cause) => set({ error: toErrorReport(cause) }),
      dismissError: () => set({ error: null }),
    };
  });
}
