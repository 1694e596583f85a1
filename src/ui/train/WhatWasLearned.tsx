// Said once the run rests: the weights that retraining and everything after it go by.
import { t } from "../../strings/strings.ts";
import { useRun } from "../StudioContext.ts";
import { learnedFrom, learnedSentence } from "./learnedSummary.ts";

export function WhatWasLearned({ className }: { className: string | undefined }) {
  const state = useRun((run) => run.state);
  const main = useRun((run) => run.main);
  const isResting = state === "finished" || state === "stopped" || state === "paused";
  const upper = main?.config.mode === "bilevel" ? main.config.upper : null;
  if (!isResting || main === null || upper === null || main.history.upperSteps() === 0) return null;
  const weights = learnedFrom(main.history, upper.shrinkage);
  return (
    <p className={className}>
      <strong>{t("race:panel.learned")}</strong> {learnedSentence(main.history.domains, weights)}
    </p>
  );
}
