// A column of a run's history as a complete series of a chart.
import type { RunTrace } from "../../store/runStore.ts";
import type { XUnit } from "../../store/traceUnits.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { smoothSeries } from "./smoothSeries.ts";
import { xOfHistory } from "./traceX.ts";

export interface SeriesLook {
  id: string;
  name: string;
  color: string;
  dash: string;
}

export interface RunColumn {
  look: SeriesLook;
  trace: RunTrace | null;
  values: (history: RunTrace["history"]) => Float64Array;
}

export interface SeriesOptions {
  /** The run that upper steps are counted by where a trace has none. */
  main: RunTrace | null;
  unit: XUnit;
  /** Of the moving average; 0 for none. */
  decay: number;
}

const NOTHING = new Float64Array();

/** One series a trace that is there; without points where nothing was measured, or nothing stands in that unit. */
export function runSeries(columns: readonly RunColumn[], options: SeriesOptions): ChartSeries[] {
  const { main, unit, decay } = options;
  return columns.flatMap(({ look, trace, values }) => {
    if (trace === null) return [];
    const all = values(trace.history);
    const x = xOfHistory(trace.history, main?.history ?? null, unit);
    // A meta loss that was never computed is no line, rather than one of gaps.
    const isThere = x.length > 0 && all.some(Number.isFinite);
    const raw = isThere ? all : NOTHING;
    const smooth = decay > 0 ? smoothSeries(raw, decay) : null;
    return [{ ...look, x: isThere ? x : NOTHING, raw, smooth }];
  });
}
