// How scores of steps agree with their Monte-Carlo labels: all the measures of one scorer on one set of steps.
import type { Interval, StepMetrics } from "../domain/evaluation.ts";
import { auroc } from "./auroc.ts";
import { averagePrecision } from "./averagePrecision.ts";
import { intervalFromDraws } from "./bootstrap.ts";
import { calibrationBins, calibrationError } from "./calibration.ts";
import { firstErrorF1 } from "./firstError.ts";
import type { StepRows } from "./stepRows.ts";

/**
 * Throws RangeError where there are no steps.
 * @param scores V in [0, 1] of each row.
 * @param aurocDraws AUROC under resamples of the rows' questions; null leaves the interval out.
 * @param thresholds of even and odd questions, chosen each on the other half; null where they could not be.
 */
export function stepMetrics(
  rows: StepRows,
  scores: Float64Array,
  aurocDraws: Float64Array | null,
  thresholds: [number, number] | null,
): StepMetrics {
  const steps = rows.labels.length;
  if (steps === 0) throw new RangeError("no labelled step to measure on");
  let good = 0;
  let squares = 0;
  for (let r = 0; r < steps; r++) {
    good += rows.isGood[r]!;
    squares += (scores[r]! - rows.labels[r]!) ** 2;
  }
  const value = auroc(scores, rows.isGood);
  const interval: Interval | null =
    value === null || aurocDraws === null
      ? null
      : intervalFromDraws(value, aurocDraws, rows.questions);
  const f1 = thresholds === null ? null : firstErrorF1(rows, scores, thresholds);
  return {
    steps,
    chains: rows.chainStart.length - 1,
    goodShare: good / steps,
    auroc: value,
    aurocInterval: interval,
    averagePrecision: averagePrecision(
      scores.map((score) => -score),
      rows.isGood.map((isGood) => 1 - isGood),
    ),
    firstErrorF1: f1,
    thresholds: f1 === null ? null : thresholds,
    meanSquaredError: squares / steps,
    calibrationError: calibrationError(calibrationBins(scores, rows.labels)),
  };
}
