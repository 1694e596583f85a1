// Where a key takes the cursor of a chart: from point to point, by tenths of what is in sight, to its ends.
import type { StepRange } from "./chartGeometry.ts";
import { pointRange } from "./samplePoints.ts";

/** PageUp and PageDown move by this share of the points in sight. */
const PAGE = 0.1;

/**
 * The x of the point a key leads to; null for a key that is none of the cursor's, and where no point is in range.
 * @param here where the cursor is; null where it is nowhere: it then begins at the last point
 * @param x of the points, ascending; equal ones count as one
 */
export function moveCursor(
  key: string,
  here: number | null,
  x: ArrayLike<number>,
  { low, high }: StepRange,
): number | null {
  const [first, end] = pointRange(x, low, high);
  if (end === first) return null;
  const last = end - 1;
  const page = Math.max(1, Math.round((end - first) * PAGE));
  const clamped = (index: number) => x[Math.min(last, Math.max(first, index))] ?? null;
  const from = here ?? x[last] ?? high;
  /** First point at `from`, and the first one after it. */
  const [at, after] = pointRange(x, from, from);
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return clamped(after);
    case "ArrowLeft":
    case "ArrowDown":
      return clamped(at - 1);
    case "PageUp":
      return clamped(after - 1 + page);
    case "PageDown":
      return clamped(at - page);
    case "Home":
      return clamped(first);
    case "End":
      return clamped(last);
    default:
      return null;
  }
}
