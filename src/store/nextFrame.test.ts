// Updates come with the frames of a page that is shown, and without any of one that is hidden.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onNextFrame } from "./nextFrame.ts";

/** Frames asked for and not drawn yet. */
const frames = new Map<number, () => void>();
beforeEach(() => {
  vi.useFakeTimers();
  frames.clear();
  let next = 0;
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => {
    frames.set(++next, callback);
    return next;
  });
  vi.stubGlobal("cancelAnimationFrame", (id: number) => frames.delete(id));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const draw = () => {
  const due = [...frames.values()];
  frames.clear();
  for (const callback of due) callback();
};

test("a page that is shown is updated with its next frame, once", () => {
  const update = vi.fn();
  onNextFrame(update);
  expect(update).not.toHaveBeenCalled();
  draw();
  vi.advanceTimersByTime(10_000);
  draw();
  expect(update).toHaveBeenCalledTimes(1);
});

test("one that was hidden before its frame came is updated all the same, once", () => {
  const update = vi.fn();
  onNextFrame(update);
  vi.advanceTimersByTime(1000);
  expect(update).toHaveBeenCalledTimes(1);
  // Shown again.
  draw();
  expect(update).toHaveBeenCalledTimes(1);
});
