// Do scores mean what they say? Scores of steps against their Monte-Carlo labels, in ten equal bins.
import type { CalibrationBin } from "../domain/evaluation.ts";

const BINS = 10;

/** The bins that hold a step, lowest first; a score of exactly 1 belongs to the last. */
export function calibrationBins(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): CalibrationBin[] {
  const bins = Array.from({ length: BINS }, (_, bin) => ({
    low: bin / BINS,
    high: (bin + 1) / BINS,
    steps: 0,
    meanScore: 0,
    meanLabel: 0,
  }));
  for (let i = 0; i < scores.length; i++) {
    const bin = bins[Math.min(BINS - 1, Math.floor(scores[i]! * BINS))]!;
    bin.steps++;
    bin.meanScore += scores[i]!;
    bin.meanLabel += labels[i]!;
  }
  for (const bin of bins) {
    bin.meanScore /= bin.steps;
    bin.meanLabel /= bin.steps;
  }
  return bins.filter(({ steps }) => steps > 0);
}

/** Mean distance of a bin's mean score from its mean label, bins weighted by their steps. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  let sum = 0;
  let steps = 0;
  for (const bin of bins) {
    sum += bin.steps * Math.abs(bin.meanScore - bin.meanLabel);
    steps += bin.steps;
  }
  return sum / steps;
}
