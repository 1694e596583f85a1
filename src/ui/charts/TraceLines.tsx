// The lines inside a chart's frame. Recharts' own Line prepares labels, animation and tooltips for every point
// on every redraw (15 lines of 240 points: over 100 ms here); this one writes one path a line into the same plot
// area, keeps it until the line or its place changes, and is redrawn without the frame around it.
import { createContext, memo, useContext, useId } from "react";
import type { ChartGeometry } from "./chartGeometry.ts";
import { linePath } from "./linePath.ts";

export interface TraceLine {
  id: string;
  /** What the legend knows it by; the same for a raw line and its average. */
  series?: string;
  /** In the chart's unit. */
  x: readonly number[];
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

export interface DrawnLines {
  lines: readonly TraceLine[];
  geometry: ChartGeometry;
  /** The series that stand out while others fade; null for none. */
  emphasised: ReadonlySet<string> | null;
}

export const DrawnLinesContext = createContext<DrawnLines | null>(null);

const FADED = 0.13;

export function TraceLines() {
  const drawn = useContext(DrawnLinesContext);
  const clipId = useId();
  if (drawn === null) return null;
  const { lines, geometry, emphasised } = drawn;
  const { left, top, width, height } = geometry.plot;
  return (
    <g clipPath={`url(#${clipId})`}>
      <clipPath id={clipId}>
        {/* Two pixels more, so that a line at the edge keeps its whole width. */}
        <rect x={left} y={top - 2} width={width + 2} height={height + 4} />
      </clipPath>
      {lines.map((line) => {
        const isFaded = emphasised !== null && !emphasised.has(line.series ?? line.id);
        return (
          <g
            key={line.id}
            style={{ opacity: isFaded ? FADED : (line.opacity ?? 1) }}
            data-line={line.id}
          >
            <Line line={line} geometry={geometry} />
          </g>
        );
      })}
    </g>
  );
}

const Line = memo(function Line({ line, geometry }: { line: TraceLine; geometry: ChartGeometry }) {
  const { x, values, color, dash, width, hasDots, isMarks } = line;
  const { xOf, yOf } = geometry;
  const dots = (radius: number, look: { fill: string; stroke?: string; strokeWidth?: number }) =>
    x.map((at, index) => {
      const y = yOf(values[index] ?? Number.NaN);
      return Number.isFinite(y) && <circle key={at} cx={xOf(at)} cy={y} r={radius} {...look} />;
    });
  if (isMarks) return dots(3.5, { fill: "none", stroke: color, strokeWidth: 1.5 });
  return (
    <>
      <path
        d={linePath(x, values, xOf, yOf)}
        fill="none"
        stroke={color}
        strokeWidth={width ?? 1.5}
        strokeDasharray={dash ?? "none"}
        strokeLinejoin="round"
      />
      {hasDots && dots(2, { fill: color })}
    </>
  );
});
