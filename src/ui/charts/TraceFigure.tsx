// A small chart without a frame: legend with values, lines, and what is said while there are none.
import { useCallback, useMemo, useRef } from "react";
import { ChartOverlay } from "./ChartOverlay.tsx";
import type { ChartGeometry, StepRange } from "./chartGeometry.ts";
import { type Axis, finiteExtent, steadyAxis } from "./niceAxis.ts";
import { type LegendItem, SeriesLegend } from "./SeriesLegend.tsx";
import { TraceChart } from "./TraceChart.tsx";
import styles from "./TraceFigure.module.css";
import type { TraceLine } from "./TraceLines.tsx";
import { useStepRange } from "./useStepRange.ts";

export interface TraceFigureProps {
  /** What the chart shows, for those who cannot see it. */
  label: string;
  lines: readonly TraceLine[];
  legend: readonly LegendItem[];
  formatValue: (value: number) => string;
  formatTick: (value: number) => string;
  /** A horizontal line that values are read against; always on the axis. */
  reference?: number;
  /** Said in place of lines while there are none. */
  emptyText: string;
  /** Of the chart without its legend, in pixels; 150 where none is given. */
  height?: number;
  /** Lower steps the chart shows; the present run's where it is left out. */
  steps?: StepRange;
}

export function TraceFigure(props: TraceFigureProps) {
  const { label, lines, legend, formatValue, formatTick, reference, emptyText, height } = props;
  const ownSteps = useStepRange();
  const steps = props.steps ?? ownSteps;
  const axisBefore = useRef<Axis | null>(null);
  const axis = useMemo(() => {
    const values = lines.map((line) => line.values);
    const [smallest, largest] = finiteExtent(...values);
    const isEmpty = smallest > largest; // a new run begins with a new axis
    const [low, high] =
      isEmpty || reference === undefined
        ? [smallest, largest]
        : [Math.min(smallest, reference), Math.max(largest, reference)];
    const next = steadyAxis(isEmpty ? null : axisBefore.current, low, high, 4);
    axisBefore.current = isEmpty ? null : next;
    return next;
  }, [lines, reference]);
  const overlay = useCallback(
    (geometry: ChartGeometry) => <ChartOverlay geometry={geometry} />,
    [],
  );
  const isEmpty = lines.every((line) => line.values.length === 0);
  return (
    <>
      <SeriesLegend items={legend} formatValue={formatValue} />
      <div className={styles["chart"]} style={height === undefined ? undefined : { height }}>
        <TraceChart
          label={label}
          lines={lines}
          steps={steps}
          axis={axis}
          formatValue={formatTick}
          {...(reference === undefined ? {} : { reference })}
          overlay={overlay}
        />
        {isEmpty && <p className={styles["empty"]}>{emptyText}</p>}
      </div>
    </>
  );
}
