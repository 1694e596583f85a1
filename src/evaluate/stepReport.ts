// Step metrics of several PRMs and of the position baseline on the same labelled steps, over all and by domain,
// and which PRMs do hardly better than counting steps.
import { sigmoid } from "../base/logistic.ts";
import type { Pace } from "../base/pace.ts";
import type { PrmEntry, StepReport, StepScorerReport } from "../domain/evaluation.ts";
import { createResampler, intervalFromDraws, type Resamples } from "./bootstrap.ts";
import { calibrationBins } from "./calibration.ts";
import { clusteredAuroc } from "./clusteredAuroc.ts";
import { crossFittedThresholds } from "./firstError.ts";
import { positionBaseline } from "./positionBaseline.ts";
import { stepMetrics } from "./stepMetrics.ts";
import { type LabelledChain, layOutSteps, rowsOfDomain, type StepRows } from "./stepRows.ts";

/** Resamples behind an interval of AUROC; a resample goes over all steps. */
const AUROC_DRAWS = 300;

/** A PRM whose AUROC may be no more than this above the position baseline's is flagged. */
const CLOSE = 0.02;

/** A PRM with the step logits of all chains, in their order. */
export interface StepScoringPrm {
  entry: PrmEntry;
  stepLogits: ArrayLike<number>;
}

async function aurocDraws(
  rows: StepRows,
  scores: Float64Array,
  resamples: Resamples,
  pace: Pace,
): Promise<Float64Array> {
  const aurocOf = clusteredAuroc(scores, rows.isGood, rows.question);
  const draws = new Float64Array(resamples.draws);
  for (let draw = 0; draw < draws.length; draw++) {
    draws[draw] = aurocOf(resamples, draw);
    await pace();
  }
  return draws;
}

/**
 * Null where no step is labelled. First-error thresholds are chosen on all domains together, each half of the
 * questions for the other, and used in every domain.
 */
export async function stepReport(
  source: StepReport["source"],
  chains: readonly LabelledChain[],
  prms: readonly StepScoringPrm[],
  pace: Pace,
): Promise<StepReport | null> {
  const rows = layOutSteps(chains);
  if (rows.labels.length === 0) return null;
  const domains = [...new Set(rows.domains.filter((domain) => domain !== null))];
  const parts = domains.length < 2 ? [] : domains.map((name) => rowsOfDomain(rows, name));
  const resampler = createResampler(AUROC_DRAWS, 1);
  const all = [
    {
      scorer: "position",
      label: "Step's position alone",
      scores: positionBaseline(rows),
    },
    ...prms.map(({ entry, stepLogits }) => ({
      scorer: entry.id,
      label: entry.label,
      scores: Float64Array.from(rows.source, (step) => sigmoid(stepLogits[step]!)),
    })),
  ];
  const scorers: (StepScorerReport & { draws: Float64Array })[] = [];
  for (const { scorer, label, scores } of all) {
    await pace();
    const thresholds = crossFittedThresholds(rows, scores);
    await pace();
    const draws = await aurocDraws(rows, scores, resampler.of(rows.questions), pace);
    await pace();
    const overall = stepMetrics(rows, scores, draws, thresholds);
    const byDomain: StepScorerReport["byDomain"] = [];
    for (const [d, { rows: own, kept }] of parts.entries()) {
      const ownScores = Float64Array.from(kept, (r) => scores[r]!);
      const ownDraws = await aurocDraws(own, ownScores, resampler.of(own.questions), pace);
      const metrics = stepMetrics(own, ownScores, ownDraws, thresholds);
      byDomain.push({ domain: domains[d]!, metrics });
    }
    const calibration = calibrationBins(scores, rows.labels);
    scorers.push({ scorer, label, overall, calibration, byDomain, draws });
  }
  const [position, ...ofPrms] = scorers;
  const isClose = ({ overall, draws }: (typeof scorers)[number]): boolean => {
    if (overall.auroc === null || !position || position.overall.auroc === null) return false;
    const gain = overall.auroc - position.overall.auroc;
    const gains = draws.map((draw, i) => draw - position.draws[i]!);
    return intervalFromDraws(gain, gains, rows.questions).low <= CLOSE;
  };
  return {
    source,
    scorers: [...ofPrms, position!].map(({ draws: _, ...report }) => report),
    closeToPosition: ofPrms.filter(isClose).map(({ scorer }) => scorer),
  };
}
