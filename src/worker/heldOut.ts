// Held-out measurement on the candidates: best-of-N and, where steps are labelled, step AUROC.
import type { CandidateQuestion } from "../domain/chain.ts";
import type { EvaluationRecord } from "../domain/run.ts";
import { aggregate } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { auroc } from "../evaluate/auroc.ts";
import { bestOfN, type ScoredCandidate, sizesUpTo } from "../evaluate/bestOfN.ts";
import type { SourceLogits } from "./prmScorer.ts";

/** A step counts as good where at least half of its completions end correct. */
const GOOD_STEP = 0.5;

/**
 * Measures on questions, those that say which candidates are correct.
 * @param scores of the candidates, at least of these questions'; they stand first among them.
 */
export function measureHeldOut(
  candidateQuestions: readonly CandidateQuestion[],
  { logits, chainStart }: SourceLogits,
  prm: Pick<SavedPrm, "aggregation" | "step">,
): EvaluationRecord {
  const questions: ScoredCandidate[][] = [];
  const stepScores: number[] = [];
  const isGoodStep: boolean[] = [];
  let chain = 0;
  for (const { candidates } of candidateQuestions) {
    const scored: ScoredCandidate[] = [];
    for (const candidate of candidates) {
      const first = chainStart[chain]!;
      const last = chainStart[++chain]!;
      candidate.steps.forEach((step, i) => {
        if (step.accuracy === null) return;
        stepScores.push(logits[first + i]!);
        isGoodStep.push(step.accuracy >= GOOD_STEP);
      });
      if (candidate.isCorrect === null) continue;
      const score = aggregate(prm.aggregation, logits, first, last);
      scored.push({ score, isCorrect: candidate.isCorrect });
    }
    if (scored.length > 0) questions.push(scored);
  }
  const largest = questions.reduce((size, scored) => Math.max(size, scored.length), 0);
  const bestOf: Record<string, number> = {};
  for (const n of sizesUpTo(largest)) {
    const value = bestOfN(questions, n);
    if (value !== null) bestOf[n] = value;
  }
  return {
    step: prm.step,
    bestOf: largest > 0 ? bestOf : null,
    stepAuroc: auroc(stepScores, isGoodStep),
  };
}
