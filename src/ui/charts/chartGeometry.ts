// Where things are in a chart: one mapping between lower steps, values and screen pixels, shared by
// what Recharts draws and what is laid over it (crosshair, labels, zoom).
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

export interface StepRange {
  low: number;
  high: number;
}

export interface ChartGeometry {
  /** The plot area inside the box. */
  plot: Insets & Box;
  xOf(step: number): number;
  stepAt(x: number): number;
  yOf(value: number): number;
  valueAt(y: number): number;
}

export function chartGeometry(
  box: Box,
  insets: Insets,
  steps: StepRange,
  axis: Axis,
): ChartGeometry {
  const width = Math.max(1, box.width - insets.left - insets.right);
  const height = Math.max(1, box.height - insets.top - insets.bottom);
  const stepSpan = steps.high - steps.low || 1;
  const valueSpan = axis.high - axis.low || 1;
  return {
    plot: { ...insets, width, height },
    xOf: (step) => insets.left + ((step - steps.low) / stepSpan) * width,
    stepAt: (x) => steps.low + ((x - insets.left) / width) * stepSpan,
    yOf: (value) => insets.top + (1 - (value - axis.low) / valueSpan) * height,
    valueAt: (y) => axis.low + (1 - (y - insets.top) / height) * valueSpan,
  };
}
