// What is drawn of complete series in a range of x: the raw line faint, its moving average over it, both
// through a bounded number of points that keep every peak.

import type { StepRange } from "./chartGeometry.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { pointRange, sampleExtremes, sampleRegularly } from "./samplePoints.ts";
import type { TraceLine } from "./TraceLines.tsx";

const RAW_OPACITY = 0.28;
/** More marks in sight would bury the line; what they say is in words beside it. */
const MOST_MARKS = 40;

/** Lines of one series, the raw one ("<id>Raw") first; none where it has no finite value. */
export function drawnSeries(series: ChartSeries, range: StepRange, limit: number): TraceLine[] {
  const { id, color, dash, x, raw, smooth, extremes } = series;
  const [inside, insideEnd] = pointRange(x, range.low, range.high);
  // One point beyond each end, so that lines run to the edge.
  const first = Math.max(0, inside - 1);
  const end = Math.min(x.length, insideEnd + 1);
  const look = { color, dash, series: id };
  const through = (indices: number[], of: Float64Array) => ({
    x: indices.map((index) => x[index] ?? 0),
    values: indices.map((index) => of[index] ?? Number.NaN),
  });
  const drawRaw = () => through(sampleExtremes(raw, first, end, limit, extremes), raw);
  if (smooth === null) {
    const marks = series.hasDots === true ? { width: 1.75, hasDots: true } : {};
    return [{ id: `${id}Raw`, ...look, ...marks, ...drawRaw() }];
  }
  const average = {
    id,
    ...look,
    ...through(sampleRegularly(first, end, limit), smooth),
    width: 1.75,
  };
  if (series.isRawHidden === true) return [average];
  return [{ id: `${id}Raw`, ...look, ...drawRaw(), width: 1, opacity: RAW_OPACITY }, average];
}

/** Points of a series that stand out. */
export interface ChartMarks {
  /** Of which series, for those that are singled out. */
  series: string;
  x: readonly number[];
  values: readonly number[];
}

/** The marks in the shown range as circles; null where there are none or too many to tell apart. */
export function drawnMarks(marks: ChartMarks, { low, high }: StepRange): TraceLine | null {
  const [first, end] = pointRange(marks.x, low, high);
  if (first === end || end - first > MOST_MARKS) return null;
  return {
    id: "marks",
    series: marks.series,
    color: "var(--warning)",
    x: marks.x.slice(first, end),
    values: marks.values.slice(first, end),
    isMarks: true,
  };
}

/** The marks at some points of a series. */
export function marksAt(series: ChartSeries, indices: readonly number[]): ChartMarks {
  return {
    series: series.id,
    x: indices.map((index) => series.x[index] ?? 0),
    values: indices.map((index) => series.raw[index] ?? Number.NaN),
  };
}
