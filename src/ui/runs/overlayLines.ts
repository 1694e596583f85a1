// Several runs in one chart, as data: a series a run in its colour, a second dashed one for its retrained PRM.
import type { EvaluationRecord, RunFile } from "../../domain/run.ts";
import { convertX, type XUnit } from "../../store/traceUnits.ts";
import { t } from "../../strings/strings.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import {
  type LoggedQuantity,
  loggedColumn,
  pointsOf,
  smoothedColumn,
  weightColumn,
  xOfRun,
} from "./runColumns.ts";

/** A kept run with what a chart needs of it. */
export interface OverlaidRun {
  id: string;
  name: string;
  color: string;
  run: RunFile;
}

const SOLID = "none";
const RETRAINED_DASH = "5 3";

/** Id of the series of a run's retrained PRM. */
export function retrainedId(runId: string): string {
  return `${runId} retrained`;
}

/** A quantity of every run that has it. Runs without upper steps have no place among upper steps. */
export function overlaidQuantity(
  runs: readonly OverlaidRun[],
  quantity: LoggedQuantity,
  unit: XUnit,
  decay: number,
): ChartSeries[] {
  return runs.flatMap(({ id, name, color, run }) => {
    const column = loggedColumn(run, quantity);
    const x = xOfRun(run, unit);
    if (!column.isMeasured || x.length === 0) return [];
    const { values: raw, extremes } = column;
    const smooth = decay > 0 ? smoothedColumn(run, column, decay) : null;
    return [{ id, name, color, dash: SOLID, x, raw, smooth, extremes }];
  });
}

/** The weight of one domain in every run that has it; learned ones begin at 1. */
export function overlaidWeights(
  runs: readonly OverlaidRun[],
  domain: string,
  unit: XUnit,
): ChartSeries[] {
  return runs.flatMap(({ id, name, color, run }) => {
    const place = run.data.domains.findIndex((known) => known.name === domain);
    const x = xOfRun(run, unit);
    if (place < 0 || x.length === 0) return [];
    const look = { id, name, color, dash: SOLID, smooth: null };
    const column = weightColumn(run, place);
    if (run.config.mode === "fixed" || (x[0] ?? 0) === 0) {
      return [{ ...look, x, raw: column.values, extremes: column.extremes }];
    }
    return [{ ...look, x: beginning(x, 0), raw: beginning(column.values, 1) }];
  });
}

/** The series with one more point before it; the same array each time. */
const begun = new WeakMap<Float64Array, Float64Array>();
function beginning(values: Float64Array, first: number): Float64Array {
  let longer = begun.get(values);
  if (longer === undefined) {
    longer = new Float64Array(values.length + 1);
    longer[0] = first;
    longer.set(values, 1);
    begun.set(values, longer);
  }
  return longer;
}

/** A held-out measure of every run that has it, and of its retrained PRM. */
export function overlaidMeasures(
  runs: readonly OverlaidRun[],
  measure: (record: EvaluationRecord) => number,
  unit: XUnit,
): ChartSeries[] {
  return runs.flatMap(({ id, name, color, run }) =>
    (["main", "retrained"] as const).flatMap((role) => {
      const records = (run.evaluation?.[role] ?? []).filter((record) =>
        Number.isFinite(measure(record)),
      );
      const points = pointsOf(run);
      // The retrained PRM's time is not kept; it is told by the run's at the same lower step.
      const x = Float64Array.from(records, ({ step }) => convertX(points, "step", unit, step));
      const isPlaced = unit !== "upper" || xOfRun(run, unit).length > 0;
      if (records.length === 0 || !isPlaced || !x.every(Number.isFinite)) return [];
      const look =
        role === "main"
          ? { id, name, dash: SOLID }
          : {
              id: retrainedId(id),
              name: t("charts:overlay.retrained", { name }),
              dash: RETRAINED_DASH,
            };
      return [
        {
          ...look,
          color,
          x,
          raw: Float64Array.from(records, measure),
          smooth: null,
          hasDots: true,
        },
      ];
    }),
  );
}

export interface FinalWeightRow {
  domain: string;
  /** By run, in their order; NaN where the run lacks the domain. */
  weights: number[];
}

/**
 * The runs' learned weights by domain (see learnedWeights), domains with the largest mean
 * first.
 */
export function finalWeightRows(runs: readonly OverlaidRun[]): FinalWeightRow[] {
  const domains = [...new Set(runs.flatMap(({ run }) => run.data.domains.map(({ name }) => name)))];
  const meanOf = ({ weights }: FinalWeightRow) => {
    const finite = weights.filter(Number.isFinite);
    return finite.reduce((sum, weight) => sum + weight, 0) / Math.max(1, finite.length);
  };
  return domains
    .map((domain) => ({
      domain,
      weights: runs.map(({ run }) =>
        Object.hasOwn(run.weights, domain) ? (run.weights[domain] ?? Number.NaN) : Number.NaN,
      ),
    }))
    .sort((a, b) => meanOf(b) - meanOf(a));
}
