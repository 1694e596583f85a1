// The point of a series that a step on screen means: the nearest one.
import { pointRange } from "./samplePoints.ts";

/** Index of the step nearest to `step` in an ascending list; -1 where the list is empty. */
export function nearestPoint(steps: ArrayLike<number>, step: number): number {
  const [at] = pointRange(steps, step, step);
  if (steps.length === 0) return -1;
  if (at >= steps.length) return steps.length - 1;
  if (at === 0) return 0;
  const before = steps[at - 1] ?? 0;
  const after = steps[at] ?? 0;
  return step - before <= after - step ? at - 1 : at;
}
