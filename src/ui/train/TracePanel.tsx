// A small chart under the main one: title, legend with values, lines.
import { useCallback, useMemo, useRef } from "react";
import { Panel } from "../primitives/Panel.tsx";
import { ChartOverlay } from "./charts/ChartOverlay.tsx";
import type { ChartGeometry } from "./charts/chartGeometry.ts";
import { type Axis, finiteExtent, steadyAxis } from "./charts/niceAxis.ts";
import { TraceChart } from "./charts/TraceChart.tsx";
import type { TraceLine } from "./charts/TraceLines.tsx";
import { useStepRange } from "./charts/useStepRange.ts";
import { type LegendItem, SeriesLegend } from "./SeriesLegend.tsx";
import styles from "./TracePanel.module.css";

export interface TracePanelProps {
  title: string;
  note?: string;
  lines: readonly TraceLine[];
  legend: readonly LegendItem[];
  formatValue: (value: number) => string;
  formatTick: (value: number) => string;
  /** Said in place of lines while there are none. */
  emptyText: string;
}

export function TracePanel(props: TracePanelProps) {
  const { title, note, lines, legend, formatValue, formatTick, emptyText } = props;
  const steps = useStepRange();
  const axisBefore = useRef<Axis | null>(null);
  const axis = useMemo(() => {
    const [low, high] = finiteExtent(...lines.map((line) => line.values));
    const isEmpty = low > high; // a new run begins with a new axis
    const next = steadyAxis(isEmpty ? null : axisBefore.current, low, high, 4);
    axisBefore.current = isEmpty ? null : next;
    return next;
  }, [lines]);
  const overlay = useCallback(
    (geometry: ChartGeometry) => <ChartOverlay geometry={geometry} />,
    [],
  );
  const isEmpty = lines.every((line) => line.values.length === 0);
  return (
    <Panel title={title} note={note}>
      <SeriesLegend items={legend} formatValue={formatValue} />
      <div className={styles["chart"]}>
        <TraceChart
          label={`${title} against lower steps`}
          lines={lines}
          steps={steps}
          axis={axis}
          formatValue={formatTick}
          overlay={overlay}
        />
        {isEmpty && <p className={styles["empty"]}>{emptyText}</p>}
      </div>
    </Panel>
  );
}
