// The numbers of a chart in rows, one an x: what its table and its CSV hold.
import type { ChartData, ChartSeries } from "../chartSeries.ts";

export interface ChartColumn {
  series: ChartSeries;
  /** The values as measured, or their moving average. */
  kind: "raw" | "smooth";
  /** Value in a row; NaN where the series has none there. */
  at: (row: number) => number;
}

export interface ChartRows {
  count: number;
  /** x of each row, ascending. */
  x: Float64Array;
  /** Each series' values and, where it is smoothed, behind them their average. */
  columns: readonly ChartColumn[];
}

/**
 * All points of all series, whatever range is in sight. Points of several series at the same x share a row;
 * a series with several points at one x (an upper step seen twice) has as many rows there.
 */
export function chartRows({ series }: Pick<ChartData, "series">): ChartRows {
  const next = series.map(() => 0);
  const most = series.reduce((sum, one) => sum + one.x.length, 0);
  const x = new Float64Array(most);
  // Which point of a series stands in a row; -1 for none.
  const points = series.map(() => new Int32Array(most).fill(-1));
  let count = 0;
  for (;;) {
    let smallest = Number.POSITIVE_INFINITY;
    series.forEach((one, place) => {
      smallest = Math.min(smallest, one.x[next[place] ?? 0] ?? Number.POSITIVE_INFINITY);
    });
    if (smallest === Number.POSITIVE_INFINITY) break;
    series.forEach((one, place) => {
      const point = next[place] ?? 0;
      if (one.x[point] !== smallest) return;
      const into = points[place];
      if (into !== undefined) into[count] = point;
      next[place] = point + 1;
    });
    x[count] = smallest;
    count += 1;
  }
  const columns = series.flatMap((one, place): ChartColumn[] => {
    const column = (kind: "raw" | "smooth", values: Float64Array): ChartColumn => ({
      series: one,
      kind,
      at: (row) => values[points[place]?.[row] ?? -1] ?? Number.NaN,
    });
    return one.smooth === null
      ? [column("raw", one.raw)]
      : [column("raw", one.raw), column("smooth", one.smooth)];
  });
  return { count, x: x.subarray(0, count), columns };
}

export interface RowOrder {
  /** −1 for x, else which column. */
  column: number;
  isDescending: boolean;
}

/**
 * Rows in an order, at most `most` of them: beyond that every second, third, … row by x. Gaps come last;
 * equal values keep the order of x.
 */
export function orderRows(
  { count, columns }: ChartRows,
  { column, isDescending }: RowOrder,
  most: number,
): { rows: Int32Array; stride: number } {
  const stride = Math.max(1, Math.ceil(count / most));
  const rows = Int32Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  const at = columns[column]?.at;
  if (at === undefined) return { rows: isDescending ? rows.reverse() : rows, stride };
  const sign = isDescending ? -1 : 1;
  rows.sort((a, b) => {
    const [left, right] = [at(a), at(b)];
    if (Number.isNaN(left) || Number.isNaN(right)) {
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
    }
    return left === right ? a - b : left < right ? -sign : sign;
  });
  return { rows, stride };
}
