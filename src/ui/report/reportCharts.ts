// The charts of a report as data: the weights, the losses and what was measured on held-out questions, all
// points of a run as its file has them.
import type { EvaluationRecord, RunFile } from "../../domain/run.ts";
import { PRM_ROLES } from "../../domain/run.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import { createRunHistory } from "../../store/runHistory.ts";
import { t } from "../../strings/strings.ts";
import type { ChartData, ChartSeries } from "../charts/chartSeries.ts";
import { loggedColumn, pointsOf, smoothedColumn } from "../runs/runColumns.ts";
import { formatStep, formatWeight } from "../train/formatRun.ts";
import { bestOf4, percentTick, stepAuroc } from "../train/heldOutMeasures.ts";
import { weightsFromStart } from "../train/weightsData.ts";

/** As the Train view smooths where nothing else is chosen. */
const DECAY = 0.8;
/** From so many points on a loss is smoothed. */
const LEAST_SMOOTHED = 20;

const LOOKS = {
  main: { color: "var(--accent)", dash: "none" },
  retrained: { color: "var(--positive)", dash: "6 3" },
  vanilla: { color: "var(--text-muted)", dash: "2 2" },
} as const;

/** Every chart that has a point to show, in the order in which they stand. */
export function reportCharts(run: RunFile, slots: DomainSlots, caption: string): ChartData[] {
  const common = {
    caption,
    xName: t("report:charts.step"),
    xUnit: "step",
    valueScale: "linear",
    range: { low: 0, high: Math.max(1, lastStep(run)) },
    reference: null,
    decay: 0,
    formatX: formatStep,
  } as const;
  const shortValue = (value: number) => String(Number(value.toPrecision(4)));
  const charts: ChartData[] = [
    {
      ...common,
      id: "weights",
      title: t("report:charts.weights"),
      valueName: t("report:charts.weight"),
      reference: 1,
      series: weightSeries(run, slots),
      formatValue: (value) => formatWeight(value),
    },
    {
      ...common,
      id: "lowerLoss",
      title: t("report:charts.lowerLoss"),
      valueName: t("report:charts.squaredError"),
      decay: DECAY,
      series: lossSeries(run, "lowerLoss"),
      formatValue: shortValue,
    },
    {
      ...common,
      id: "metaLoss",
      title: t("report:charts.metaLoss"),
      valueName: t("report:charts.loss"),
      decay: DECAY,
      series: lossSeries(run, "metaLoss"),
      formatValue: shortValue,
    },
    {
      ...common,
      id: "bestOf",
      title: t("report:charts.bestOf"),
      valueName: t("report:charts.rightShare"),
      series: measureSeries(run, bestOf4),
      formatValue: percentTick,
    },
    {
      ...common,
      id: "stepAuroc",
      title: t("report:charts.auroc"),
      valueName: "AUROC",
      series: measureSeries(run, stepAuroc),
      formatValue: (value) => value.toFixed(3),
    },
  ];
  return charts.filter(({ series }) => series.length > 0);
}

function lastStep(run: RunFile): number {
  const measured = PRM_ROLES.flatMap((role) => run.evaluation?.[role] ?? []);
  return Math.max(run.history.at(-1)?.step ?? 0, ...measured.map(({ step }) => step));
}

/** As the Train view has them. */
function weightSeries({ history, config, data }: RunFile, slots: DomainSlots): ChartSeries[] {
  if (history.length === 0) return [];
  const replayed = createRunHistory(data.domains.map(({ name }) => name));
  for (const point of history) replayed.append(point);
  const trace = { history: replayed, config, evaluations: [], encoderNote: null };
  return weightsFromStart(trace, "step", slots);
}

function lossSeries(run: RunFile, quantity: "lowerLoss" | "metaLoss"): ChartSeries[] {
  const column = loggedColumn(run, quantity);
  if (!column.isMeasured) return [];
  const isSmoothed = column.values.length >= LEAST_SMOOTHED;
  return [
    {
      id: quantity,
      name: isSmoothed ? t("report:charts.average", { decay: DECAY }) : t("report:charts.measured"),
      ...LOOKS.main,
      x: pointsOf(run).steps,
      raw: column.values,
      smooth: isSmoothed ? smoothedColumn(run, column, DECAY) : null,
    },
  ];
}

function measureSeries(
  { evaluation }: RunFile,
  measure: (record: EvaluationRecord) => number,
): ChartSeries[] {
  return PRM_ROLES.flatMap((role) => {
    const records = (evaluation?.[role] ?? []).filter((record) => Number.isFinite(measure(record)));
    if (records.length === 0) return [];
    return [
      {
        id: role,
        name: t(`report:prms.${role}`),
        ...LOOKS[role],
        x: Float64Array.from(records, ({ step }) => step),
        raw: Float64Array.from(records, measure),
        smooth: null,
        hasDots: true,
      },
    ];
  });
}
