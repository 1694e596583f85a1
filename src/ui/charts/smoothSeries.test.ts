import { expect, test } from "vitest";
import { smoothSeries } from "./smoothSeries.ts";

test("decay 0 gives the values back", () => {
  expect([...smoothSeries([3, -1, 4], 0)]).toEqual([3, -1, 4]);
});

test("by hand: decay .5 over 1, 3, 2", () => {
  // sums .5, 1.75, 1.875 over norms .5, .75, .875
  const smooth = smoothSeries([1, 3, 2], 0.5);
  expect(smooth[0]).toBeCloseTo(1, 12);
  expect(smooth[1]).toBeCloseTo(1.75 / 0.75, 12);
  expect(smooth[2]).toBeCloseTo(1.875 / 0.875, 12);
});

test("a constant stays that constant from the first point on", () => {
  for (const value of smoothSeries(new Float64Array(500).fill(0.7), 0.99)) {
    expect(value).toBeCloseTo(0.7, 12);
  }
});

test("NaN and infinities are gaps and spoil nothing after them", () => {
  const smooth = smoothSeries(
    [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1],
    0.9,
  );
  expect([...smooth].map(Number.isNaN)).toEqual([false, true, true, true, false]);
  expect(smooth[4]).toBeCloseTo(1, 12);
});

test("all gaps stay gaps; nothing gives nothing", () => {
  expect([...smoothSeries([Number.NaN, Number.NaN], 0.5)]).toEqual([Number.NaN, Number.NaN]);
  expect(smoothSeries([], 0.5)).toHaveLength(0);
});

test("a decay outside [0, 1) is named", () => {
  expect(() => smoothSeries([1], 1)).toThrow("decay must be in [0, 1), got 1");
  expect(() => smoothSeries([1], Number.NaN)).toThrow(/got NaN/);
});
