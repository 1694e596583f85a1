import { expect, test } from "vitest";
import type { ChartSeries } from "./chartSeries.ts";
import { inLegendOrder, pointAt, valueAt } from "./legend.ts";

function series(name: string, raw: number[], smooth: number[] | null = null): ChartSeries {
  return {
    id: name,
    name,
    color: "red",
    dash: "none",
    x: Float64Array.from(raw, (_, i) => 10 * (i + 1)),
    raw: Float64Array.from(raw),
    smooth: smooth === null ? null : Float64Array.from(smooth),
  };
}

const names = (list: readonly ChartSeries[]) => list.map(({ name }) => name);

test("by name as people count, by value with the largest first and what has none last", () => {
  const list = [
    series("run 10", [1, 5]),
    series("run 9", [9, 2]),
    series("none", []),
    series("gap", [1, Number.NaN]),
    series("run 2", [0, 5]),
  ];
  expect(inLegendOrder(list, "given")).toBe(list);
  expect(names(inLegendOrder(list, "name"))).toEqual(["gap", "none", "run 2", "run 9", "run 10"]);
  expect(names(inLegendOrder(list, "value"))).toEqual(["run 2", "run 10", "run 9", "gap", "none"]);
  // Its last value is what its line ends with.
  expect(valueAt(series("gap", [1, Number.NaN]), null)).toBe(1);
});

test("the value of the average is read, at the end or under the pointer", () => {
  const one = series("a", [1, 2, 3], [10, 20, 30]);
  expect([null, 8, 14, 26, 500].map((at) => valueAt(one, at))).toEqual([
    ...[30, 10, 10, 30, Number.NaN],
  ]);
});

test("a run that ended has no value after its end; its first point stands for what is before it", () => {
  const x = Float64Array.of(100, 200, 300);
  expect([0, 140, 350, 401].map((at) => pointAt(x, at))).toEqual([0, 0, 2, -1]);
  expect(pointAt(Float64Array.of(50), 400)).toBe(0);
  expect(pointAt(new Float64Array(), 5)).toBe(-1);
});
