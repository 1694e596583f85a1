// How long the last whole run took by the clock, from preparing to its last measurement, so that studies
// of many runs can say beforehand how long they will take.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunConfig } from "../domain/runConfig.ts";
import type { StudioClient } from "../protocol/client.ts";

export interface TimedRun {
  seconds: number;
  config: RunConfig;
}

export interface RunClockState {
  /** The last main run that went from beginning to end without a pause; null before there is one. */
  last: TimedRun | null;
}

export type RunClock = StoreApi<RunClockState>;

/** `now` in milliseconds. */
export function createRunClock(
  client: StudioClient,
  now: () => number = () => performance.now(),
): RunClock {
  return createStore<RunClockState>()((set) => {
    let startedAt: number | null = null;
    let config: RunConfig | null = null;
    client.on((event) => {
      if (event.name === "run.started") {
        if (event.role === "main") config = event.config;
      } else if (event.name === "run.stateChanged") {
        switch (event.state) {
          case "preparing":
            startedAt = now();
            config = null;
            break;
          case "finished":
            if (startedAt !== null && config !== null) {
              set({ last: { seconds: (now() - startedAt) / 1000, config } });
            }
            startedAt = null;
            break;
          case "compiling":
          case "running":
            break;
          default:
            // Paused, stopped, failed or retrained: its time says nothing of a whole run.
            startedAt = null;
        }
      }
    });
    return { last: null };
  });
}
