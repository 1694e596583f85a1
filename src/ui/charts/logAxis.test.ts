import { expect, test } from "vitest";
import { logAxis, logTicks, steadyLogAxis } from "./logAxis.ts";

test("covers the values, decades as ticks", () => {
  expect(logAxis(0.0013, 70)).toEqual({
    low: 0.001,
    high: 100,
    ticks: [0.001, 0.01, 0.1, 1, 10, 100],
    isLog: true,
  });
});

test("few decades have ticks between", () => {
  expect(logAxis(0.11, 1.9).ticks).toEqual([0.1, 0.3, 1]);
  expect(logAxis(0.21, 0.8)).toMatchObject({ low: 0.2, high: 1, ticks: [0.2, 0.5, 1] });
  expect(logTicks(0.21, 0.29).length).toBeGreaterThanOrEqual(2);
});

test("what dies goes below the axis, six decades under the largest", () => {
  expect(logAxis(1e-30, 3)).toMatchObject({ low: 2e-6, high: 5 });
});

test("a constant gets room; nothing above 0 is drawn on some axis", () => {
  const { low, high } = logAxis(0.5, 0.5);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
  for (const axis of [
    logAxis(-3, 0),
    logAxis(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  ]) {
    expect(axis).toMatchObject({ low: 0.1, high: 1 });
  }
});

test("an axis stays while it serves, and moves when values leave it or fill little of it", () => {
  const first = steadyLogAxis(null, 0.02, 0.9);
  expect(steadyLogAxis(first, 0.03, 0.8)).toBe(first);
  expect(steadyLogAxis(first, 0.001, 0.8).low).toBe(0.001);
  expect(steadyLogAxis(first, 0.5, 0.8)).not.toBe(first);
  // A linear axis is no start.
  expect(steadyLogAxis({ low: 0, high: 1, ticks: [] }, 0.02, 0.9)).toEqual(first);
});
