import { expect, test } from "vitest";
import type { ChartSeries } from "./chartSeries.ts";
import { drawnMarks, drawnSeries, marksAt } from "./drawnSeries.ts";
import { extremesOf } from "./extremes.ts";
import { smoothSeries } from "./smoothSeries.ts";

const WHOLE = { low: 0, high: 1e9 };

function series(values: number[], decay = 0): ChartSeries {
  const raw = Float64Array.from(values);
  return {
    id: "x",
    name: "X",
    color: "red",
    dash: "none",
    x: Float64Array.from(values, (_, i) => 5 * (i + 1)),
    raw,
    smooth: decay > 0 ? smoothSeries(raw, decay) : null,
  };
}

test("without smoothing there is the raw line alone", () => {
  const lines = drawnSeries(series([3, 1, 2]), WHOLE, 300);
  expect(lines.map((line) => line.id)).toEqual(["xRaw"]);
  expect(lines[0]?.values).toEqual([3, 1, 2]);
  expect(lines[0]?.opacity).toBeUndefined();
});

test("with smoothing the raw line stays, faint, under the average, unless it is to be hidden", () => {
  const lines = drawnSeries(series([1, 3], 0.5), WHOLE, 300);
  expect(lines.map((line) => line.id)).toEqual(["xRaw", "x"]);
  expect(lines[0]?.opacity).toBeLessThan(0.5);
  // Bias-corrected: (.5·.5·1 + .5·3) / .75
  expect(lines[1]?.values[1]).toBeCloseTo(1.75 / 0.75, 12);
  const alone = drawnSeries({ ...series([1, 3], 0.5), isRawHidden: true }, WHOLE, 300);
  expect(alone.map((line) => line.id)).toEqual(["x"]);
});

test("the average knows what lies before the zoomed range, which has one point beyond each end", () => {
  const values = [10, ...new Array<number>(50).fill(0)];
  const zoomed = drawnSeries(series(values, 0.9), { low: 101, high: 249 }, 300);
  const whole = drawnSeries(series(values, 0.9), WHOLE, 300);
  expect(zoomed[1]?.x[0]).toBe(100);
  expect(zoomed[1]?.x.at(-1)).toBe(250);
  expect(zoomed[1]?.values.at(-1)).toBe(whole[1]?.values[49]);
});

test("a long run is drawn through few points and keeps its peak, looked through or looked up", () => {
  const values = new Array<number>(20_000).fill(0.1);
  values[12_345] = 5;
  const long = series(values, 0.6);
  const lines = drawnSeries(long, WHOLE, 240);
  for (const line of lines) expect(line.values.length).toBeLessThanOrEqual(243);
  expect(lines[0]?.values).toContain(5);
  for (const range of [WHOLE, { low: 12_000, high: 80_000 }, { low: 61_000, high: 62_000 }]) {
    const kept = { ...long, extremes: extremesOf(long.raw) };
    expect(drawnSeries(kept, range, 240)).toEqual(drawnSeries(long, range, 240));
  }
});

test("marks in sight are drawn, unless there are too many", () => {
  const marks = marksAt(series([1, 9, 1, 8, 1]), [1, 3]);
  expect(marks).toEqual({ series: "x", x: [10, 20], values: [9, 8] });
  expect(drawnMarks(marks, { low: 12, high: 30 })).toMatchObject({ x: [20], values: [8] });
  expect(drawnMarks(marks, { low: 21, high: 30 })).toBeNull();
  const many = { series: "x", x: [...Array(41).keys()], values: new Array(41).fill(1) };
  expect(drawnMarks(many, WHOLE)).toBeNull();
});
