import { expect, test } from "vitest";
import { createRunHistory } from "../../store/runHistory.ts";
import { xOfHistory, xOfSteps } from "./traceX.ts";

function history(
  points: readonly (readonly [step: number, upperStep: number, elapsedMs: number])[],
) {
  const made = createRunHistory(["a"]);
  for (const [step, upperStep, elapsedMs] of points) {
    made.append({
      step,
      upperStep,
      lowerLoss: 0.1,
      weightedLowerLoss: 0.1,
      metaLoss: null,
      weights: [1],
      alignment: null,
      cosine: null,
      gradientNorm: null,
      elapsedMs,
    });
  }
  return made;
}

const main = history([
  [10, 0, 100],
  [20, 1, 300],
  [30, 2, 400],
]);
const vanilla = history([
  [10, 0, 50],
  [20, 0, 90],
  [25, 0, 120],
]);

test("each run has its own steps and time", () => {
  expect([...xOfHistory(vanilla, main, "step")]).toEqual([10, 20, 25]);
  expect([...xOfHistory(vanilla, main, "time")]).toEqual([50, 90, 120]);
  expect([...xOfHistory(main, main, "upper")]).toEqual([0, 1, 2]);
});

test("a run without upper steps is placed among the main run's, nowhere if that has none either", () => {
  expect([...xOfHistory(vanilla, main, "upper")]).toEqual([0, 1, 1.5]);
  expect(xOfHistory(vanilla, vanilla, "upper")).toHaveLength(0);
  expect(xOfHistory(vanilla, null, "upper")).toHaveLength(0);
});

test("steps at which a run was measured are read as time by its points", () => {
  expect([...xOfSteps([15, 30], main, "time")]).toEqual([200, 400]);
  expect([...xOfSteps([15, 30], null, "step")]).toEqual([15, 30]);
  expect(xOfSteps([15, 30], null, "time")).toHaveLength(0);
});
