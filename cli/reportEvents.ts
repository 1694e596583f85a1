// Turns the worker's events into what the command line shows while it waits.
import type { PrmRole } from "../src/domain/run.ts";
import type { StudyStatus } from "../src/domain/study.ts";
import type { StudioEvent } from "../src/protocol/messages.ts";
import { type ProgressLine, paceWords, timeLeft } from "./progressLine.ts";

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
        progress.show(
          event.label.startsWith("Evaluating") ? "evaluating" : "reading data",
          event.done,
          event.total,
          "",
        );
        return;
      case "run.started":
        totals.set(event.role, event.totalSteps);
        progress.show(PHASES[event.role], 0, event.totalSteps, "");
        return;
      case "run.progressed": {
        const total = totals.get(event.role) ?? event.step;
        const pace = paceWords(event.step, total, event.timing.stepsPerSecond);
        progress.show(PHASES[event.role], event.step, total, pace);
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
      case "study.changed":
        progress.show(
          `${event.status.title} (%)`,
          percent(event.status.share),
          100,
          studyWords(event.status),
        );
        return;
      case "features.progressed": {
        const { detail, done, total } = event.status;
        progress.show("Features", done, total, detail);
        return;
      }
      case "label.changed": {
        const { detail, rollouts } = event.status;
        progress.show("Rollouts", rollouts.done, rollouts.planned, detail);
        return;
      }
      case "features.changed":
      case "corpus.changed":
      case "run.stateChanged":
      case "run.evaluated":
      case "run.recommended":
      case "prm.changed":
      case "shelf.changed":
      case "study.runDone":
      case "workspace.changed":
      case "study.reported":
        return;
      default:
        event satisfies never;
    }
  };
}

function percent(share: number): number {
  return Math.floor(100 * share);
}

/** For example "Vanilla, seed 2: Training; 3 min 5 s left". */
function studyWords({ runs, detail, state, secondsLeft }: StudyStatus): string {
  const running = runs.find((run) => run.state === "running");
  const seed = running?.seed ?? null;
  const where =
    running === undefined
      ? detail
      : `${running.label}${seed === null ? "" : `, seed ${seed}`}: ${detail}`;
  const isGoing = state === "running" || state === "paused";
  return `${where}${isGoing && secondsLeft !== null ? `; ${timeLeft(secondsLeft)}` : ""}`;
}
