// The main picture: all K domain weights against lower steps, parting from 1.0.
import { memo, useCallback, useMemo } from "react";
import { useRun, useStudio, useView } from "../StudioContext.ts";
import { domainColor, domainDash } from "../theme/domainColor.ts";
import { ChartOverlay } from "./charts/ChartOverlay.tsx";
import type { ChartGeometry } from "./charts/chartGeometry.ts";
import { EndLabels } from "./charts/EndLabels.tsx";
import { nearestPoint } from "./charts/nearestPoint.ts";
import type { Axis } from "./charts/niceAxis.ts";
import { TraceChart } from "./charts/TraceChart.tsx";
import { useRunVersion } from "./charts/useRunVersion.ts";
import { useStepRange } from "./charts/useStepRange.ts";
import { fadeOf } from "./FocusScope.tsx";
import { formatWeight } from "./formatRun.ts";
import { weightAxis, weightLines } from "./weightLines.ts";

const POINTS_A_LINE = 240;
const ALL_EQUAL = [1, 1] as const;
/** Narrower label columns show names only. */
const LEAST_WITH_VALUES = 120;
/** How near the pointer must be to a line to mean it. */
const REACH_PIXELS = 12;

const formatTick = (value: number) => formatWeight(value);

export interface WeightChartProps {
  domains: readonly string[];
  /** Room for the names at the line ends, in pixels. */
  labelWidth: number;
}

export const WeightChart = memo(function WeightChart({ domains, labelWidth }: WeightChartProps) {
  const { run, view } = useStudio();
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

  const overlay = useCallback(
    (geometry: ChartGeometry) => {
      const last = lines[0]?.steps.at(-1);
      return (
        <>
          <ChartOverlay
            geometry={geometry}
            onPoint={(point) => view.getState().hoverDomain(domainAt(geometry, point))}
            onClick={(point) => {
              const name = domainAt(geometry, point);
              if (name !== null) view.getState().togglePin(name);
            }}
          />
          {last !== undefined && (
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
    [lines, domains, slots, pinned, labelWidth, domainAt, view],
  );

  return (
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
  );
});

/** The same axis as long as its ends are the same, so that the frame of the chart is not redrawn. */
function useAxis(extent: readonly [number, number]): Axis {
  const { low, high } = weightAxis(extent);
  return useMemo(() => weightAxis([low, high]), [low, high]);
}
