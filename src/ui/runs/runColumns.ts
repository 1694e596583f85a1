// The columns of kept runs as charts need them, made once a run: 100,000 records are gone through for the first
// picture of a quantity, not for every zoom, smoothing or pointer.
import type { RunFile } from "../../domain/run.ts";
import { columnOf, type TracePoints, type XUnit } from "../../store/traceUnits.ts";
import { type Extremes, extremesOf } from "../charts/extremes.ts";
import { smoothSeries } from "../charts/smoothSeries.ts";

/** A quantity of every point, with what is looked up in it. */
export interface RunColumn {
  /** NaN where it was not measured. */
  values: Float64Array;
  extremes: Extremes;
  /** Whether any value is finite. */
  isMeasured: boolean;
}

/** Quantities of a point that are one number. */
const LOGGED = ["lowerLoss", "metaLoss", "gradientNorm"] as const;
export type LoggedQuantity = (typeof LOGGED)[number];

interface Columns {
  points: TracePoints | null;
  byName: Map<string, RunColumn>;
  /** The last average of each column: whoever moves the slider back and forth waits, zooms do not. */
  smooth: Map<Float64Array, { decay: number; values: Float64Array }>;
}

const columnsOf = new WeakMap<RunFile, Columns>();

function kept(run: RunFile): Columns {
  let columns = columnsOf.get(run);
  if (columns === undefined) {
    columns = { points: null, byName: new Map(), smooth: new Map() };
    columnsOf.set(run, columns);
  }
  return columns;
}

/** Where the points of a run are; the same arrays each time. */
export function pointsOf(run: RunFile): TracePoints {
  const columns = kept(run);
  columns.points ??= {
    steps: Float64Array.from(run.history, ({ step }) => step),
    upperSteps: Float64Array.from(run.history, ({ upperStep }) => upperStep),
    elapsedMs: Float64Array.from(run.history, ({ elapsedMs }) => elapsedMs),
  };
  return columns.points;
}

/** One x a point in the unit; empty in upper steps for a run that made none. */
export function xOfRun(run: RunFile, unit: XUnit): Float64Array {
  const x = columnOf(pointsOf(run), unit);
  return unit === "upper" && (x.at(-1) ?? 0) === 0 ? new Float64Array() : x;
}

export function loggedColumn(run: RunFile, quantity: LoggedQuantity): RunColumn {
  return columnNamed(run, quantity, (record) => record[quantity] ?? Number.NaN);
}

/** The weight of the domain at a place in the run's order. */
export function weightColumn(run: RunFile, place: number): RunColumn {
  return columnNamed(run, `weight ${place}`, ({ weights }) => weights[place] ?? Number.NaN);
}

function columnNamed(
  run: RunFile,
  name: string,
  readOf: (record: RunFile["history"][number]) => number,
): RunColumn {
  const { byName } = kept(run);
  let column = byName.get(name);
  if (column === undefined) {
    const values = Float64Array.from(run.history, readOf);
    column = { values, extremes: extremesOf(values), isMeasured: values.some(Number.isFinite) };
    byName.set(name, column);
  }
  return column;
}

/** The column's moving average, kept until another decay is asked for; see smoothSeries. */
export function smoothedColumn(run: RunFile, { values }: RunColumn, decay: number): Float64Array {
  const { smooth } = kept(run);
  const before = smooth.get(values);
  if (before?.decay === decay) return before.values;
  const averaged = smoothSeries(values, decay);
  smooth.set(values, { decay, values: averaged });
  return averaged;
}
