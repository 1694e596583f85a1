// Lines against steps or time: a frame with the lines in it, and what follows the pointer above (ChartOverlay),
// which is redrawn without it.
import { lazy, memo, type ReactNode, Suspense, useMemo } from "react";
import type { XUnit } from "../../store/traceUnits.ts";
import { type ChartGeometry, chartGeometry, type Insets, type StepRange } from "./chartGeometry.ts";
import type { Axis } from "./niceAxis.ts";
import styles from "./TraceChart.module.css";
import { DrawnLinesContext, type TraceLine } from "./TraceLines.tsx";
import { useBox } from "./useBox.ts";
import { useFrameTurn } from "./useFrameTurn.ts";

export interface TraceChartProps {
  /** What the chart shows, for those who cannot see it. */
  label: string;
  /** Id of the element that says it in more words. */
  describedBy?: string | undefined;
  lines: readonly TraceLine[];
  range: StepRange;
  unit: XUnit;
  axis: Axis;
  formatValue: (value: number) => string;
  /** A horizontal line that values are read against. */
  reference?: number | undefined;
  /** Room at the right for labels, in pixels. */
  rightInset?: number;
  /** The series that stand out while others fade; null for none. */
  emphasised?: ReadonlySet<string> | null;
  overlay?: (geometry: ChartGeometry) => ReactNode;
}

const ChartFrame = lazy(async () => ({ default: (await import("./ChartFrame.tsx")).ChartFrame }));

export const TraceChart = memo(function TraceChart(props: TraceChartProps) {
  const { label, describedBy, lines, range, unit, axis, formatValue, reference } = props;
  const { rightInset = 24, emphasised = null, overlay } = props;
  const [ref, box] = useBox<HTMLElement>();
  const isFrameDrawn = useFrameTurn(lines.some(({ values }) => values.length > 0));
  const insets = useMemo<Insets>(
    () => ({ top: 8, right: rightInset, bottom: 22, left: 46 }),
    [rightInset],
  );
  const geometry = useMemo(
    () => (box === null ? null : chartGeometry(box, insets, range, axis)),
    [box, insets, range, axis],
  );
  const drawn = useMemo(
    () => (geometry === null ? null : { lines, geometry, emphasised }),
    [lines, geometry, emphasised],
  );
  return (
    <figure ref={ref} className={styles["chart"]} aria-label={label} aria-describedby={describedBy}>
      {geometry !== null && box !== null && (
        <>
          <DrawnLinesContext value={drawn}>
            {/* The figure has its size already: nothing moves when the frame comes. */}
            <Suspense fallback={null}>
              {isFrameDrawn && (
                <ChartFrame {...{ box, insets, range, unit, axis, formatValue, reference }} />
              )}
            </Suspense>
          </DrawnLinesContext>
          {overlay?.(geometry)}
        </>
      )}
    </figure>
  );
});
