// The main picture: all K domain weights against lower steps, parting from 1.0. A click on a line leads
// to its domain's chains, one on a name pins it.
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Trans } from "react-i18next";
import type { ValueScale } from "../../store/chartStore.ts";
import { t } from "../../strings/strings.ts";
import { type ChartCursor, ChartOverlay } from "../charts/ChartOverlay.tsx";
import type { ChartGeometry } from "../charts/chartGeometry.ts";
import { valuesInWords } from "../charts/chartSummary.ts";
import { EndLabels } from "../charts/EndLabels.tsx";
import { pointAt } from "../charts/legend.ts";
import { logAxis } from "../charts/logAxis.ts";
import { nearestPoint } from "../charts/nearestPoint.ts";
import type { Axis } from "../charts/niceAxis.ts";
import { TraceChart } from "../charts/TraceChart.tsx";
import { tickText } from "../charts/tickText.ts";
import { xOfHistory } from "../charts/traceX.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useXRange } from "../charts/useXRange.ts";
import { formatX } from "../charts/xAxis.ts";
import { useCharts, useRun, useStudio, useView } from "../StudioContext.ts";
import { domainColor, domainDash } from "../theme/domainColor.ts";
import { fadeOf } from "./FocusScope.tsx";
import { formatWeight } from "./formatRun.ts";
import styles from "./WeightChart.module.css";
import { weightAxis, weightLines } from "./weightLines.ts";

const POINTS_A_LINE = 240;
/** What is chosen for this chart is remembered under it. */
export const WEIGHT_CHART = "weights";

const ALL_EQUAL = [1, 1] as const;
/** Narrower label columns show names only. */
const LEAST_WITH_VALUES = 120;
/** How near the pointer must be to a line to mean it. */
const REACH_PIXELS = 12;
/** A second click within this time makes it a double click, which shows all steps. */
const DOUBLE_CLICK_MS = 300;

const formatTick = (value: number) => formatWeight(value);

export interface WeightChartProps {
  domains: readonly string[];
  /** Room for the names at the line ends, in pixels. */
  labelWidth: number;
}

export const WeightChart = memo(function WeightChart({ domains, labelWidth }: WeightChartProps) {
  const studio = useStudio();
  const { run, view, charts } = studio;
  const version = useRunVersion(0);
  const trace = useRun((state) => state.main);
  const slots = useView((state) => state.domainSlots);
  const pinned = useView((state) => state.pinnedDomains);
  const range = useXRange();
  const unit = useCharts((state) => state.xUnit);
  const scale = useCharts((state) => state.scales[WEIGHT_CHART] ?? "linear");
  const history = trace?.history ?? null;
  const isLearned = trace?.config.mode !== "fixed";

  const lines = useMemo(() => {
    // The history is changed in place: the version says when.
    if (history === null || history.length === 0 || version < 0) return [];
    const x = xOfHistory(history, history, unit);
    return weightLines(history, x, range, POINTS_A_LINE, isLearned).map((line, place) => ({
      id: `w${place}`,
      x: line.x,
      values: line.values,
      color: domainColor(slots[line.name] ?? place),
      dash: domainDash(slots[line.name] ?? place),
      width: 1.75,
      opacity: fadeOf(place),
    }));
  }, [history, version, range, unit, slots, isLearned]);
  const extent = history?.weightExtent() ?? ALL_EQUAL;
  // Before the first upper step all lines are one, and the panel says so where their names would stand.
  const isNamed = trace?.config.mode !== "bilevel" || trace.history.upperSteps() > 0;
  const axis = useAxis(extent, scale);

  const domainAt = useCallback(
    (geometry: ChartGeometry, point: { x: number; y: number } | null): string | null => {
      const drawn = run.getState().main?.history;
      if (point === null || drawn === undefined || drawn.length === 0) return null;
      const x = xOfHistory(drawn, drawn, charts.getState().xUnit);
      const index = nearestPoint(x, geometry.xAt(point.x));
      let best: string | null = null;
      let bestDistance = REACH_PIXELS;
      drawn.domains.forEach((name, place) => {
        const distance = Math.abs(geometry.yOf(drawn.weightAt(index, place)) - point.y);
        if (distance < bestDistance) {
          best = name;
          bestDistance = distance;
        }
      });
      return best;
    },
    [run, charts],
  );

  const openChains = useSingleClick((name: string | null) => {
    if (name !== null) studio.showChains({ source: "shards", domain: name });
  });
  // The domain of the line under the pointer; its hint is drawn beside the chart, not in it.
  const [pointed, setPointed] = useState<string | null>(null);

  const cursor = useMemo<ChartCursor>(() => {
    const drawn = version < 0 ? null : history;
    const x = drawn === null ? new Float64Array() : xOfHistory(drawn, drawn, unit);
    return {
      title: t("charts:weights.title"),
      describedBy: undefined,
      x,
      words(at) {
        const point = pointAt(x, at);
        const values = (drawn?.domains ?? []).map((name, place) => ({
          name,
          value: drawn?.weightAt(point, place) ?? Number.NaN,
        }));
        // As the lines lie: the largest first.
        values.sort((one, other) => other.value - one.value);
        const place = t(`charts:x.places.${unit}`, { x: formatX(unit, at) });
        return valuesInWords(place, values, formatTick);
      },
    };
  }, [history, version, unit]);

  const overlay = useCallback(
    (geometry: ChartGeometry) => {
      const last = lines[0]?.x.at(-1);
      return (
        <>
          <ChartOverlay
            geometry={geometry}
            cursor={cursor}
            onPoint={(point) => {
              const name = domainAt(geometry, point);
              setPointed(name);
              view.getState().hoverDomain(name);
            }}
            onClick={(point) => openChains(domainAt(geometry, point))}
          />
          {last !== undefined && isNamed && (
            <EndLabels
              geometry={geometry}
              width={labelWidth}
              isValueShown={labelWidth >= LEAST_WITH_VALUES}
              endX={last}
              labels={domains.map((name, place) => ({
                id: name,
                name,
                text: formatWeight(lines[place]?.values.at(-1) ?? Number.NaN),
                value: lines[place]?.values.at(-1) ?? Number.NaN,
                color: domainColor(slots[name] ?? place),
                opacity: fadeOf(place),
                isPinned: pinned.includes(name),
              }))}
              onHover={(name) => view.getState().hoverDomain(name)}
              onPin={(name) => view.getState().togglePin(name)}
            />
          )}
        </>
      );
    },
    [lines, cursor, isNamed, domains, slots, pinned, labelWidth, domainAt, openChains, view],
  );

  return (
    <>
      <TraceChart
        label={t(`charts:weights.label.${unit}`, { count: domains.length })}
        lines={lines}
        range={range}
        unit={unit}
        axis={axis}
        formatValue={scale === "log" ? tickText : formatTick}
        reference={1}
        rightInset={labelWidth}
        overlay={overlay}
      />
      {pointed !== null && (
        <p className={styles["hint"]}>
          <Trans
            t={t}
            i18nKey="charts:weights.hint"
            components={{ name: <strong>{pointed}</strong> }}
          />
        </p>
      )}
    </>
  );
});

/** Calls `act` for single clicks only: what follows a double click's first would be in its way. */
function useSingleClick<A>(act: (argument: A) => void): (argument: A) => void {
  const newest = useRef(act);
  newest.current = act;
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
    },
    [],
  );
  return useCallback((argument) => {
    if (waiting.current !== null) {
      clearTimeout(waiting.current);
      waiting.current = null;
      return;
    }
    waiting.current = setTimeout(() => {
      waiting.current = null;
      newest.current(argument);
    }, DOUBLE_CLICK_MS);
  }, []);
}

/** The same axis as long as its ends are the same, so that the frame of the chart is not redrawn. */
function useAxis(extent: readonly [number, number], scale: ValueScale): Axis {
  const { low, high } = scale === "log" ? logAxis(...extent) : weightAxis(extent);
  return useMemo(
    () => (scale === "log" ? logAxis(low, high) : weightAxis([low, high])),
    [low, high, scale],
  );
}
