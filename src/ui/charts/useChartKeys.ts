// The keys of a chart that has the focus: arrows move the shared cursor from point to point, with Shift they
// stretch a range that Enter zooms into, Escape gives the range up, then the zoom. What is read aloud is the
// value of a slider: it changes with the keys alone, never with the pointer or a run that goes on.
import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import { useStudio } from "../StudioContext.ts";
import type { ChartCursor, Point } from "./ChartOverlay.tsx";
import type { ChartGeometry, StepRange } from "./chartGeometry.ts";
import { moveCursor } from "./moveCursor.ts";

export interface ChartKeys {
  geometry: ChartGeometry;
  cursor: ChartCursor;
  onPoint: ((point: Point | null) => void) | undefined;
  /** The range being stretched; null for none. */
  onRange: (range: StepRange | null) => void;
  onZoom: (range: StepRange) => void;
}

/** Marks the elements of which one hands the cursor on to the next. */
const CURSOR_MARK = "data-chart-cursor";

export function useChartKeys({ geometry, cursor, onPoint, onRange, onZoom }: ChartKeys) {
  const { view, charts } = useStudio();
  const anchor = useRef<number | null>(null);
  const [spoken, setSpoken] = useState<number | null>(null);
  const { plot } = geometry;
  const range = { low: geometry.xAt(plot.left), high: geometry.xAt(plot.left + plot.width) };
  const at = Math.min(range.high, Math.max(range.low, spoken ?? range.high));

  function goTo(x: number): void {
    charts.getState().hoverAt(x);
    onPoint?.({ x: geometry.xOf(x), y: plot.top + plot.height / 2 });
    setSpoken(x);
  }

  function giveUpRange(): void {
    anchor.current = null;
    onRange(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = charts.getState().hoverX;
    const next = moveCursor(event.key, here, cursor.x, range);
    if (next !== null) {
      if (!event.shiftKey) giveUpRange();
      else anchor.current ??= here ?? next;
      goTo(next);
      const from = anchor.current;
      if (from !== null) onRange({ low: Math.min(from, next), high: Math.max(from, next) });
    } else if (event.key === "Enter" && anchor.current !== null && here !== null) {
      const from = anchor.current;
      giveUpRange();
      onZoom({ low: Math.min(from, here), high: Math.max(from, here) });
    } else if (event.key === "Escape" && anchor.current !== null) {
      giveUpRange();
    } else if (event.key === "Escape" && view.getState().zoom !== null) {
      view.getState().zoomTo(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onFocus(event: FocusEvent<HTMLDivElement>) {
    // A pointer has its own place.
    if (!event.currentTarget.matches(":focus-visible")) return;
    const here = charts.getState().hoverX;
    const isInside = here !== null && here >= range.low && here <= range.high;
    goTo(isInside ? here : (moveCursor("End", null, cursor.x, range) ?? range.high));
  }

  function onBlur(event: FocusEvent<HTMLDivElement>) {
    giveUpRange();
    onPoint?.(null);
    const isHandedOn = event.relatedTarget?.hasAttribute(CURSOR_MARK) === true;
    if (!isHandedOn) charts.getState().hoverAt(null);
  }

  return {
    /** Where the keys went last, within the range. */
    at,
    range,
    listeners: { [CURSOR_MARK]: "", onKeyDown, onFocus, onBlur },
  };
}
