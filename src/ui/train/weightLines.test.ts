import { expect, test } from "vitest";
import { createRunHistory } from "../../store/runHistory.ts";
import type { StepRange } from "../charts/chartGeometry.ts";
import { weightAxis, weightLines } from "./weightLines.ts";

function history(points: number) {
  const made = createRunHistory(["a", "b"]);
  for (let i = 1; i <= points; i++) {
    made.append({
      step: i * 5,
      upperStep: i,
      lowerLoss: 0.1,
      weightedLowerLoss: 0.1,
      metaLoss: 0.2,
      weights: [1 + i / 10, 1 - i / 10],
      alignment: null,
      cosine: null,
      gradientNorm: null,
      elapsedMs: i,
    });
  }
  return made;
}

function linesOf(points: number, ...rest: [StepRange, number, boolean]) {
  const made = history(points);
  return weightLines(made, made.steps(), ...rest);
}

test("learned weights start at exactly 1 at step 0", () => {
  const [a, b] = linesOf(2, { low: 0, high: 1500 }, 300, true);
  expect(a).toEqual({ name: "a", x: [0, 5, 10], values: [1, 1.1, 1.2] });
  expect(b?.values).toEqual([1, 0.9, 0.8]);
});

test("given weights start where they are given", () => {
  const [a] = linesOf(2, { low: 0, high: 1500 }, 300, false);
  expect(a?.x).toEqual([5, 10]);
});

test("a zoomed range has one point beyond each end", () => {
  const [a] = linesOf(20, { low: 22, high: 41 }, 300, true);
  expect(a?.x).toEqual([20, 25, 30, 35, 40, 45]);
});

test("never more points than asked for, give or take the ends", () => {
  const [a] = linesOf(5000, { low: 0, high: 25_000 }, 300, true);
  expect(a?.x.length).toBeLessThanOrEqual(303);
  expect(a?.x.at(-1)).toBe(25_000);
});

test("the axis always shows 1 and some room around it", () => {
  expect(weightAxis([1, 1])).toEqual({
    low: 0.5,
    high: 1.5,
    ticks: [0.5, 0.75, 1, 1.25, 1.5],
  });
  const wide = weightAxis([0.04, 2.58]);
  expect(wide).toMatchObject({ low: 0, high: 3 });
  expect(wide.ticks).toContain(1);
  const wider = weightAxis([0, 14.2]);
  expect(wider.ticks.length).toBeLessThan(10);
  expect(wider).toMatchObject({ low: 0, high: 14.5 });
});
