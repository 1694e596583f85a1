// Several runs in one chart, as data: a line a run in its colour, a second dashed one for its retrained PRM.
import type { EvaluationRecord, HistoryRecord, RunFile } from "../../domain/run.ts";
import type { StepRange } from "../charts/chartGeometry.ts";
import { lossLines } from "../charts/lossLines.ts";
import type { LegendItem } from "../charts/SeriesLegend.tsx";
import { pointRange, sampleRegularly } from "../charts/samplePoints.ts";
import type { TraceLine } from "../charts/TraceLines.tsx";

/** A kept run with what a chart needs of it. */
export interface OverlaidRun {
  id: string;
  name: string;
  color: string;
  run: RunFile;
}

export interface OverlayDrawing {
  lines: TraceLine[];
  legend: LegendItem[];
}

const POINTS_A_LINE = 200;
const RETRAINED_DASH = "5 3";

/** A loss of every run that has it, smoothed, with the raw line faint. */
export function overlaidLosses(
  runs: readonly OverlaidRun[],
  loss: (record: HistoryRecord) => number | null,
  range: StepRange,
  decay: number,
): OverlayDrawing {
  const drawing: OverlayDrawing = { lines: [], legend: [] };
  for (const { id, name, color, run } of runs) {
    const steps = Float64Array.from(run.history, (record) => record.step);
    const values = Float64Array.from(run.history, (record) => loss(record) ?? Number.NaN);
    if (!values.some(Number.isFinite)) continue;
    const { lines, smooth } = lossLines({ id, color, steps, values }, range, decay, POINTS_A_LINE);
    drawing.lines.push(...lines);
    drawing.legend.push({ id, name, color, steps, values: smooth });
  }
  return drawing;
}

/** The weight of one domain in every run that has it; learned ones begin at 1. */
export function overlaidWeights(
  runs: readonly OverlaidRun[],
  domain: string,
  range: StepRange,
): OverlayDrawing {
  const drawing: OverlayDrawing = { lines: [], legend: [] };
  for (const { id, name, color, run } of runs) {
    const place = run.data.domains.findIndex((known) => known.name === domain);
    if (place < 0 || run.history.length === 0) continue;
    const start = run.config.mode === "fixed" ? [] : [{ step: 0, weight: 1 }];
    const points = [
      ...start,
      ...run.history.map(({ step, weights }) => ({ step, weight: weights[place] ?? Number.NaN })),
    ];
    const all = points.map((point) => point.step);
    const [first, end] = pointRange(all, range.low, range.high);
    const drawn = sampleRegularly(
      Math.max(0, first - 1),
      Math.min(points.length, end + 1),
      POINTS_A_LINE,
    );
    const steps = drawn.map((index) => points[index]?.step ?? 0);
    const values = drawn.map((index) => points[index]?.weight ?? Number.NaN);
    drawing.lines.push({ id, color, steps, values, width: 1.75 });
    drawing.legend.push({
      id,
      name,
      color,
      steps: all,
      values: points.map(({ weight }) => weight),
    });
  }
  return drawing;
}

/** A held-out measure of every run that has it, and of its retrained PRM. */
export function overlaidMeasures(
  runs: readonly OverlaidRun[],
  measure: (record: EvaluationRecord) => number,
): OverlayDrawing {
  const drawing: OverlayDrawing = { lines: [], legend: [] };
  for (const { id, name, color, run } of runs) {
    for (const role of ["main", "retrained"] as const) {
      const records = (run.evaluation?.[role] ?? []).filter((record) =>
        Number.isFinite(measure(record)),
      );
      if (records.length === 0) continue;
      const steps = records.map((record) => record.step);
      const values = records.map(measure);
      const look = role === "main" ? { color } : { color, dash: RETRAINED_DASH };
      const lineId = role === "main" ? id : `${id} ${role}`;
      drawing.lines.push({ id: lineId, ...look, steps, values, width: 1.75, hasDots: true });
      drawing.legend.push({
        id: lineId,
        name: role === "main" ? name : `${name} (retrained)`,
        ...look,
        steps,
        values,
      });
    }
  }
  return drawing;
}

/** The lines with all but one run's faded; as they are where none is meant. */
export function withFocus(drawing: OverlayDrawing, runId: string | null): readonly TraceLine[] {
  if (runId === null) return drawing.lines;
  return drawing.lines.map((line) =>
    line.id === runId || line.id.startsWith(`${runId} `) || line.id === `${runId}Raw`
      ? line
      : { ...line, opacity: 0.15 },
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
