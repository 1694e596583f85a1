// Axes, grid and reference line of a chart, by Recharts, and the lines in them. Fetched beside the first picture:
// Recharts is a third of what the page would otherwise begin with.
import { memo } from "react";
import { CartesianGrid, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import type { XUnit } from "../../store/traceUnits.ts";
import type { Box, Insets, StepRange } from "./chartGeometry.ts";
import type { Axis } from "./niceAxis.ts";
import { TraceLines } from "./TraceLines.tsx";
import { xTicks } from "./xAxis.ts";

export interface ChartFrameProps {
  box: Box;
  insets: Insets;
  range: StepRange;
  unit: XUnit;
  axis: Axis;
  formatValue: (value: number) => string;
  reference: number | undefined;
}

const PIXELS_PER_TICK = 64;
const NO_DATA: never[] = [];
const TICK_TEXT = { fill: "var(--text-muted)", fontSize: 11 };

export const ChartFrame = memo(function ChartFrame(props: ChartFrameProps) {
  const { box, insets, range, unit, axis, formatValue, reference } = props;
  const room = Math.floor((box.width - insets.left - insets.right) / PIXELS_PER_TICK);
  const { ticks, format } = xTicks(unit, range, Math.max(2, room));
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
        dataKey="x"
        domain={[range.low, range.high]}
        allowDataOverflow
        niceTicks="none"
        ticks={ticks}
        tickFormatter={format}
        interval={0}
        tick={TICK_TEXT}
        tickLine={false}
        stroke="var(--border-strong)"
        height={insets.bottom}
      />
      <YAxis
        type="number"
        scale={axis.isLog === true ? "log" : "linear"}
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
