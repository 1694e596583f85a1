// The lines inside a Recharts chart. Recharts' own Line prepares labels, animation and tooltips for
// every point on every redraw (15 lines of 240 points: over 100 ms here); this one writes one path a
// line into the same plot area, and is redrawn without the chart around it.
import { createContext, useContext, useId } from "react";
import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";
import { linePath } from "./linePath.ts";

export interface TraceLine {
  id: string;
  steps: readonly number[];
  /** NaN and infinities are gaps. */
  values: readonly number[];
  color: string;
  dash?: string;
  width?: number;
  /** A number, or a CSS variable that the surroundings may change without a redraw. */
  opacity?: number | string;
  /** Draws a mark at each point; for series of few points. */
  hasDots?: boolean;
  /** Marks alone, no line through them: points that stand out. */
  isMarks?: boolean;
}

export const TraceLinesContext = createContext<readonly TraceLine[]>([]);

export function TraceLines() {
  const lines = useContext(TraceLinesContext);
  const clipId = useId();
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const xOf = (step: number) => xScale(step) ?? Number.NaN;
  const yOf = (value: number) => yScale(value) ?? Number.NaN;
  return (
    <g clipPath={`url(#${clipId})`}>
      <clipPath id={clipId}>
        {/* Two pixels more, so that a line at the edge keeps its whole width. */}
        <rect x={area.x} y={area.y - 2} width={area.width + 2} height={area.height + 4} />
      </clipPath>
      {lines.map(({ id, steps, values, color, dash, width, opacity, hasDots, isMarks }) => (
        <g key={id} style={{ opacity: opacity ?? 1 }} data-line={id}>
          {!isMarks && (
            <path
              d={linePath(steps, values, xOf, yOf)}
              fill="none"
              stroke={color}
              strokeWidth={width ?? 1.5}
              strokeDasharray={dash ?? "none"}
              strokeLinejoin="round"
            />
          )}
          {isMarks &&
            steps.map((step, index) => (
              <circle
                key={step}
                cx={xOf(step)}
                cy={yOf(values[index] ?? 0)}
                r={3.5}
                fill="none"
                stroke={color}
                strokeWidth={1.5}
              />
            ))}
          {hasDots &&
            steps.map((step, index) => (
              <circle key={step} cx={xOf(step)} cy={yOf(values[index] ?? 0)} r={2} fill={color} />
            ))}
        </g>
      ))}
    </g>
  );
}
