import { expect, test } from "vitest";
import { mergeLines } from "./mergeLines.ts";

test("lines at different steps share rows where they meet", () => {
  const rows = mergeLines([
    { id: "a", steps: [5, 10], values: [1, 2] },
    { id: "b", steps: [0, 10], values: [3, 4] },
  ]);
  expect(rows).toEqual([
    { step: 0, b: 3 },
    { step: 5, a: 1 },
    { step: 10, a: 2, b: 4 },
  ]);
});

test("what is not finite is a gap", () => {
  expect(
    mergeLines([{ id: "a", steps: [1, 2], values: [Number.NaN, Number.POSITIVE_INFINITY] }]),
  ).toEqual([
    { step: 1, a: null },
    { step: 2, a: null },
  ]);
});
