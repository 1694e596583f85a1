import { expect, test } from "vitest";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { createRunHistory } from "../../store/runHistory.ts";
import type { RunTrace } from "../../store/runStore.ts";
import { endOfTime, upperStepsOf } from "./useXRange.ts";

const config = parseRunConfig({ lower: { steps: 400 }, upper: { warmupSteps: 50, unroll: 15 } });

function traceAt(step: number, elapsedMs: number): RunTrace {
  const history = createRunHistory(["a"]);
  history.append({
    step,
    upperStep: 0,
    lowerLoss: 0.1,
    weightedLowerLoss: 0.1,
    metaLoss: null,
    weights: [1],
    alignment: null,
    cosine: null,
    gradientNorm: null,
    elapsedMs,
  });
  return { history, evaluations: [], config, encoderNote: null };
}

test("upper steps of a config begin after its warm-up", () => {
  expect(upperStepsOf(config)).toBe(23);
});

test("the time axis ends with the longest run that is done", () => {
  const run = { main: traceAt(400, 5000), retrained: traceAt(400, 7000), vanilla: null };
  expect(endOfTime(run)).toBe(7000);
  expect(endOfTime({ main: null, retrained: null, vanilla: null })).toBeGreaterThan(0);
});

test("while a run goes on the axis ends about where that will be, and rarely moves", () => {
  const ends = [100, 120, 140, 160].map((step) =>
    endOfTime({ main: traceAt(step, step * 10.1), retrained: null, vanilla: null }),
  );
  expect(new Set(ends).size).toBe(1);
  expect(ends[0]).toBeGreaterThanOrEqual(4040);
  expect(ends[0]).toBeLessThan(4040 * 1.25 + 1);
});
