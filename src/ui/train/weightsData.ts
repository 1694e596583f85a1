// The weights of a run as a chart holds them: for its pictures, its numbers, its table and the small multiples.
import type { ValueScale } from "../../store/chartStore.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import type { RunTrace } from "../../store/runStore.ts";
import type { XUnit } from "../../store/traceUnits.ts";
import { t } from "../../strings/strings.ts";
import type { StepRange } from "../charts/chartGeometry.ts";
import type { ChartData, ChartSeries } from "../charts/chartSeries.ts";
import { formatX } from "../charts/xAxis.ts";
import { formatStep, formatWeight } from "./formatRun.ts";
import { WEIGHT_CHART } from "./WeightChart.tsx";
import { weightSeries } from "./weightLines.ts";

/** How many are named at each end of a summary. */
const MOST_NAMED = 3;

/** What run it is and how far: under pictures and films. */
export function runCaption(trace: RunTrace | null, step: number): string {
  if (trace === null) return t("charts:captions.none");
  const { seed, lower } = trace.config;
  return t("charts:captions.run", {
    seed: String(seed),
    step: formatStep(step),
    steps: formatStep(lower.steps),
  });
}

/** One series a domain; learned weights set out from 1 at the beginning. */
export function weightsFromStart(
  { history, config }: RunTrace,
  unit: XUnit,
  slots: DomainSlots,
): ChartSeries[] {
  const series = weightSeries(history, unit, slots);
  const isStartNeeded = config.mode !== "fixed" && (series[0]?.x[0] ?? 0) > 0;
  if (!isStartNeeded) return series;
  const x = behind(0, series[0]?.x ?? new Float64Array());
  return series.map((one) => ({ ...one, x, raw: behind(1, one.raw) }));
}

function behind(first: number, values: Float64Array): Float64Array {
  const all = new Float64Array(values.length + 1);
  all[0] = first;
  all.set(values, 1);
  return all;
}

export interface WeightsShown {
  trace: RunTrace | null;
  unit: XUnit;
  range: StepRange;
  slots: DomainSlots;
  scale: ValueScale;
}

export function weightsData({ trace, unit, range, slots, scale }: WeightsShown): ChartData {
  return {
    id: WEIGHT_CHART,
    title: t("charts:weights.title"),
    caption: runCaption(trace, trace?.history.steps().at(-1) ?? 0),
    valueName: t("charts:weights.value"),
    xName: t(`charts:x.names.${unit}`),
    xUnit: unit,
    valueScale: scale,
    range,
    reference: 1,
    decay: 0,
    series: trace === null ? [] : weightsFromStart(trace, unit, slots),
    formatValue: (value) => formatWeight(value, 3),
    formatX: (x) => formatX(unit, x),
  };
}

/** The largest and the smallest weights in a sentence, for those who cannot see the picture. */
export function weightsSummary(
  domains: readonly string[],
  weights: ArrayLike<number>,
  step: number,
): string {
  const named = domains.map((name, place) => ({ name, weight: weights[place] ?? 1 }));
  if (named.every(({ weight }) => weight === 1)) {
    return t("race:panel.allEqual", { count: domains.length });
  }
  const falling = [...named].sort((a, b) => b.weight - a.weight);
  const list = (some: typeof named) =>
    some
      .map(({ name, weight }) => t("race:panel.weightOf", { name, weight: formatWeight(weight) }))
      .join(t("race:panel.separator"));
  const most = Math.min(MOST_NAMED, Math.floor(falling.length / 2) || 1);
  return t("race:panel.summary", {
    step: formatStep(step),
    largest: list(falling.slice(0, most)),
    smallest: list(falling.slice(-most).reverse()),
  });
}
