// The run as the page knows it: its state in words, its points, its measurements. Everything comes
// from the worker's events, applied at most once a frame; commands only ask for a change.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type { BackendInfo, EvaluationRecord, PrmRole, RunState, RunTiming } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { CommandArgs, CommandName, ExportedFile, StudioEvent } from "../protocol/messages.ts";
import { createFrameBatch, type ScheduleFrame } from "./frameBatch.ts";
import { createRunHistory, type RunHistory } from "./runHistory.ts";

/** What one PRM has left so far. */
export interface RunTrace {
  history: RunHistory;
  evaluations: EvaluationRecord[];
  config: RunConfig;
  /** What was made of a frozen encoder's vectors; null for other encoders. */
  encoderNote: string | null;
}

export interface RunStoreState {
  state: RunState;
  /** What is going on, in words, for the status line. */
  detail: string;
  error: ErrorReport | null;
  backend: BackendInfo | null;
  /** The PRM that trains or trained last. */
  role: PrmRole;
  /** Config of the current or last run; null before the first. */
  config: RunConfig | null;
  step: number;
  totalSteps: number;
  timing: RunTiming | null;
  main: RunTrace | null;
  retrained: RunTrace | null;
  vanilla: RunTrace | null;
  /** Counts applied batches: histories are mutable, so whoever draws them watches this. */
  version: number;
  /** The command that waits for its answer; buttons are off meanwhile. */
  pending: CommandName | null;

  start(config: RunConfig): Promise<boolean>;
  stepOnce(config: RunConfig): Promise<boolean>;
  pause(): Promise<boolean>;
  resume(): Promise<boolean>;
  stop(): Promise<boolean>;
  reset(): Promise<boolean>;
  retrain(): Promise<boolean>;
  /** Files of the run; null where it failed (`error` says why). */
  exportRun(): Promise<ExportedFile[] | null>;
  /** Shows an error that did not come from the worker's run (a bad config, a failed load). */
  report(error: unknown): void;
  dismissError(): void;
}

export type RunStore = StoreApi<RunStoreState>;

type RunFields = Omit<
  RunStoreState,
  | "start"
  | "stepOnce"
  | "pause"
  | "resume"
  | "stop"
  | "reset"
  | "retrain"
  | "exportRun"
  | "report"
  | "dismissError"
>;

/** What belongs to one run and goes with it. */
const WITHOUT_RUN = {
  role: "main",
  config: null,
  step: 0,
  totalSteps: 0,
  timing: null,
  main: null,
  retrained: null,
  vanilla: null,
} as const;

const FRESH: RunFields = {
  ...WITHOUT_RUN,
  state: "idle",
  detail: "",
  error: null,
  backend: null,
  version: 0,
  pending: null,
};

export function createRunStore(client: StudioClient, schedule: ScheduleFrame): RunStore {
  return createStore<RunStoreState>()((set, get) => {
    const batch = createFrameBatch<StudioEvent>(schedule, (events) => {
      let next: RunFields = get();
      for (const event of events) next = applyRunEvent(next, event);
      set({ ...next, version: next.version + 1 });
    });
    client.on((event) => {
      // Progress of loads belongs to the corpus store and comes often.
      if (event.name !== "load.progressed" && event.name !== "notice.posted") batch.push(event);
    });

    async function ask<N extends CommandName>(name: N, args: CommandArgs<N>) {
      set({ pending: name, error: null });
      try {
        const reply = await client.call(name, args);
        batch.flush();
        return { reply };
      } catch (error) {
        batch.flush();
        set({ error: toErrorReport(error) });
        return null;
      } finally {
        set({ pending: null });
      }
    }
    const isDone = async (asked: Promise<object | null>) => (await asked) !== null;

    async function begin(name: "run.start" | "run.step", config: RunConfig): Promise<boolean> {
      const { main } = get();
      if ((await ask(name, { config })) === null) return false;
      // The worker has let go of the run before; its own start is told once it is prepared.
      if (get().main === main) set({ ...WITHOUT_RUN, config, totalSteps: config.lower.steps });
      return true;
    }

    return {
      ...FRESH,
      start: (config) => begin("run.start", config),
      stepOnce: (config) =>
        get().state === "paused" ? isDone(ask("run.step", { config })) : begin("run.step", config),
      pause: () => isDone(ask("run.pause", {})),
      resume: () => isDone(ask("run.resume", {})),
      stop: () => isDone(ask("run.stop", {})),
      reset: () => isDone(ask("run.reset", {})),
      retrain: () => isDone(ask("run.retrain", {})),
      async exportRun() {
        const asked = await ask("run.export", {});
        return asked === null ? null : asked.reply;
      },
      report: (error) => set({ error: toErrorReport(error) }),
      dismissError: () => set({ error: null }),
    };
  });
}

/** The state after one event. Appends to histories in place; everything else is replaced. */
export function applyRunEvent(before: RunFields, event: StudioEvent): RunFields {
  switch (event.name) {
    case "backend.chosen":
      return { ...before, backend: event.backend };
    case "run.stateChanged":
      return applyStateChange(before, event.state, event.detail, event.error);
    case "run.started": {
      const { restored } = event;
      const history = createRunHistory(event.domains);
      for (const record of restored?.records ?? []) history.append(record);
      const trace: RunTrace = {
        history,
        evaluations: restored?.evaluations ?? [],
        config: event.config,
        encoderNote: event.encoderNote,
      };
      const started = {
        ...before,
        role: event.role,
        step: restored?.step ?? 0,
        totalSteps: event.totalSteps,
        timing: restored?.timing ?? null,
        error: null,
      };
      return event.role === "main"
        ? { ...started, main: trace, retrained: null, vanilla: null, config: event.config }
        : { ...started, [event.role]: trace };
    }
    case "run.progressed": {
      const history = before[event.role]?.history;
      for (const record of event.records) history?.append(record);
      return { ...before, step: event.step, timing: event.timing };
    }
    case "run.evaluated": {
      const trace = before[event.role];
      if (trace === null) return before;
      const evaluations = [
        // After a lost device the run measures again from its last checkpoint.
        ...trace.evaluations.filter((record) => record.step < event.record.step),
        event.record,
      ];
      return { ...before, [event.role]: { ...trace, evaluations } };
    }
    default:
      return before;
  }
}

function applyStateChange(
  before: RunFields,
  state: RunState,
  detail: string,
  error: ErrorReport | null,
): RunFields {
  const after = { ...before, state, detail, error: error ?? before.error };
  // Only a reset leads back to idle: nothing of the run is left in the worker.
  if (state !== "idle") return after;
  return { ...after, ...WITHOUT_RUN };
}
