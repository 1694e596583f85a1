// Turns the worker's events into what the command line shows while it waits.
import type { PrmRole } from "../src/domain/run.ts";
import type { StudioEvent } from "../src/protocol/messages.ts";
import type { ProgressLine } from "./progressLine.ts";

const PHASES: Record<PrmRole, string> = {
  main: "training",
  retrained: "retraining",
  vanilla: "vanilla, for comparison",
};

/** The listener that keeps a progress line up to date. */
export function reportEvents(progress: ProgressLine): (event: StudioEvent) => void {
  const totals = new Map<PrmRole, number>();
  return (event) => {
    switch (event.name) {
      case "load.progressed":
        progress.show("reading data", event.done, event.total, null);
        return;
      case "run.started":
        totals.set(event.role, event.totalSteps);
        progress.show(PHASES[event.role], 0, event.totalSteps, null);
        return;
      case "run.progressed": {
        const total = totals.get(event.role) ?? event.step;
        progress.show(PHASES[event.role], event.step, total, event.timing.stepsPerSecond);
        return;
      }
      case "backend.chosen": {
        const { name, engine, adapter, isFallback, reason } = event.backend;
        const emulated = name === "webgpu" && isFallback ? ", a software emulation" : "";
        progress.log(`backend: ${name}, ${engine} engine (${adapter}${emulated}). ${reason}`);
        return;
      }
      case "notice.posted":
        progress.log(`note: ${event.message}`);
        return;
      case "corpus.changed":
      case "run.stateChanged":
      case "run.evaluated":
      case "prm.changed":
        return;
      default:
        event satisfies never;
    }
  };
}
