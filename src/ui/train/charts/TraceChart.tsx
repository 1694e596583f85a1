// Lines against lower steps: Recharts draws axes and lines, and knows nothing of the pointer; what
// moves with it is laid over (ChartOverlay), so that hovering redraws no line.
import { memo, type ReactNode, useMemo } from "react";
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import { formatStep } from "../formatRun.ts";
import { type ChartGeometry, chartGeometry, type Insets, type StepRange } from "./chartGeometry.ts";
import { mergeLines } from "./mergeLines.ts";
import { type Axis, ticksWithin } from "./niceAxis.ts";
import styles from "./TraceChart.module.css";
import { useBox } from "./useBox.ts";

export interface TraceLine {
  id: string;
  steps: readonly number[];
  values: readonly number[];
  color: string;
  dash?: string;
  width?: number;
  /** A number, or a CSS variable that the surroundings may change without a redraw. */
  opacity?: number | string;
  /** Draws a mark at each point; for series of few points. */
  hasDots?: boolean;
}

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

const PIXELS_PER_TICK = 90;

export const TraceChart = memo(function TraceChart(props: TraceChartProps) {
  const { label, lines, steps, axis, formatValue, reference, rightInset = 12, overlay } = props;
  const [ref, box] = useBox<HTMLElement>();
  const rows = useMemo(() => mergeLines(lines), [lines]);
  const insets = useMemo<Insets>(
    () => ({ top: 8, right: rightInset, bottom: 22, left: 40 }),
    [rightInset],
  );
  const geometry = useMemo(
    () => (box === null ? null : chartGeometry(box, insets, steps, axis)),
    [box, insets, steps, axis],
  );
  const tickCount = Math.max(2, Math.floor((geometry?.plot.width ?? 0) / PIXELS_PER_TICK));
  const text = { fill: "var(--text-muted)", fontSize: 11 };

  return (
    <figure ref={ref} className={styles["chart"]} aria-label={label}>
      {geometry !== null && box !== null && (
        <>
          <LineChart
            width={box.width}
            height={box.height}
            data={rows}
            margin={{ top: insets.top, right: insets.right, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--grid)" vertical={false} />
            <XAxis
              type="number"
              dataKey="step"
              domain={[steps.low, steps.high]}
              allowDataOverflow
              ticks={ticksWithin(steps.low, steps.high, tickCount)}
              tickFormatter={formatStep}
              interval={0}
              tick={text}
              tickLine={false}
              stroke="var(--border-strong)"
              height={insets.bottom}
            />
            <YAxis
              type="number"
              domain={[axis.low, axis.high]}
              allowDataOverflow
              ticks={axis.ticks}
              tickFormatter={formatValue}
              interval={0}
              tick={text}
              tickLine={false}
              axisLine={false}
              width={insets.left}
            />
            {reference !== undefined && (
              <ReferenceLine y={reference} stroke="var(--reference)" strokeWidth={1} />
            )}
            {lines.map((line) => (
              <Line
                key={line.id}
                dataKey={line.id}
                type="linear"
                stroke={line.color}
                strokeWidth={line.width ?? 1.5}
                strokeDasharray={line.dash ?? "none"}
                style={{ opacity: line.opacity ?? 1 }}
                dot={line.hasDots ? { r: 2, strokeWidth: 0, fill: line.color } : false}
                activeDot={false}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
          {overlay?.(geometry)}
        </>
      )}
    </figure>
  );
});
