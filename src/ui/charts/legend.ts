// What a legend says: the values of a chart's series at a place, and the order of the names.
import type { LegendOrder } from "../../store/chartStore.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { nearestPoint } from "./nearestPoint.ts";

/** The line that is read: the average where one is drawn. */
export function readLine({ raw, smooth }: Pick<ChartSeries, "raw" | "smooth">): Float64Array {
  return smooth ?? raw;
}

/**
 * Index of the point that a place means; -1 where the series has ended before it, by more than the mean distance
 * of its points.
 */
export function pointAt(x: Float64Array, at: number): number {
  const index = nearestPoint(x, at);
  if (x.length < 2) return index;
  const last = x.at(-1) ?? 0;
  const reach = (last - (x[0] ?? 0)) / (x.length - 1);
  return at > last + reach ? -1 : index;
}

/** The value read at a place, or the last one there is for null; NaN where there is none. */
export function valueAt(series: ChartSeries, at: number | null): number {
  const line = readLine(series);
  const index = at === null ? line.findLastIndex(Number.isFinite) : pointAt(series.x, at);
  return line[index] ?? Number.NaN;
}

/** The series as a legend lists them: by the value at the end (largest first, none last), or by name. */
export function inLegendOrder<S extends ChartSeries>(
  series: readonly S[],
  order: LegendOrder,
): readonly S[] {
  if (order === "given") return series;
  const byName = (a: S, b: S) => a.name.localeCompare(b.name, undefined, { numeric: true });
  if (order === "name") return [...series].sort(byName);
  const ends = new Map(series.map((one) => [one, valueAt(one, null)]));
  const rank = (one: S) => {
    const value = ends.get(one) ?? Number.NaN;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  return [...series].sort((a, b) =>
    rank(b) > rank(a) ? 1 : rank(b) < rank(a) ? -1 : byName(a, b),
  );
}
