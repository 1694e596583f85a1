// The main picture: all K domain weights against lower steps, parting from 1.0. A click on a line leads
// to its domain's chains, one on a name pins it.
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ChartOverlay } from "../charts/ChartOverlay.tsx";
import type { ChartGeometry } from "../charts/chartGeometry.ts";
import { EndLabels } from "../charts/EndLabels.tsx";
import { nearestPoint } from "../charts/nearestPoint.ts";
import type { Axis } from "../charts/niceAxis.ts";
import { TraceChart } from "../charts/TraceChart.tsx";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useStepRange } from "../charts/useStepRange.ts";
import { useRun, useStudio, useView } from "../StudioContext.ts";
import { domainColor, domainDash } from "../theme/domainColor.ts";
import { fadeOf } from "./FocusScope.tsx";
import { formatWeight } from "./formatRun.ts";
import styles from "./WeightChart.module.css";
import { weightAxis, weightLines } from "./weightLines.ts";

const POINTS_A_LINE = 240;
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
  const { run, view } = studio;
  const version = useRunVersion(0);
  const trace = useRun((state) => state.main);
  const slots = useView((state) => state.domainSlots);
  const pinned = useView((state) => state.pinnedDomains);
  const steps = useStepRange();
  const history = trace?.history ?? null;
  const isLearned = trace?.config.mode !== "fixed";

  const lines = useMemo(() => {
    // The history is changed in place: the version says when.
    if (history === null || history.length === 0 || version < 0) return [];
    return weightLines(history, steps, POINTS_A_LINE, isLearned).map((line, place) => ({
      id: `w${place}`,
      steps: line.steps,
      values: line.values,
      color: domainColor(slots[line.name] ?? place),
      dash: domainDash(slots[line.name] ?? place),
      width: 1.75,
      opacity: fadeOf(place),
    }));
  }, [history, version, steps, slots, isLearned]);
  const extent = history?.weightExtent() ?? ALL_EQUAL;
  // Before the first upper step all lines are one, and the panel says so where their names would stand.
  const isNamed = trace?.config.mode !== "bilevel" || trace.history.upperSteps() > 0;
  const axis = useAxis(extent);

  const domainAt = useCallback(
    (geometry: ChartGeometry, point: { x: number; y: number } | null): string | null => {
      const drawn = run.getState().main?.history;
      if (point === null || drawn === undefined || drawn.length === 0) return null;
      const index = nearestPoint(drawn.steps(), geometry.stepAt(point.x));
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
    [run],
  );

  const openChains = useSingleClick((name: string | null) => {
    if (name !== null) studio.showChains({ source: "shards", domain: name });
  });
  // The domain of the line under the pointer; its hint is drawn beside the chart, not in it.
  const [pointed, setPointed] = useState<string | null>(null);

  const overlay = useCallback(
    (geometry: ChartGeometry) => {
      const last = lines[0]?.steps.at(-1);
      return (
        <>
          <ChartOverlay
            geometry={geometry}
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
              endStep={last}
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
    [lines, isNamed, domains, slots, pinned, labelWidth, domainAt, openChains, view],
  );

  return (
    <>
      <TraceChart
        label={`Weights of ${domains.length} domains against lower steps, with a reference line at 1.0`}
        lines={lines}
        steps={steps}
        axis={axis}
        formatValue={formatTick}
        reference={1}
        rightInset={labelWidth}
        overlay={overlay}
      />
      {pointed !== null && (
        <p className={styles["hint"]}>
          <strong>{pointed}</strong> · click: its chains in Inspect
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
function useAxis(extent: readonly [number, number]): Axis {
  const { low, high } = weightAxis(extent);
  return useMemo(() => weightAxis([low, high]), [low, high]);
}
