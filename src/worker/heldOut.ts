// Held-out measurement on the candidates: best-of-N and, where steps are labelled, step AUROC.
import type { CandidateQuestion } from "../domain/chain.ts";
import type { EvaluationRecord } from "../domain/run.ts";
import { aggregateChains } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { auroc } from "../evaluate/auroc.ts";
import { bestOfEverySize, type ScoredCandidate } from "../evaluate/bestOfN.ts";
import type { StepLogits } from "./scoreInBlocks.ts";

/** A step counts as good where at least half of its completions end correct. */
const GOOD_STEP = 0.5;

/** Candidates with their scores by question; those that do not say whether they are correct are left out. */
export function scoredQuestions(
  questions: readonly CandidateQuestion[],
  chainScores: ArrayLike<number>,
): ScoredCandidate[][] {
  let chain = 0;
  return questions
    .map(({ candidates }) =>
      candidates.flatMap(({ isCorrect }) => {
        const score = chainScores[chain++]!;
        return isCorrect === null ? [] : [{ score, isCorrect }];
      }),
    )
    .filter((scored) => scored.length > 0);
}

/**
 * Measures on questions, those that say which candidates are correct.
 * @param scores of the candidates, at least of these questions'; they stand first among them.
 */
export function measureHeldOut(
  candidateQuestions: readonly CandidateQuestion[],
  { logits, chainStart }: StepLogits,
  prm: Pick<SavedPrm, "aggregation" | "step">,
): EvaluationRecord {
  const candidates = candidateQuestions.flatMap((question) => question.candidates);
  const stepScores: number[] = [];
  const isGoodStep: boolean[] = [];
  candidates.forEach(({ steps }, chain) => {
    steps.forEach(({ accuracy }, i) => {
      if (accuracy === null) return;
      stepScores.push(logits[chainStart[chain]! + i]!);
      isGoodStep.push(accuracy >= GOOD_STEP);
    });
  });
  const starts = chainStart.subarray(0, candidates.length + 1);
  const chainScores = aggregateChains(prm.aggregation, logits, starts);
  const bestOf = bestOfEverySize(scoredQuestions(candidateQuestions, chainScores));
  return {
    step: prm.step,
    bestOf: bestOf.size > 0 ? Object.fromEntries(bestOf) : null,
    stepAuroc: auroc(stepScores, isGoodStep),
  };
}
