// A small chart without a frame: legend with values, lines, and what is said while there are none. It draws its
// series' window itself, on the scale and in the unit chosen.
import { useCallback, useId, useMemo, useRef, useState } from "react";
import type { ValueScale } from "../../store/chartStore.ts";
import { t } from "../../strings/strings.ts";
import { useCharts } from "../StudioContext.ts";
import { type ChartCursor, ChartOverlay, type Point } from "./ChartOverlay.tsx";
import { ChartTooltip } from "./ChartTooltip.tsx";
import type { ChartGeometry, StepRange } from "./chartGeometry.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { chartSummary, countAtOrBelowZero, longestX, placeInWords } from "./chartSummary.ts";
import { type ChartMarks, drawnMarks, drawnSeries } from "./drawnSeries.ts";
import { steadyLogAxis } from "./logAxis.ts";
import { type Axis, finiteExtent, steadyAxis } from "./niceAxis.ts";
import { SeriesLegend } from "./SeriesLegend.tsx";
import { TraceChart } from "./TraceChart.tsx";
import styles from "./TraceFigure.module.css";
import type { TraceLine } from "./TraceLines.tsx";
import { formatX } from "./xAxis.ts";

export interface TraceFigureProps {
  title: string;
  /** What the chart shows, for those who cannot see it. */
  label: string;
  /** Charts of one scope single out the same series. */
  scope: string;
  /** Complete, in the unit chosen. */
  series: readonly ChartSeries[];
  marks?: ChartMarks | null;
  range: StepRange;
  scale: ValueScale;
  formatValue: (value: number) => string;
  formatTick: (value: number) => string;
  /** A horizontal line that values are read against; always on the axis. */
  reference?: number | undefined;
  /** Of the reference in the legend; it is not listed where it has none. */
  referenceName?: string;
  /** Said in place of lines while there are none. */
  emptyText: string;
  /** Of the chart without its legend, in pixels; 150 where none is given. */
  height?: number | undefined;
  /** Series that stand out from outside (a row pointed at); null for none. */
  focus?: readonly string[] | null;
}

const POINTS_A_LINE = 240;
const TICKS = 4;

export function TraceFigure(props: TraceFigureProps) {
  const { title, label, scope, series, marks, range, scale } = props;
  const {
    formatValue,
    formatTick,
    reference,
    referenceName,
    emptyText,
    height,
    focus = null,
  } = props;
  const unit = useCharts((charts) => charts.xUnit);
  const isolated = useCharts((charts) => charts.isolated[scope]);
  const summaryId = useId();
  const shown = useMemo(() => singledOut(series, isolated), [series, isolated]);
  const lines = useMemo<readonly TraceLine[]>(() => {
    const drawn = shown.flatMap((one) => drawnSeries(one, range, POINTS_A_LINE));
    const isMarked = marks && shown.some(({ id }) => id === marks.series);
    const circles = isMarked ? drawnMarks(marks, range) : null;
    return circles === null ? drawn : [...drawn, circles];
  }, [shown, marks, range]);
  const axis = useValueAxis(lines, scale, reference);
  const emphasised = useEmphasis(scope, shown, focus);
  const hidden = useMemo(() => (scale === "log" ? countAtOrBelowZero(shown) : 0), [shown, scale]);

  const told = useMemo(
    () => ({
      title,
      series: shown,
      formatValue,
      placeOf: (x: number) => t(`charts:x.places.${unit}`, { x: formatX(unit, x) }),
    }),
    [title, shown, formatValue, unit],
  );
  const summary = useMemo(() => chartSummary(told), [told]);
  const overlay = useCallback(
    (geometry: ChartGeometry) => (
      <FigureOverlay
        geometry={geometry}
        told={told}
        cursor={{
          title,
          describedBy: summaryId,
          x: longestX(told.series),
          words: (x) => placeInWords(told, x),
        }}
      />
    ),
    [told, title, summaryId],
  );
  const isEmpty = lines.every((line) => line.values.length === 0);
  // The runs are there, but have no place on this axis.
  const isPlaceless = unit === "upper" && series.length > 0;
  const words = isPlaceless ? t("charts:x.noUpperSteps") : emptyText;
  return (
    <>
      <SeriesLegend
        title={title}
        scope={scope}
        series={series}
        formatValue={formatValue}
        reference={
          reference === undefined || referenceName === undefined
            ? null
            : { name: referenceName, value: reference }
        }
      />
      <div className={styles["chart"]} style={height === undefined ? undefined : { height }}>
        <TraceChart
          label={label}
          describedBy={summaryId}
          lines={lines}
          range={range}
          unit={unit}
          axis={axis}
          formatValue={formatTick}
          reference={reference}
          emphasised={emphasised}
          overlay={overlay}
        />
        {isEmpty && <p className={styles["empty"]}>{words}</p>}
      </div>
      {hidden > 0 && (
        <p className={styles["hidden"]}>
          {t("charts:log.hidden", { count: hidden, points: hidden.toLocaleString("en-US") })}
        </p>
      )}
      <p id={summaryId} className="visuallyHidden">
        {summary ?? words} {t("charts:cursor.help")}
      </p>
    </>
  );
}

/** The series that are drawn: those singled out, or all where none of these is. */
function singledOut(
  series: readonly ChartSeries[],
  isolated: readonly string[] | undefined,
): readonly ChartSeries[] {
  const only = series.filter(({ id }) => isolated?.includes(id));
  return only.length > 0 ? only : series;
}

function useValueAxis(
  lines: readonly TraceLine[],
  scale: ValueScale,
  reference: number | undefined,
): Axis {
  const before = useRef<Axis | null>(null);
  return useMemo(() => {
    const isLog = scale === "log";
    const values = lines.map((line) =>
      isLog ? line.values.filter((value) => value > 0) : line.values,
    );
    const [smallest, largest] = finiteExtent(...values);
    const isEmpty = smallest > largest; // a new run begins with a new axis
    const isRead = !isEmpty && reference !== undefined && (!isLog || reference > 0);
    const low = isRead ? Math.min(smallest, reference) : smallest;
    const high = isRead ? Math.max(largest, reference) : largest;
    const kept = isEmpty || (before.current?.isLog === true) !== isLog ? null : before.current;
    const next = isLog ? steadyLogAxis(kept, low, high) : steadyAxis(kept, low, high, TICKS);
    before.current = isEmpty ? null : next;
    return next;
  }, [lines, scale, reference]);
}

/** The series that stand out: the one pointed at in a legend, else those meant from outside. */
function useEmphasis(
  scope: string,
  shown: readonly ChartSeries[],
  focus: readonly string[] | null,
): ReadonlySet<string> | null {
  const hovered = useCharts((charts) =>
    charts.hoveredSeries?.scope === scope ? charts.hoveredSeries.id : null,
  );
  return useMemo(() => {
    const isThere = (id: string) => shown.some((one) => one.id === id);
    if (hovered !== null && isThere(hovered)) return new Set([hovered]);
    const meant = focus?.filter(isThere) ?? [];
    // Another's row is pointed at: all fade, but not for a run that has no line here.
    return meant.length === 0 ? null : new Set(meant);
  }, [hovered, shown, focus]);
}

interface FigureOverlayProps {
  geometry: ChartGeometry;
  told: Parameters<typeof chartSummary>[0];
  cursor: ChartCursor;
}

function FigureOverlay({ geometry, told, cursor }: FigureOverlayProps) {
  const [point, setPoint] = useState<Point | null>(null);
  return (
    <>
      <ChartOverlay geometry={geometry} cursor={cursor} onPoint={setPoint} />
      {point !== null && <ChartTooltip point={point} geometry={geometry} {...told} />}
    </>
  );
}
