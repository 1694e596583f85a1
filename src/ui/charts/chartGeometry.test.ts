import { expect, test } from "vitest";
import { chartGeometry } from "./chartGeometry.ts";
import { logAxis } from "./logAxis.ts";
import { niceAxis } from "./niceAxis.ts";

const BOX = { width: 300, height: 150 };
const INSETS = { top: 10, right: 50, bottom: 40, left: 50 };
const RANGE = { low: 1000, high: 2000 };

test("there and back, on both scales", () => {
  for (const axis of [niceAxis(0, 1), logAxis(0.001, 100)]) {
    const geometry = chartGeometry(BOX, INSETS, RANGE, axis);
    expect(geometry.xOf(1500)).toBe(150);
    expect(geometry.xAt(150)).toBe(1500);
    for (const value of [0.1, 0.5, 1]) {
      expect(geometry.valueAt(geometry.yOf(value))).toBeCloseTo(value, 12);
    }
    expect(geometry.yOf(axis.low)).toBeCloseTo(110, 9);
    expect(geometry.yOf(axis.high)).toBeCloseTo(10, 9);
  }
});

test("on a logarithmic axis decades are equally far, and nothing at or below 0 has a place", () => {
  const { yOf } = chartGeometry(BOX, INSETS, RANGE, logAxis(0.001, 100));
  expect(yOf(0.01) - yOf(0.1)).toBeCloseTo(yOf(1) - yOf(10), 9);
  expect([0, -1, Number.NaN].map(yOf)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
