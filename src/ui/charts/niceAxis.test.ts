import { expect, test } from "vitest";
import { finiteExtent, niceAxis, steadyAxis, ticksWithin } from "./niceAxis.ts";

test("covers the values on round numbers", () => {
  expect(niceAxis(0.13, 0.27)).toEqual({ low: 0.1, high: 0.3, ticks: [0.1, 0.15, 0.2, 0.25, 0.3] });
  expect(niceAxis(0, 1)).toEqual({ low: 0, high: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] });
});

test("a constant gets room", () => {
  const { low, high } = niceAxis(0.5, 0.5);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
  expect(niceAxis(0, 0).high).toBeGreaterThan(0);
});

test("nothing finite: 0 to 1", () => {
  expect(niceAxis(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual(niceAxis(0, 1));
  expect(niceAxis(Number.NaN, 1)).toEqual(niceAxis(0, 1));
});

test("ticks stay inside a range that is kept", () => {
  expect(ticksWithin(0, 1500, 6)).toEqual([0, 250, 500, 750, 1000, 1250, 1500]);
  expect(ticksWithin(130, 410, 4)).toEqual([200, 300, 400]);
});

test("extent ignores what is not finite", () => {
  expect(
    finiteExtent([3, Number.NaN, Number.POSITIVE_INFINITY], [-1, Number.NEGATIVE_INFINITY]),
  ).toEqual([-1, 3]);
  expect(finiteExtent([Number.NaN])).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});

test("an axis stays while it serves, and moves when values leave it or fill little of it", () => {
  const first = steadyAxis(null, 0.12, 0.28);
  expect(steadyAxis(first, 0.11, 0.29)).toBe(first);
  expect(steadyAxis(first, 0.2, 0.2)).toBe(first);
  expect(steadyAxis(first, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(first);
  expect(steadyAxis(first, 0.05, 0.28).low).toBeLessThanOrEqual(0.05);
  expect(steadyAxis(first, 0.2, 0.23).high).toBeLessThan(first.high);
});
