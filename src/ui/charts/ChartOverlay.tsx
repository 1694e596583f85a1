// What follows the pointer over a chart: a crosshair shared by all charts, and a dragged range to
// zoom into (double click shows everything again). Works on the view store, redraws no chart.
import { type PointerEvent, useEffect, useRef } from "react";
import { useStudio } from "../StudioContext.ts";
import styles from "./ChartOverlay.module.css";
import type { ChartGeometry } from "./chartGeometry.ts";

/** A drag shorter than this is a click. */
const CLICK_PIXELS = 5;

export interface ChartOverlayProps {
  geometry: ChartGeometry;
  /** Pointer over the plot, in the chart's pixels; null when it leaves. */
  onPoint?: (point: { x: number; y: number } | null) => void;
  onClick?: (point: { x: number; y: number }) => void;
}

export function ChartOverlay({ geometry, onPoint, onClick }: ChartOverlayProps) {
  const { view } = useStudio();
  const { plot } = geometry;
  const crosshair = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const dragFrom = useRef<number | null>(null);

  useEffect(() => {
    const follow = (step: number | null) => {
      const element = crosshair.current;
      if (element === null) return;
      const x = step === null ? Number.NaN : geometry.xOf(step);
      const isInside = x >= plot.left - 0.5 && x <= plot.left + plot.width + 0.5;
      element.style.visibility = isInside ? "visible" : "hidden";
      if (isInside) element.style.transform = `translateX(${x}px)`;
    };
    follow(view.getState().hoverStep);
    return view.subscribe((state, before) => {
      if (state.hoverStep !== before.hoverStep) follow(state.hoverStep);
    });
  }, [view, geometry, plot]);

  function pointOf(event: PointerEvent<HTMLDivElement>): { x: number; y: number } {
    const bounds = event.currentTarget.getBoundingClientRect();
    const clamp = (value: number, size: number) => Math.min(size, Math.max(0, value));
    return {
      x: plot.left + clamp(event.clientX - bounds.left, plot.width),
      y: plot.top + clamp(event.clientY - bounds.top, plot.height),
    };
  }

  function showSelection(from: number, to: number): void {
    const element = selection.current;
    if (element === null) return;
    element.style.display = Math.abs(to - from) < CLICK_PIXELS ? "none" : "block";
    element.style.left = `${Math.min(from, to)}px`;
    element.style.width = `${Math.abs(to - from)}px`;
  }

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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for pointers only; what it does can be had without */}
      <div
        className={styles["surface"]}
        style={{ left: plot.left, top: plot.top, width: plot.width, height: plot.height }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragFrom.current = pointOf(event).x;
        }}
        onPointerMove={(event) => {
          const point = pointOf(event);
          view.getState().hoverAt(geometry.stepAt(point.x));
          if (dragFrom.current === null) onPoint?.(point);
          else showSelection(dragFrom.current, point.x);
        }}
        onPointerUp={(event) => {
          const from = dragFrom.current;
          dragFrom.current = null;
          showSelection(0, 0);
          if (from === null) return;
          const point = pointOf(event);
          if (Math.abs(point.x - from) < CLICK_PIXELS) onClick?.(point);
          else {
            const [low, high] = [from, point.x].map(geometry.stepAt).sort((a, b) => a - b);
            if (low !== undefined && high !== undefined) view.getState().zoomTo([low, high]);
          }
        }}
        onPointerCancel={() => {
          dragFrom.current = null;
          showSelection(0, 0);
        }}
        onPointerLeave={() => {
          view.getState().hoverAt(null);
          onPoint?.(null);
        }}
        onDoubleClick={() => view.getState().zoomTo(null)}
      />
    </div>
  );
}
