// What can be done with the run now, by its state: one place for buttons and keys to agree on.
import type { RunState } from "../domain/run.ts";
import { t } from "../strings/strings.ts";

export interface RunControls {
  /** What the main button does; null while it can do nothing. */
  main: "start" | "pause" | "resume" | null;
  canStep: boolean;
  canStop: boolean;
  canReset: boolean;
  canRetrain: boolean;
  canExport: boolean;
  /** A queue of trainings (a study) can begin. */
  canStudy: boolean;
  /** Why neither a run nor a study can begin now, for the buttons' titles; null where one can. */
  whyNot: string | null;
  /** The run goes on by itself. */
  isActive: boolean;
}

export interface RunSituation {
  state: RunState;
  isPending: boolean;
  /** A study holds the worker, going on or paused. */
  isStudyGoing: boolean;
  /** A corpus is there and can be trained on. */
  isCorpusReady: boolean;
  isConfigValid: boolean;
  /** The run has made at least one point. */
  hasPoints: boolean;
  /** The run learned weights (mode bilevel). */
  hasLearnedWeights: boolean;
}

export function runControls(situation: RunSituation): RunControls {
  const { state, isPending, hasPoints } = situation;
  const isActive =
    state === "preparing" || state === "compiling" || state === "running" || state === "retraining";
  const hasEnded = state === "finished" || state === "stopped" || state === "failed";
  const whyNot = obstacle(situation, isActive);
  const canBegin = whyNot === null;
  const isFree = !isPending;
  let main: RunControls["main"] = null;
  if (state === "paused") main = "resume";
  else if (isActive && state !== "preparing") main = "pause";
  else if (canBegin) main = "start";
  return {
    main: isFree ? main : null,
    canStep: isFree && (state === "paused" || canBegin),
    canStop: isFree && (isActive || state === "paused"),
    canReset: isFree && !situation.isStudyGoing && (state === "paused" || hasEnded),
    canRetrain:
      isFree &&
      !situation.isStudyGoing &&
      hasPoints &&
      situation.hasLearnedWeights &&
      (state === "paused" || state === "running" || state === "finished" || state === "stopped"),
    canExport: isFree && hasPoints && (state === "paused" || hasEnded),
    canStudy: isFree && canBegin,
    whyNot,
    isActive,
  };
}

function obstacle(situation: RunSituation, isActive: boolean): string | null {
  if (situation.isStudyGoing) return t("notices:whyNot.study");
  if (isActive) return t("notices:whyNot.running");
  if (situation.state === "paused") return t("notices:whyNot.paused");
  if (!situation.isCorpusReady) return t("notices:whyNot.noData");
  if (!situation.isConfigValid) return t("notices:whyNot.setting");
  return null;
}
