// What the loss and gradient charts draw: a run's series as lines and legend, smoothed, the raw line faint.
import type { RunTrace } from "../../store/runStore.ts";
import type { StepRange } from "./chartGeometry.ts";
import { lossLines } from "./lossLines.ts";
import type { LegendItem } from "./SeriesLegend.tsx";
import { pointRange } from "./samplePoints.ts";
import type { TraceLine } from "./TraceLines.tsx";

const POINTS_A_LINE = 240;
/** More marks in sight would bury the line; what they say is in words beside it. */
const MOST_MARKS = 40;

export interface Series {
  id: string;
  name: string;
  color: string;
  dash?: string;
  values: (history: RunTrace["history"]) => Float64Array;
}

export function drawSeries(
  pairs: readonly (readonly [Series, RunTrace | null])[],
  steps: StepRange,
  decay: number,
): { lines: TraceLine[]; legend: LegendItem[] } {
  const legend: LegendItem[] = [];
  const lines = pairs.flatMap(([series, trace]) => {
    if (trace === null) return [];
    const { id, name, color, dash } = series;
    const look = dash === undefined ? { color } : { color, dash };
    // A meta loss that was never computed is no line, rather than one of gaps.
    const values = series.values(trace.history);
    const isThere = values.some(Number.isFinite);
    const at = trace.history.steps();
    const drawing = lossLines(
      { id, ...look, steps: at, values: isThere ? values : values.subarray(0, 0) },
      isThere ? steps : { low: 0, high: -1 },
      decay,
      POINTS_A_LINE,
    );
    legend.push({ id, name, ...look, steps: at, values: drawing.smooth });
    return isThere ? drawing.lines : [];
  });
  return { lines, legend };
}

/** Marks at some points of a series, those in the shown range; null where there are none or too many. */
export function marksAt(
  indices: readonly number[],
  at: Float64Array,
  values: Float64Array,
  { low, high }: StepRange,
): TraceLine | null {
  const [first, end] = pointRange(at, low, high);
  const shown = indices.filter((index) => index >= first && index < end);
  if (shown.length === 0 || shown.length > MOST_MARKS) return null;
  const pick = (of: Float64Array) => shown.map((index) => of[index] ?? Number.NaN);
  return {
    id: "marks",
    color: "var(--warning)",
    steps: pick(at),
    values: pick(values),
    isMarks: true,
  };
}

export function smoothingNote(decay: number): string {
  return decay > 0 ? `EMA ${decay}, raw faint` : "raw";
}
