// Everything the Evaluate view shows, from candidates, their logits under some PRMs and the steps kept from
// training: curves, aggregations, step metrics and breakdowns. Pure numbers; who scored is not asked.

import { type Pace, paceBy } from "../base/pace.ts";
import type { CandidateQuestion, Chain } from "../domain/chain.ts";
import type { EvaluationReport, PrmEntry, StepReport } from "../domain/evaluation.ts";
import type { Aggregation } from "../domain/runConfig.ts";
import { subjectOf } from "../domain/subjectOf.ts";
import { groupByAnswer } from "./answerGroups.ts";
import { sizesUpTo } from "./bestOfN.ts";
import { createResampler, DRAWS } from "./bootstrap.ts";
import { aggregationRows, methodCurves } from "./candidateCurves.ts";
import { candidateGroups } from "./candidateGroups.ts";
import { judgedQuestions } from "./judgedCandidates.ts";
import { stepReport } from "./stepReport.ts";
import type { LabelledChain } from "./stepRows.ts";

/** Logits of the steps of chains, in their order; chain c's are stepLogits[chainStart[c] .. chainStart[c+1]). */
export interface ChainStepLogits {
  stepLogits: Float64Array;
  chainStart: Int32Array;
}

export interface EvaluationInput {
  /** The corpus, in words. */
  source: string;
  questions: readonly CandidateQuestion[];
  /** Logits of all candidates in order of the questions, judged or not. */
  prms: readonly (ChainStepLogits & {
    entry: PrmEntry;
    /** The one it was trained for. */
    aggregation: Aggregation;
    chainLogits: Record<Aggregation, Float64Array>;
  })[];
  /** PRM that gains are measured against. */
  referenceId: string | null;
  /** The one the curves are under. */
  aggregation: Aggregation;
  /** Labelled chains of the shards that were kept from training. */
  heldOut: readonly { domain: string; chain: Chain }[];
  /** Logits of these, in the order of `prms`. */
  heldOutLogits: readonly ChainStepLogits[];
}

/** The same resamples whenever a report is made, so that it says the same. */
const SEED = 1;

/**
 * Measures all of it. Calls `breathe` every few hundredths of a second. Candidates that do not say whether
 * they are correct count for nothing but step metrics.
 * Throws RangeError where logits and chains do not go together.
 */
export async function evaluateCandidates(
  input: EvaluationInput,
  breathe: () => Promise<void>,
): Promise<EvaluationReport> {
  const { source, prms, referenceId, aggregation } = input;
  const pace = paceBy(breathe);
  const questions = judgedQuestions(input.questions);
  const candidates = questions.flatMap((question) => question.candidates);
  const sizes = sizesUpTo(Math.max(0, ...questions.map((question) => question.candidates.length)));
  const curveInput = { questions, sizes, prms, aggregation, referenceId };
  const resampler = createResampler(DRAWS, SEED);

  return {
    source,
    questions: questions.length,
    candidates: candidates.length,
    unanswered: groupByAnswer(candidates).groupOf.filter((group) => group === -1).length,
    sizes,
    aggregation,
    prms: prms.map(({ entry }) => entry),
    referenceId,
    curves: await methodCurves(curveInput, resampler, pace),
    aggregations: await aggregationRows(curveInput, resampler, pace),
    steps: await stepReports(input, pace),
    groups: await candidateGroups(curveInput, resampler, pace),
    draws: DRAWS,
  };
}

/** What step metrics need of an EvaluationInput. */
export type StepReportInput = Pick<EvaluationInput, "questions" | "heldOut" | "heldOutLogits"> & {
  prms: readonly (ChainStepLogits & { entry: PrmEntry })[];
};

/**
 * Step metrics on the candidates and on the chains kept from training, where their steps are labelled.
 * Throws RangeError where logits and chains do not go together.
 */
export async function stepReports(input: StepReportInput, pace: Pace): Promise<StepReport[]> {
  const { prms, heldOut, heldOutLogits } = input;
  const ofCandidates: LabelledChain[] = input.questions.flatMap(({ domain, candidates }, q) =>
    candidates.map((chain) => ({ chain, question: String(q), domain })),
  );
  const kept: LabelledChain[] = heldOut.map(({ domain, chain }) => ({
    chain,
    question: `${domain}\n${subjectOf(chain)}`,
    domain,
  }));
  for (const logits of prms) requireLogits(ofCandidates, logits, "candidates");
  for (const logits of heldOutLogits) requireLogits(kept, logits, "kept chains");
  const keptPrms = prms.flatMap(({ entry }, i) => {
    const logits = heldOutLogits[i];
    return logits ? [{ entry, stepLogits: logits.stepLogits }] : [];
  });
  const reports = [
    await stepReport("candidates", ofCandidates, prms, pace),
    await stepReport("heldOutShards", kept, keptPrms, pace),
  ];
  return reports.filter((report) => report !== null);
}

function requireLogits(
  chains: readonly LabelledChain[],
  { stepLogits, chainStart }: ChainStepLogits,
  name: string,
): void {
  let steps = 0;
  const isMatched = chains.every(({ chain }, c) => {
    steps += chain.steps.length;
    return chainStart[c + 1] === steps;
  });
  if (!isMatched || chainStart.length !== chains.length + 1 || stepLogits.length !== steps) {
    throw new RangeError(
      `${stepLogits.length} step logits of ${chainStart.length - 1} chains for ${steps} steps of ${chains.length} ${name}`,
    );
  }
}
