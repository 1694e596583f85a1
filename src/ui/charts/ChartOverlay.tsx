// What follows the pointer and the arrow keys over a chart: a crosshair shared by all charts, and a range to zoom
// into (double click or Escape shows everything again). Works on the stores, redraws no chart.
import { type PointerEvent, useEffect, useRef } from "react";
import { t } from "../../strings/strings.ts";
import { useStudio } from "../StudioContext.ts";
import styles from "./ChartOverlay.module.css";
import type { ChartGeometry } from "./chartGeometry.ts";
import { useChartKeys } from "./useChartKeys.ts";

/** A drag shorter than this is a click. */
const CLICK_PIXELS = 5;

export interface Point {
  x: number;
  y: number;
}

/** What the arrow keys move through, and how a place is told to those who cannot see it. */
export interface ChartCursor {
  /** Of the chart; names the control. */
  title: string;
  describedBy: string | undefined;
  /** Where points are, ascending, in the chart's unit. */
  x: ArrayLike<number>;
  /** "Step 420: weighted 0.081, plain 0.079". */
  words: (x: number) => string;
}

export interface ChartOverlayProps {
  geometry: ChartGeometry;
  cursor: ChartCursor;
  /** Pointer over the plot, or the place the arrow keys went to, in the chart's pixels; null when it leaves. */
  onPoint?: (point: Point | null) => void;
  onClick?: (point: Point) => void;
}

export function ChartOverlay({ geometry, cursor, onPoint, onClick }: ChartOverlayProps) {
  const { view, charts } = useStudio();
  const { plot } = geometry;
  const crosshair = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const dragFrom = useRef<number | null>(null);

  useEffect(() => {
    const follow = (at: number | null) => {
      const element = crosshair.current;
      if (element === null) return;
      const x = at === null ? Number.NaN : geometry.xOf(at);
      const isInside = x >= plot.left - 0.5 && x <= plot.left + plot.width + 0.5;
      element.style.visibility = isInside ? "visible" : "hidden";
      if (isInside) element.style.transform = `translateX(${x}px)`;
    };
    follow(charts.getState().hoverX);
    return charts.subscribe((state, before) => {
      if (state.hoverX !== before.hoverX) follow(state.hoverX);
    });
  }, [charts, geometry, plot]);

  function pointOf(event: PointerEvent<HTMLDivElement>): Point {
    const bounds = event.currentTarget.getBoundingClientRect();
    const clamp = (value: number, size: number) => Math.min(size, Math.max(0, value));
    return {
      x: plot.left + clamp(event.clientX - bounds.left, plot.width),
      y: plot.top + clamp(event.clientY - bounds.top, plot.height),
    };
  }

  /** In pixels. */
  function showSelection(from: number, to: number): void {
    const element = selection.current;
    if (element === null) return;
    element.style.display = Math.abs(to - from) < 1 ? "none" : "block";
    element.style.left = `${Math.min(from, to)}px`;
    element.style.width = `${Math.abs(to - from)}px`;
  }

  function zoomTo(from: number, to: number): void {
    view.getState().zoomTo([Math.min(from, to), Math.max(from, to)]);
  }

  const { at, range, listeners } = useChartKeys({
    geometry,
    cursor,
    onPoint,
    onRange: (range) => {
      if (range === null) showSelection(0, 0);
      else showSelection(geometry.xOf(range.low), geometry.xOf(range.high));
    },
    onZoom: ({ low, high }) => zoomTo(low, high),
  });

  return (
    <div className={styles["overlay"]}>
      <div
        ref={crosshair}
        className={styles["crosshair"]}
        style={{ top: plot.top, height: plot.height }}
      />
      <div
        ref={selection}
        className={styles["selection"]}
        style={{ top: plot.top, height: plot.height }}
      />
      <div
        className={styles["surface"]}
        style={{ left: plot.left, top: plot.top, width: plot.width, height: plot.height }}
        role="slider"
        tabIndex={0}
        aria-label={t("charts:cursor.label", { title: cursor.title })}
        aria-describedby={cursor.describedBy}
        aria-valuemin={range.low}
        aria-valuemax={range.high}
        aria-valuenow={at}
        aria-valuetext={cursor.words(at)}
        {...listeners}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragFrom.current = pointOf(event).x;
        }}
        onPointerMove={(event) => {
          const point = pointOf(event);
          charts.getState().hoverAt(geometry.xAt(point.x));
          if (dragFrom.current === null) onPoint?.(point);
          else if (Math.abs(dragFrom.current - point.x) >= CLICK_PIXELS) {
            onPoint?.(null);
            showSelection(dragFrom.current, point.x);
          }
        }}
        onPointerUp={(event) => {
          const from = dragFrom.current;
          dragFrom.current = null;
          showSelection(0, 0);
          if (from === null) return;
          const point = pointOf(event);
          if (Math.abs(point.x - from) < CLICK_PIXELS) onClick?.(point);
          else zoomTo(geometry.xAt(from), geometry.xAt(point.x));
        }}
        onPointerCancel={() => {
          dragFrom.current = null;
          showSelection(0, 0);
        }}
        onPointerLeave={() => {
          charts.getState().hoverAt(null);
          onPoint?.(null);
        }}
        onDoubleClick={() => view.getState().zoomTo(null)}
      />
    </div>
  );
}
