import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import {
  initialDomainWeights,
  rawGradient,
  rescaleToMeanOne,
  updateDomainWeights,
  weightsOf,
} from "./domainWeights.ts";
import { finiteDifferences } from "./fixtures/quadraticEngine.ts";

const HYPER = { learningRate: 0.03, beta1: 0.9, beta2: 0.999 };

it("every weight starts at exactly 1, for any number of domains", () => {
  for (const domainCount of [1, 2, 3, 7, 15, 49, 200]) {
    const weights = weightsOf(initialDomainWeights(domainCount).rawWeights);
    expect([...weights]).toEqual(new Array(domainCount).fill(1));
  }
});

it("keeps the mean at 1 and every weight positive over a thousand random updates", () => {
  const rng = createRng(3);
  let state = initialDomainWeights(15);
  for (let i = 0; i < 1000; i++) {
    const gradient = Float64Array.from({ length: 15 }, (_, k) => rng.normal() + (k < 3 ? 1 : 0));
    state = updateDomainWeights(state, gradient, HYPER);
    const weights = weightsOf(state.rawWeights);
    expect(weights.reduce((sum, weight) => sum + weight, 0) / 15).toBeCloseTo(1, 12);
    expect(Math.min(...weights)).toBeGreaterThan(0);
  }
  const weights = weightsOf(state.rawWeights);
  // A positive dL/dα pushes a weight down.
  expect(Math.max(...weights.subarray(0, 3))).toBeLessThan(Math.min(...weights.subarray(3)));
});

it("chain rule through softplus and mean, against finite differences", () => {
  const raw = Float64Array.of(-2, 0.3, 1.7, 0);
  const weightGradient = Float64Array.of(0.4, -1.2, 0.5, 2);
  const objective = (r: Float64Array) =>
    weightsOf(r).reduce((sum, weight, k) => sum + weight * weightGradient[k]!, 0);
  const expected = finiteDifferences(objective, raw);
  rawGradient(raw, weightGradient).forEach((value, k) => {
    expect(value).toBeCloseTo(expected[k]!, 8);
  });
});

it("given weights are rescaled to mean 1; all zero means all equal", () => {
  expect([...rescaleToMeanOne([1, 3])]).toEqual([0.5, 1.5]);
  expect([...rescaleToMeanOne([0, 0])]).toEqual([1, 1]);
});
