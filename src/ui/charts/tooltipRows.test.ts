import { expect, test } from "vitest";
import { rowsAround } from "./tooltipRows.ts";

const rowsOf = (...values: number[]) => values.map((value) => ({ value }));
const values = (rows: { value: number }[]) => rows.map(({ value }) => value);

test("largest first, the nearest to the pointer marked", () => {
  const { rows, nearest, left } = rowsAround(rowsOf(0.2, 0.9, 0.5), 0.55, 10);
  expect(values(rows)).toEqual([0.9, 0.5, 0.2]);
  expect(nearest?.value).toBe(0.5);
  expect(left).toBe(0);
});

test("of very many those around the pointer, as many at the ends", () => {
  const many = rowsOf(...Array.from({ length: 30 }, (_, i) => i));
  expect(values(rowsAround(many, 14, 5).rows)).toEqual([16, 15, 14, 13, 12]);
  expect(values(rowsAround(many, 100, 5).rows)).toEqual([29, 28, 27, 26, 25]);
  expect(values(rowsAround(many, -9, 5).rows)).toEqual([4, 3, 2, 1, 0]);
  expect(rowsAround(many, 14, 5).left).toBe(25);
});

test("nothing to list; a pointer that is nowhere", () => {
  expect(rowsAround([], 1, 5)).toEqual({ rows: [], nearest: null, left: 0 });
  expect(values(rowsAround(rowsOf(1, 3, 2), Number.NaN, 2).rows)).toEqual([3, 2]);
});
