import { expect, test } from "vitest";
import { linePath } from "./linePath.ts";

const same = (value: number) => value;

test("through all points, rounded to a tenth", () => {
  expect(linePath([0, 1.26, 2], [3, 4, 5.04], same, same)).toBe("M0 3L1.3 4L2 5");
});

test("what is not finite breaks the line", () => {
  const values = [1, Number.NaN, 2, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(linePath([0, 1, 2, 3, 4, 5], values, same, same)).toBe("M0 1M2 2L3 3");
});

test("no finite point, no path", () => {
  expect(linePath([0, 1], [Number.NaN, Number.NaN], same, same)).toBe("");
  expect(linePath([], [], same, same)).toBe("");
});

test("a constant is a straight line", () => {
  expect(linePath([0, 10], [7, 7], same, same)).toBe("M0 7L10 7");
});
