import { expect, test } from "vitest";
import { nearestPoint } from "./nearestPoint.ts";

test("the nearest step, the earlier one on a tie", () => {
  const steps = [5, 10, 20];
  expect([0, 5, 7, 8, 15, 16, 99].map((step) => nearestPoint(steps, step))).toEqual([
    0, 0, 0, 1, 1, 2, 2,
  ]);
  expect(nearestPoint([], 3)).toBe(-1);
});
