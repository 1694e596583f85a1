// Measures again, while the view is shown, whenever what is compared or the data have changed and the
// worker is free: who opens the view wants numbers, not a button.
import { useEffect } from "react";
import { comparedPrms } from "../../store/evaluationStore.ts";
import { isStudyGoing } from "../../store/studyStore.ts";
import { useControls, useCorpus, useEvaluation, useStudio, useStudy } from "../StudioContext.ts";

export function useAutoEvaluation(): void {
  const { evaluation } = useStudio();
  const isStale = useEvaluation((state) => state.isStale);
  const hasPrms = useEvaluation((state) => comparedPrms(state).length > 0);
  const isTraining = useControls("isActive");
  const isStudying = useStudy(({ status }) => isStudyGoing(status));
  const hasCandidates = useCorpus(
    ({ summary, load }) => load === null && (summary?.candidateQuestions ?? 0) > 0,
  );
  const isDue = isStale && hasPrms && hasCandidates && !isTraining && !isStudying;
  useEffect(() => {
    if (isDue) evaluation.getState().compute();
  }, [isDue, evaluation]);
}
