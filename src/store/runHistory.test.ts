import { expect, test } from "vitest";
import type { HistoryRecord } from "../domain/run.ts";
import { createRunHistory } from "./runHistory.ts";

function record(step: number, weights: number[], metaLoss: number | null = 0.2): HistoryRecord {
  const lowerLoss = step / 1000;
  return {
    step,
    upperStep: step / 5,
    lowerLoss,
    weightedLowerLoss: lowerLoss / 2,
    metaLoss,
    weights,
    elapsedMs: step,
  };
}

test("before the first point every weight is exactly 1", () => {
  const history = createRunHistory(["a", "b"]);
  expect([...history.lastWeights()]).toEqual([1, 1]);
  expect(history.weightExtent()).toEqual([1, 1]);
  expect(history.length).toBe(0);
});

test("grows past its first capacity and loses nothing", () => {
  const history = createRunHistory(["a", "b"]);
  for (let i = 1; i <= 1000; i++) history.append(record(i * 5, [1 + i / 1000, 1 - i / 1000]));
  expect(history.length).toBe(1000);
  expect(history.steps()[0]).toBe(5);
  expect(history.steps()[999]).toBe(5000);
  expect(history.weightedLowerLoss()[999]).toBe(2.5);
  expect(history.weightAt(499, 0)).toBe(1.5);
  expect(history.weightAt(499, 1)).toBe(0.5);
  expect([...history.lastWeights()]).toEqual([2, 0]);
  expect(history.weightExtent()).toEqual([0, 2]);
  expect(history.upperSteps()).toBe(1000);
});

test("a missing meta loss is a gap, not a zero", () => {
  const history = createRunHistory(["a"]);
  history.append(record(5, [1], null));
  expect(history.metaLoss()[0]).toBeNaN();
});

test("infinite and missing weights do not blow up the extent", () => {
  const history = createRunHistory(["a", "b"]);
  history.append(record(5, [Number.NaN, Number.POSITIVE_INFINITY]));
  expect(history.weightExtent()).toEqual([1, 1]);
});

test("a record of another run's width is refused", () => {
  const history = createRunHistory(["a", "b"]);
  expect(() => history.append(record(5, [1]))).toThrow(/1 weights .* 2 domains/);
});

test("a run that went back to a checkpoint overwrites what came after it", () => {
  const history = createRunHistory(["a"]);
  for (const step of [5, 10, 15, 20]) history.append(record(step, [step]));
  history.append(record(10, [100]));
  expect([...history.steps()]).toEqual([5, 10]);
  expect([...history.lastWeights()]).toEqual([100]);
});
