// Held-out measurement on the candidates: best-of-N and, where steps are labelled, step AUROC.
import type { Corpus } from "../domain/chain.ts";
import type { EvaluationRecord } from "../domain/run.ts";
import type { EncodedChains } from "../engine/encoders/encoded.ts";
import { takeChains } from "../engine/encoders/takeChains.ts";
import { aggregate } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { scoreChains } from "../engine/prm/scoreChains.ts";
import { auroc } from "../evaluate/auroc.ts";
import { bestOfN, type ScoredCandidate, sizesUpTo } from "../evaluate/bestOfN.ts";

/** A step counts as good where at least half of its completions end correct. */
const GOOD_STEP = 0.5;

/** Measures on the first `questionLimit` questions that say which candidates are correct. */
export function measureHeldOut(
  corpus: Corpus,
  encoded: EncodedChains,
  prm: SavedPrm,
  questionLimit: number,
): EvaluationRecord {
  const questions: ScoredCandidate[][] = [];
  const stepScores: number[] = [];
  const isGoodStep: boolean[] = [];
  let chain = 0;
  let measured = 0;
  for (const { candidates } of corpus.candidates) {
    if (measured++ >= questionLimit) break;
    const scored: ScoredCandidate[] = [];
    const own = takeChains(
      encoded,
      candidates.map((_, i) => chain + i),
    );
    const logits = scoreChains(prm.layout, prm.params, own);
    chain += candidates.length;
    for (const [c, candidate] of candidates.entries()) {
      const first = own.chainStart[c]!;
      const last = own.chainStart[c + 1]!;
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
