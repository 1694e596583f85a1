// What was measured on the candidates at the end of a run, as tables for a terminal.
import type {
  CurvePoint,
  EvaluationReport,
  MethodCurve,
  StepReport,
} from "../src/domain/evaluation.ts";
import {
  alignColumns,
  decimal,
  NOTHING,
  percent,
  percentWithInterval,
  pointsWithInterval,
  withInterval,
} from "./textTable.ts";

/** Best-of-N of every method, then the step metrics of every PRM beside the position baseline. */
export function evaluationLines(report: EvaluationReport): string[] {
  return [...bestOfLines(report), ...report.steps.flatMap(stepLines)];
}

function bestOfLines(report: EvaluationReport): string[] {
  const { curves, sizes, questions, candidates, unanswered, prms, referenceId } = report;
  const atN = headlineSize(report);
  const reference = prms.find(({ id }) => id === referenceId)?.label;
  const of = (curve: MethodCurve, n: number) => curve.points.find((point) => point.n === n);
  const rows = curves.map((curve) => [
    curve.label,
    ...sizes.map((n) => percent(of(curve, n)?.accuracy.value)),
    percentWithInterval(of(curve, atN)?.accuracy),
    ...(reference === undefined ? [] : [pointsWithInterval(of(curve, atN)?.gain)]),
  ]);
  const header = [
    "accuracy in % by N",
    ...sizes.map(String),
    `at ${atN}, 95 % interval`,
    ...(reference === undefined ? [] : [`points over ${reference} at ${atN}`]),
  ];
  const counts = questionsRow(curves[0]?.points ?? [], report);
  return [
    `${questions} questions, ${candidates} candidates${unanswered > 0 ? ` (${unanswered} without a final answer)` : ""}, aggregation ${report.aggregation}`,
    ...alignColumns([header, ...rows, ...counts]),
    ...(counts.length > 0
      ? ["Not all questions have so many candidates: compare within a column, not along a row."]
      : []),
    // A gain of one training may be its seed's.
    ...(reference === undefined
      ? []
      : ["The intervals are over questions, for this one seed; npm run verdict compares several."]),
  ];
}

/** How many questions have N candidates; no row where all have all. */
function questionsRow(points: readonly CurvePoint[], report: EvaluationReport): string[][] {
  const counts = report.sizes.map((n) => points.find((point) => point.n === n)?.questions ?? 0);
  return counts.every((count) => count === report.questions)
    ? []
    : [["questions with N candidates", ...counts.map(String)]];
}

/** The largest N that at least half of the questions have candidates for. */
function headlineSize({ curves, questions }: EvaluationReport): number {
  const usable = (curves[0]?.points ?? []).filter((point) => point.questions * 2 >= questions);
  return Math.max(1, ...usable.map(({ n }) => n));
}

/** How well the scores of single steps agree with their labels. */
export function stepLines({ source, scorers, closeToPosition }: StepReport): string[] {
  const first = scorers[0];
  if (first === undefined) return [];
  const where =
    source === "candidates"
      ? "labelled steps of the candidates"
      : "steps of the shards that were kept from training";
  const header = ["", "AUROC, 95 % interval", "average precision", "first-error F1"];
  const rows = scorers.map(({ label, overall }) => [
    label,
    overall.auroc === null ? NOTHING : withInterval(overall.aurocInterval),
    decimal(overall.averagePrecision),
    decimal(overall.firstErrorF1),
    decimal(overall.calibrationError),
    decimal(overall.meanSquaredError),
  ]);
  const close = scorers.filter(({ scorer }) => closeToPosition.includes(scorer));
  return [
    "",
    `${first.overall.steps} ${where}, ${percent(first.overall.goodShare)} % of them good`,
    ...alignColumns([[...header, "calibration error", "squared error"], ...rows]),
    ...(close.length > 0
      ? [
          `warning: not clearly better than a step's position alone: ${close.map(({ label }) => label).join(", ")}. Such scores say little about what a step says.`,
        ]
      : []),
  ];
}
