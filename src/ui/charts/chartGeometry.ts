// Where things are in a chart: one mapping between x (steps or time), values and screen pixels, shared by
// what Recharts draws, the lines in it and what is laid over it (crosshair, labels, zoom).
import type { Axis } from "./niceAxis.ts";

export interface Box {
  width: number;
  height: number;
}

export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** A range of x, in the unit that charts are drawn against. */
export interface StepRange {
  low: number;
  high: number;
}

export interface ChartGeometry {
  /** The plot area inside the box. */
  plot: Insets & Box;
  xOf(x: number): number;
  xAt(pixel: number): number;
  /** NaN where the value has no place: none is at or below 0 on a logarithmic axis. */
  yOf(value: number): number;
  valueAt(y: number): number;
}

export function chartGeometry(
  box: Box,
  insets: Insets,
  range: StepRange,
  axis: Axis,
): ChartGeometry {
  const width = Math.max(1, box.width - insets.left - insets.right);
  const height = Math.max(1, box.height - insets.top - insets.bottom);
  const xSpan = range.high - range.low || 1;
  const onScale = axis.isLog === true ? Math.log : (value: number) => value;
  const fromScale = axis.isLog === true ? Math.exp : (value: number) => value;
  const low = onScale(axis.low);
  const valueSpan = onScale(axis.high) - low || 1;
  return {
    plot: { ...insets, width, height },
    xOf: (x) => insets.left + ((x - range.low) / xSpan) * width,
    xAt: (pixel) => range.low + ((pixel - insets.left) / width) * xSpan,
    yOf(value) {
      if (axis.isLog === true && !(value > 0)) return Number.NaN;
      return insets.top + (1 - (onScale(value) - low) / valueSpan) * height;
    },
    valueAt: (y) => fromScale(low + (1 - (y - insets.top) / height) * valueSpan),
  };
}
