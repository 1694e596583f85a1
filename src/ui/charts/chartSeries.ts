// What a chart holds, complete: for its menu (pictures, numbers, table), its text summary and the tooltip.
// The drawn lines are samples of this.
import type { ValueScale } from "../../store/chartStore.ts";
import type { XUnit } from "../../store/traceUnits.ts";
import type { StepRange } from "./chartGeometry.ts";
import type { Extremes } from "./extremes.ts";

export interface ChartSeries {
  /** What the legend isolates by; unique in its chart. */
  id: string;
  name: string;
  /** CSS colour, mostly a variable of tokens.css. */
  color: string;
  /** SVG stroke-dasharray; "none" for a solid line. */
  dash: string;
  /** In the chart's unit, ascending (equal ones may follow one another); never NaN. */
  x: Float64Array;
  /** As long as x; NaN and infinities are gaps. */
  raw: Float64Array;
  /** The moving average drawn over the raw line, as long as x; null where none is drawn. */
  smooth: Float64Array | null;
  /** A point gets a mark: series of few points. */
  hasDots?: boolean;
  /** The raw line is not drawn under the average. */
  isRawHidden?: boolean;
  /** Extremes of raw by stretches, of series that no longer change; others are looked through. */
  extremes?: Extremes;
}

export interface ChartData {
  /** Stable name of the chart ("lowerLoss"): what is remembered of it is kept under this. */
  id: string;
  title: string;
  /** Of what: run name or seed, and how far it is; said under an exported picture. */
  caption: string;
  valueName: string;
  xName: string;
  xUnit: XUnit;
  valueScale: ValueScale;
  /** The range of x in sight, in the unit. */
  range: StepRange;
  /** A horizontal line values are read against; null for none. */
  reference: number | null;
  /** Decay of the moving average; 0 where nothing is smoothed. */
  decay: number;
  series: readonly ChartSeries[];
  formatValue: (value: number) => string;
  formatX: (x: number) => string;
}

/**
 * Makes a chart's data when asked: not on each redraw, as long columns may have to be copied. The arrays may
 * be views of a run that goes on: read them at once, or copy.
 */
export type ChartDataSource = () => ChartData;
