import { expect, test } from "vitest";
import type { ChartSeries } from "../chartSeries.ts";
import { chartRows, orderRows } from "./chartRows.ts";

const series = (id: string, x: number[], raw: number[], smooth?: number[]): ChartSeries => ({
  id,
  name: id,
  color: "black",
  dash: "none",
  x: Float64Array.from(x),
  raw: Float64Array.from(raw),
  smooth: smooth === undefined ? null : Float64Array.from(smooth),
  hasDots: false,
});

/** Rows as [x, …values]. */
const listed = (all: ChartSeries[]) => {
  const { count, x, columns } = chartRows({ series: all });
  return Array.from({ length: count }, (_, row) => [x[row], ...columns.map(({ at }) => at(row))]);
};

test("points at the same x share a row, the others leave gaps", () => {
  expect(listed([series("a", [0, 10, 20], [1, 2, 3]), series("b", [10, 15], [5, 6])])).toEqual([
    [0, 1, Number.NaN],
    [10, 2, 5],
    [15, Number.NaN, 6],
    [20, 3, Number.NaN],
  ]);
});

test("an average stands behind its values", () => {
  const rows = chartRows({ series: [series("a", [0, 1], [1, 3], [1, 2]), series("b", [1], [7])] });
  expect(rows.columns.map((column) => [column.series.name, column.kind])).toEqual([
    ["a", "raw"],
    ["a", "smooth"],
    ["b", "raw"],
  ]);
  expect(rows.columns.map(({ at }) => at(1))).toEqual([3, 2, 7]);
});

test("no point is lost where several stand at one x", () => {
  expect(listed([series("a", [1, 1, 2], [10, 11, 12]), series("b", [1, 2], [20, 22])])).toEqual([
    [1, 10, 20],
    [1, 11, Number.NaN],
    [2, 12, 22],
  ]);
});

test("nothing gives no rows", () => {
  expect(listed([])).toEqual([]);
  expect(listed([series("a", [], [])])).toEqual([]);
});

test("rows are sorted by x or by a column, gaps last, ties by x", () => {
  const rows = chartRows({
    series: [series("a", [0, 1, 2, 3], [5, 2, 5, 9]), series("b", [1], [1])],
  });
  const order = (column: number, isDescending: boolean) => [
    ...orderRows(rows, { column, isDescending }, 100).rows,
  ];
  expect(order(-1, false)).toEqual([0, 1, 2, 3]);
  expect(order(-1, true)).toEqual([3, 2, 1, 0]);
  expect(order(0, false)).toEqual([1, 0, 2, 3]);
  expect(order(0, true)).toEqual([3, 0, 2, 1]);
  expect(order(1, true)).toEqual([1, 0, 2, 3]);
});

test("too many rows are thinned evenly, and it is known by how much", () => {
  const x = Array.from({ length: 1001 }, (_, i) => i);
  const rows = chartRows({ series: [series("a", x, x)] });
  const thin = orderRows(rows, { column: -1, isDescending: false }, 500);
  expect(thin.stride).toBe(3);
  expect([...thin.rows.slice(0, 3)]).toEqual([0, 3, 6]);
  expect(thin.rows.length).toBe(334);
  expect(orderRows(rows, { column: -1, isDescending: false }, 1001).stride).toBe(1);
});
