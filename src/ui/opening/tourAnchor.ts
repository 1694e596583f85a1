// Finds what a stop of the tour stands at, brings it into sight and follows it.
import { useEffect, useState } from "react";
import type { TourStop } from "./tourStops.ts";

export interface Spot {
  top: number;
  left: number;
  width: number;
  height: number;
}

/** Room kept for the words beneath or above the spot. */
const WORDS_HEIGHT = 230;
/** A view that is only now drawn may take a moment to have its parts. */
const PATIENCE_MS = 4000;

/** Where the stop's anchor is in the window, as it moves; null while, or where, there is none to be seen. */
export function useSpot(stop: TourStop): Spot | null {
  const [spot, setSpot] = useState<Spot | null>(null);
  useEffect(() => {
    let frame = 0;
    let shown: Element | null = null;
    const start = performance.now();
    function follow(): void {
      frame = requestAnimationFrame(follow);
      const anchor = findAnchor(stop);
      if (anchor === null) {
        if (shown !== null || performance.now() - start > PATIENCE_MS) setSpot(null);
        return;
      }
      if (anchor !== shown) {
        shown = anchor;
        bringIntoSight(anchor);
      }
      const next = spotOf(anchor);
      setSpot((before) => (before !== null && isSame(before, next) ? before : next));
    }
    follow();
    return () => cancelAnimationFrame(frame);
  }, [stop]);
  return spot;
}

function findAnchor({ anchors }: TourStop): Element | null {
  for (const name of anchors) {
    const found = [...document.querySelectorAll(`[data-tour="${name}"]`)];
    const seen = found.find((element) => element.checkVisibility());
    if (seen !== undefined) return seen;
  }
  return null;
}

/** Below the header, or at the middle where it is small: with room for the words either way. */
function bringIntoSight(anchor: Element): void {
  const { top, bottom } = anchor.getBoundingClientRect();
  const header = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
  if (top >= header && bottom <= innerHeight - WORDS_HEIGHT) return;
  // What stays at its place in the window cannot be scrolled to.
  if (isFixed(anchor)) return;
  scrollTo({ top: Math.max(0, scrollY + top - header - 16), behavior: "instant" });
}

function isFixed(anchor: Element): boolean {
  for (let element: Element | null = anchor; element !== null; element = element.parentElement) {
    const { position } = getComputedStyle(element);
    if (position === "fixed" || position === "sticky") return true;
  }
  return false;
}

/** What is taller than the window leaves room for the words. */
function spotOf(anchor: Element): Spot {
  const { top, left, width, height } = anchor.getBoundingClientRect();
  const lowest = innerHeight - WORDS_HEIGHT - Math.max(0, top);
  const fits = top > innerHeight / 2 || height <= lowest;
  return { top, left, width, height: fits ? height : Math.max(60, lowest) };
}

function isSame(one: Spot, other: Spot): boolean {
  return (["top", "left", "width", "height"] as const).every(
    (side) => Math.abs(one[side] - other[side]) < 0.5,
  );
}
