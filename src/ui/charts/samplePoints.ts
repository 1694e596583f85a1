// Which points of a long series are drawn: never more than the screen can show.
import { type Extremes, stretchExtremes } from "./extremes.ts";

/** Smallest and largest index with `from <= steps[i] <= to`, as [first, last + 1]; steps ascend. */
export function pointRange(steps: ArrayLike<number>, from: number, to: number): [number, number] {
  const firstAt = (limit: number, isAfter: boolean) => {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const step = steps[middle] ?? Number.NaN;
      if (isAfter ? step <= limit : step < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [firstAt(from, false), firstAt(to, true)];
}

/**
 * Indices in [start, end) at a regular stride, the last one always among them; at most `limit` + 1.
 * The stride is a power of two and counted from 0, so that the points drawn stay the same ones while
 * the series grows (a line that is redrawn through other points each frame shimmers).
 */
export function sampleRegularly(start: number, end: number, limit: number): number[] {
  const count = end - start;
  if (count <= 0) return [];
  let stride = 1;
  while (count / stride > limit) stride *= 2;
  const indices: number[] = [];
  for (let i = Math.ceil(start / stride) * stride; i < end; i += stride) indices.push(i);
  if (indices.at(-1) !== end - 1) indices.push(end - 1);
  return indices;
}

/**
 * Indices in [start, end) that keep every peak: the smallest and the largest value of each stretch,
 * at most `limit` + 2 in all. A stretch with no finite value keeps its first index, so that gaps show.
 * @param extremes of the same values, where they are kept: stretches are then looked up.
 */
export function sampleExtremes(
  values: ArrayLike<number>,
  start: number,
  end: number,
  limit: number,
  extremes?: Extremes,
): number[] {
  const count = end - start;
  if (count <= limit) return Array.from({ length: Math.max(0, count) }, (_, i) => start + i);
  let stride = 2;
  while ((2 * count) / stride > limit) stride *= 2;
  const indices: number[] = [];
  for (let from = Math.floor(start / stride) * stride; from < end; from += stride) {
    const [lowest, highest] = stretchExtremes(values, extremes, { from, stride, start, end });
    if (lowest < 0) indices.push(Math.max(from, start));
    else if (lowest === highest) indices.push(lowest);
    else indices.push(Math.min(lowest, highest), Math.max(lowest, highest));
  }
  return indices;
}
