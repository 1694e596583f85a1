// Where the points of a run in training stand in the unit that charts are drawn against.
import type { RunHistory } from "../../store/runHistory.ts";
import { columnOf, convertX, type XUnit } from "../../store/traceUnits.ts";

/**
 * One x a point. A run that makes no upper steps (retrained, vanilla) has those of the main run at the same lower
 * steps; empty where that makes none either.
 */
export function xOfHistory(
  history: RunHistory,
  main: RunHistory | null,
  unit: XUnit,
): Float64Array {
  const points = history.points();
  if (unit !== "upper" || history.upperSteps() > 0) return columnOf(points, unit);
  return xOfSteps(points.steps, main, unit);
}

/** The same for any lower steps of a run, such as those at which it was measured. */
export function xOfSteps(
  steps: ArrayLike<number>,
  of: RunHistory | null,
  unit: XUnit,
): Float64Array {
  if (unit === "step") return Float64Array.from(steps);
  const points = of?.points();
  const isThere = points !== undefined && (unit === "time" || (of?.upperSteps() ?? 0) > 0);
  if (!isThere) return new Float64Array();
  return Float64Array.from(steps, (step) => convertX(points, "step", unit, step));
}
