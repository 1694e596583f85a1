// Studies as the page knows them: the queue under way, the verdict, and the newest report of every
// comparison. The worker does the work and tells of it; commands only ask for a change.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type {
  ComparisonReport,
  StudyRequest,
  StudyStatus,
  VerdictReport,
} from "../domain/study.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { CommandArgs, CommandName } from "../protocol/messages.ts";

type StudyCommand = Extract<CommandName, `study.${string}`>;

export interface StudyStoreState {
  /** The queue under way, or the last one; null before the first. */
  status: StudyStatus | null;
  verdict: VerdictReport | null;
  /** The last report of each title, the newest first. */
  comparisons: readonly ComparisonReport[];
  /** The data have changed since the verdict was reached. */
  isVerdictOutdated: boolean;
  /** The command that waits for its answer; buttons are off meanwhile. */
  pending: StudyCommand | null;
  error: ErrorReport | null;

  /** True when the queue has begun; otherwise `error` says why not. */
  start(request: StudyRequest): Promise<boolean>;
  pause(): Promise<boolean>;
  resume(): Promise<boolean>;
  stop(): Promise<boolean>;
  dismissError(): void;
}

export type StudyStore = StoreApi<StudyStoreState>;

/** A study holds the worker: no run can start, whether it goes on or is paused. */
export function isStudyGoing(status: StudyStatus | null): boolean {
  return status?.state === "running" || status?.state === "paused";
}

export function createStudyStore(client: StudioClient): StudyStore {
  return createStore<StudyStoreState>()((set, get) => {
    client.on((event) => {
      if (event.name === "study.changed") {
        const { status } = event;
        set({ status, ...(status.error === null ? {} : { error: status.error }) });
      } else if (event.name === "study.reported") {
        const { report, isOutdated } = event;
        if (report.kind === "verdict") {
          set({ verdict: report, isVerdictOutdated: isOutdated });
        } else {
          const others = get().comparisons.filter(({ title }) => title !== report.title);
          set({ comparisons: [report, ...others] });
        }
      } else if (event.name === "corpus.changed") {
        set({ isVerdictOutdated: true });
      }
    });

    async function ask<N extends StudyCommand>(name: N, args: CommandArgs<N>): Promise<boolean> {
      set({ pending: name, error: null });
      try {
        await client.call(name, args);
        return true;
      } catch (error) {
        set({ error: toErrorReport(error) });
        return false;
      } finally {
        set({ pending: null });
      }
    }

    return {
      status: null,
      verdict: null,
      comparisons: [],
      isVerdictOutdated: false,
      pending: null,
      error: null,
      start: (request) => ask("study.start", { request }),
      pause: () => ask("study.pause", {}),
      resume: () => ask("study.resume", {}),
      stop: () => ask("study.stop", {}),
      dismissError: () => set({ error: null }),
    };
  });
}
