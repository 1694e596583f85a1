// A chart with its controls: the figure or, in its place, the table of its numbers, and for the head of its panel
// the choice of scale and the menu.
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import type { ValueScale } from "../../store/chartStore.ts";
import { t } from "../../strings/strings.ts";
import { useCharts, useView } from "../StudioContext.ts";
import type { ChartData, ChartDataSource, ChartSeries } from "./chartSeries.ts";
import { ChartMenu } from "./export/ChartMenu.tsx";
import { ScaleToggle } from "./ScaleToggle.tsx";
import { TraceFigure, type TraceFigureProps } from "./TraceFigure.tsx";
import { useXRange } from "./useXRange.ts";
import { formatX } from "./xAxis.ts";

const ChartTable = lazy(async () => ({
  default: (await import("./table/ChartTable.tsx")).ChartTable,
}));

const LEGEND_ROOM = 24;
const DEFAULT_HEIGHT = 150;

export interface FigureSpec extends Omit<TraceFigureProps, "label" | "range" | "scale" | "scope"> {
  /** Stable; what is chosen for the chart is remembered under it. */
  id: string;
  /** Where another than "{title} against lower steps". */
  label?: string;
  /** Of what: run name or seed, and how far it is. */
  caption: string;
  /** Of the values; the title where it is left out. */
  valueName?: string;
  /** Its own where it is left out. */
  scope?: string;
  /** The range of x shown; the present run's where it is left out. */
  range?: TraceFigureProps["range"];
  /** No logarithmic axis is offered: values of both signs. */
  isLinear?: boolean;
  defaultScale?: ValueScale;
}

export interface Figure {
  /** For the head of a panel. */
  actions: ReactNode;
  body: ReactNode;
}

export function useFigure(spec: FigureSpec): Figure {
  const { id, caption, valueName, isLinear = false, defaultScale = "linear", ...figure } = spec;
  const { title, height = DEFAULT_HEIGHT } = figure;
  const unit = useCharts((charts) => charts.xUnit);
  const chosen = useCharts((charts) => charts.scales[id]);
  const ownRange = useXRange();
  const decay = useView((view) => view.smoothing);
  const [isTable, setIsTable] = useState(false);
  const scale = isLinear ? "linear" : (chosen ?? defaultScale);
  const range = figure.range ?? ownRange;

  const newest = useRef<ChartDataSource>(() => {
    throw new Error("a chart's data were asked for before it was drawn");
  });
  newest.current = (): ChartData => ({
    id,
    title,
    caption,
    valueName: valueName ?? title,
    xName: t(`charts:x.names.${unit}`),
    xUnit: unit,
    valueScale: scale,
    range,
    reference: figure.reference ?? null,
    decay: isSmoothed(figure.series) ? decay : 0,
    series: figure.series,
    formatValue: figure.formatValue,
    formatX: (x) => formatX(unit, x),
  });
  const data = useCallback<ChartDataSource>(() => newest.current(), []);

  const label = figure.label ?? t(`charts:x.labels.${unit}`, { title });
  const actions = (
    <>
      {!isLinear && <ScaleToggle id={id} title={title} scale={scale} />}
      <ChartMenu title={title} data={data} isTable={isTable} onTable={setIsTable} />
    </>
  );
  const body = isTable ? (
    <Suspense fallback={<div style={{ height: height + LEGEND_ROOM }} />}>
      <ChartTable data={newest.current()} height={height + LEGEND_ROOM} />
    </Suspense>
  ) : (
    <TraceFigure {...figure} label={label} scope={figure.scope ?? id} range={range} scale={scale} />
  );
  return { actions, body };
}

function isSmoothed(series: readonly ChartSeries[]): boolean {
  return series.some(({ smooth }) => smooth !== null);
}
