// A quantity of a run's history that is not measured at every point, as a series of its own.
import type { RunHistory } from "../../../store/runHistory.ts";

export interface MeasuredSeries {
  /** Lower steps, ascending. */
  steps: Float64Array;
  values: Float64Array;
}

/** The points at which `at` is finite, so that a line runs through them without gaps between. */
export function measuredSeries(history: RunHistory, at: (point: number) => number): MeasuredSeries {
  const all = history.steps();
  const steps = new Float64Array(all.length);
  const values = new Float64Array(all.length);
  let count = 0;
  for (let point = 0; point < all.length; point++) {
    const value = at(point);
    if (!Number.isFinite(value)) continue;
    steps[count] = all[point] ?? 0;
    values[count] = value;
    count += 1;
  }
  return { steps: steps.subarray(0, count), values: values.subarray(0, count) };
}
