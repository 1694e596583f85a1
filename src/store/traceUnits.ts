// The three things a run's points can be counted by: lower steps, upper steps, training time; and how one of
// them is read as another.

/** What charts are drawn against; one choice for all of them. Time is training time in ms, pauses left out. */
export const X_UNITS = ["step", "upper", "time"] as const;
export type XUnit = (typeof X_UNITS)[number];

/** Where the points of a run are, in each unit; of one length, ascending. */
export interface TracePoints {
  steps: Float64Array;
  upperSteps: Float64Array;
  elapsedMs: Float64Array;
}

export function columnOf(points: TracePoints, unit: XUnit): Float64Array {
  if (unit === "step") return points.steps;
  return unit === "upper" ? points.upperSteps : points.elapsedMs;
}

/**
 * A place on one scale as a place on another, linear between points. Every run begins at (0, 0); beyond its
 * last point it is taken to go on as it went on average. NaN for a run without points, and where the first
 * scale never left 0 (a run that made no upper steps). Where a stretch of the first scale stands still, its
 * last point counts.
 */
export function convertX(points: TracePoints, from: XUnit, to: XUnit, x: number): number {
  if (from === to) return x;
  const [source, target] = [columnOf(points, from), columnOf(points, to)];
  const last = source.length - 1;
  const end = source[last] ?? 0;
  if (!(end > 0)) return Number.NaN;
  if (x >= end) return ((target[last] ?? 0) * x) / end;
  // First point behind x.
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((source[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  const [x0, y0] = low === 0 ? [0, 0] : [source[low - 1] ?? 0, target[low - 1] ?? 0];
  const [x1, y1] = [source[low] ?? 0, target[low] ?? 0];
  return x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
}
