// A noisy series as it is drawn: the raw line faint, its moving average over it, both through the
// same bounded number of points.
import type { StepRange } from "./chartGeometry.ts";
import { pointRange, sampleExtremes, sampleRegularly } from "./samplePoints.ts";
import { smoothSeries } from "./smoothSeries.ts";
import type { TraceLine } from "./TraceLines.tsx";

export interface LossSeries {
  id: string;
  color: string;
  dash?: string;
  steps: Float64Array;
  values: Float64Array;
}

export interface LossDrawing {
  lines: TraceLine[];
  /** The average at every point of the history, for the legend. */
  smooth: Float64Array;
}

const RAW_OPACITY = 0.28;

/** @param decay of the moving average; 0 draws the raw line alone, at full strength. */
export function lossLines(
  series: LossSeries,
  range: StepRange,
  decay: number,
  limit: number,
): LossDrawing {
  const { id, color, steps, values } = series;
  const dash = series.dash === undefined ? {} : { dash: series.dash };
  const smooth = decay > 0 ? smoothSeries(values, decay) : values;
  const [inside, insideEnd] = pointRange(steps, range.low, range.high);
  // One point beyond each end, so that lines run to the edge.
  const first = Math.max(0, inside - 1);
  const end = Math.min(steps.length, insideEnd + 1);
  const pick = (of: Float64Array, indices: number[]) =>
    indices.map((index) => of[index] ?? Number.NaN);
  const stepsAt = (indices: number[]) => pick(steps, indices);
  const peaks = sampleExtremes(values, first, end, limit);
  const raw = {
    id: `${id}Raw`,
    color,
    ...dash,
    steps: stepsAt(peaks),
    values: pick(values, peaks),
  };
  if (decay === 0) return { lines: [raw], smooth };
  const regular = sampleRegularly(first, end, limit);
  return {
    lines: [
      { ...raw, width: 1, opacity: RAW_OPACITY },
      { id, color, ...dash, steps: stepsAt(regular), values: pick(smooth, regular), width: 1.75 },
    ],
    smooth,
  };
}
