// Whether a run holds the data: its weights belong to the domains as they stand, so nothing may change.
import type { RunState } from "../../domain/run.ts";

export function isRunUnderWay(state: RunState): boolean {
  switch (state) {
    case "preparing":
    case "compiling":
    case "running":
    case "paused":
    case "retraining":
      return true;
    case "idle":
    case "finished":
    case "stopped":
    case "failed":
      return false;
    default:
      return state satisfies never;
  }
}
