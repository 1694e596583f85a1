// Lines against lower steps. Recharts draws axes, grid and reference; the lines inside it and what
// follows the pointer above it (ChartOverlay) are redrawn without it.
import { memo, type ReactNode, useMemo } from "react";
import { CartesianGrid, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import { formatStep } from "../train/formatRun.ts";
import {
  type Box,
  type ChartGeometry,
  chartGeometry,
  type Insets,
  type StepRange,
} from "./chartGeometry.ts";
import { type Axis, ticksWithin } from "./niceAxis.ts";
import styles from "./TraceChart.module.css";
import { type TraceLine, TraceLines, TraceLinesContext } from "./TraceLines.tsx";
import { useBox } from "./useBox.ts";

export interface TraceChartProps {
  /** What the chart shows, for those who cannot see it. */
  label: string;
  lines: readonly TraceLine[];
  steps: StepRange;
  axis: Axis;
  formatValue: (value: number) => string;
  /** A horizontal line that values are read against. */
  reference?: number;
  /** Room at the right for labels, in pixels. */
  rightInset?: number;
  overlay?: (geometry: ChartGeometry) => ReactNode;
}

const PIXELS_PER_TICK = 64;

export const TraceChart = memo(function TraceChart(props: TraceChartProps) {
  const { label, lines, steps, axis, formatValue, reference, rightInset = 20, overlay } = props;
  const [ref, box] = useBox<HTMLElement>();
  const insets = useMemo<Insets>(
    () => ({ top: 8, right: rightInset, bottom: 22, left: 46 }),
    [rightInset],
  );
  const geometry = useMemo(
    () => (box === null ? null : chartGeometry(box, insets, steps, axis)),
    [box, insets, steps, axis],
  );
  return (
    <figure ref={ref} className={styles["chart"]} aria-label={label}>
      {geometry !== null && box !== null && (
        <>
          <TraceLinesContext value={lines}>
            <Frame {...{ box, insets, steps, axis, formatValue, reference }} />
          </TraceLinesContext>
          {overlay?.(geometry)}
        </>
      )}
    </figure>
  );
});

interface FrameProps {
  box: Box;
  insets: Insets;
  steps: StepRange;
  axis: Axis;
  formatValue: (value: number) => string;
  reference: number | undefined;
}

const NO_DATA: never[] = [];
const TICK_TEXT = { fill: "var(--text-muted)", fontSize: 11 };

const Frame = memo(function Frame(props: FrameProps) {
  const { box, insets, steps, axis, formatValue, reference } = props;
  const tickCount = Math.max(
    2,
    Math.floor((box.width - insets.left - insets.right) / PIXELS_PER_TICK),
  );
  return (
    <LineChart
      width={box.width}
      height={box.height}
      data={NO_DATA}
      margin={{ top: insets.top, right: insets.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--grid)" vertical={false} />
      <XAxis
        type="number"
        dataKey="step"
        domain={[steps.low, steps.high]}
        allowDataOverflow
        niceTicks="none"
        ticks={ticksWithin(steps.low, steps.high, tickCount)}
        tickFormatter={formatStep}
        interval={0}
        tick={TICK_TEXT}
        tickLine={false}
        stroke="var(--border-strong)"
        height={insets.bottom}
      />
      <YAxis
        type="number"
        domain={[axis.low, axis.high]}
        allowDataOverflow
        niceTicks="none"
        ticks={axis.ticks}
        tickFormatter={formatValue}
        interval={0}
        tick={TICK_TEXT}
        tickLine={false}
        axisLine={false}
        width={insets.left}
      />
      {reference !== undefined && (
        <ReferenceLine y={reference} stroke="var(--reference)" strokeWidth={1} />
      )}
      <TraceLines />
    </LineChart>
  );
});
