// How well the step's index alone predicts its label. Later steps of a chain are more often wrong (or its
// completions more often right), which a PRM can learn without reading a word.
import type { StepRows } from "./stepRows.ts";

/**
 * Scores by row: the mean label at the same step index in the other half of the questions; at an index never
 * seen there, that of the nearest index seen (of two, the earlier). Where the other half has no steps at
 * all, every score is .5.
 */
export function positionBaseline(rows: StepRows): Float64Array {
  const means = [0, 1].map((half) => {
    const sums = new Map<number, { sum: number; count: number }>();
    for (let r = 0; r < rows.labels.length; r++) {
      if (rows.half[r] !== half) continue;
      const tally = sums.get(rows.index[r]!) ?? { sum: 0, count: 0 };
      tally.sum += rows.labels[r]!;
      tally.count++;
      sums.set(rows.index[r]!, tally);
    }
    const seen = [...sums.keys()].sort((a, b) => a - b);
    const known = new Map<number, number>();
    return (index: number): number => {
      const before = known.get(index);
      if (before !== undefined) return before;
      let nearest: number | null = null;
      for (const at of seen) {
        if (nearest === null || Math.abs(at - index) < Math.abs(nearest - index)) nearest = at;
      }
      const tally = nearest === null ? undefined : sums.get(nearest);
      const mean = tally ? tally.sum / tally.count : 0.5;
      known.set(index, mean);
      return mean;
    };
  });
  return Float64Array.from(rows.index, (index, r) => means[1 - rows.half[r]!]!(index));
}
