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
    alignment: null,
    cosine: null,
    gradientNorm: null,
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

test("a missing meta loss or gradient norm is a gap, not a zero", () => {
  const history = createRunHistory(["a"]);
  history.append(record(5, [1], null));
  history.append({ ...record(10, [1]), gradientNorm: 0.25 });
  expect(history.metaLoss()[0]).toBeNaN();
  expect([...history.gradientNorm()]).toEqual([Number.NaN, 0.25]);
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

test("alignment and cosine stay with their point and domain, and are no number where not measured", () => {
  const history = createRunHistory(["a", "b"]);
  // Many points, so that the arrays grow with something in them.
  for (let i = 0; i < 600; i++) {
    history.append({
      ...record(i + 1, [1, 1]),
      alignment: i % 2 === 0 ? [i, -i] : null,
      cosine: i % 3 === 0 ? [i / 1000, -i / 1000] : null,
    });
  }
  expect(history.alignmentAt(400, 0)).toBe(400);
  expect(history.alignmentAt(400, 1)).toBe(-400);
  expect(history.alignmentAt(401, 0)).toBeNaN();
  expect(history.cosineAt(300, 1)).toBe(-0.3);
  expect(history.cosineAt(301, 1)).toBeNaN();
  expect(history.alignmentAt(600, 0)).toBeNaN();
  expect(history.alignmentAt(0, 2)).toBeNaN();
});

test("a point without an alignment does not keep the one of the point it replaces", () => {
  const history = createRunHistory(["a"]);
  history.append({ ...record(5, [1]), alignment: [7], cosine: [0.5] });
  history.append(record(5, [1]));
  expect(history.alignmentAt(0, 0)).toBeNaN();
  expect(history.cosineAt(0, 0)).toBeNaN();
});

test("an alignment of another run's width is refused", () => {
  const history = createRunHistory(["a", "b"]);
  expect(() => history.append({ ...record(5, [1, 1]), alignment: [1] })).toThrow(
    /1 alignments .* 2 domains/,
  );
  expect(history.length).toBe(0);
});
