import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import { alignmentT, learnedWeights } from "./learnedWeights.ts";

/** Upper steps at which each domain's alignment is its signal and noise of deviation 1. */
function history(signals: readonly number[], weights: readonly number[], points: number) {
  const rng = createRng("alignment");
  return Array.from({ length: points }, (_, i) => ({
    upperStep: i + 1,
    weights: [...weights],
    alignment: signals.map((signal) => signal + rng.normal()),
  }));
}

const WEIGHTS = [2, 1.4, 0.4, 0.2];
const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("learned weights", () => {
  it("are the plain mean of the last third without shrinkage, and 1 before the first upper step", () => {
    const points = Array.from({ length: 9 }, (_, i) => ({
      upperStep: i + 1,
      weights: [1 + i / 10, 1 - i / 10],
      alignment: [1, -1],
    }));
    const warmUp = { upperStep: 0, weights: [1, 1], alignment: null };
    expect([...learnedWeights([warmUp, ...points], 2, 0)]).toEqual([
      expect.closeTo(1.7, 12),
      expect.closeTo(0.3, 12),
    ]);
    expect([...learnedWeights([warmUp], 2, 4)]).toEqual([1, 1]);
  });

  it("where alignments are noise, are drawn to 1; where they stand out, stay", () => {
    const noise = learnedWeights(history([0, 0, 0, 0], WEIGHTS, 100), 4, 4);
    expect(Math.max(...noise.map((weight) => Math.abs(Math.log(weight))))).toBeLessThan(0.35);
    const one = learnedWeights(history([0, 0, 0, -4], WEIGHTS, 100), 4, 4);
    expect(one[3]! / one[0]!).toBeLessThan(0.4);
    expect(meanOf(one)).toBeCloseTo(1, 12);
  });

  it("follows the formula", () => {
    const points = history([1, 0.3, -0.2, -1], WEIGHTS, 50);
    const t = alignmentT(points, 4)!;
    const drawn = WEIGHTS.map((weight, k) => weight ** Math.max(0, 1 - 4 / t[k]! ** 2));
    const expected = drawn.map((weight) => weight / meanOf(drawn));
    learnedWeights(points, 4, 4).forEach((weight, k) => {
      expect(weight).toBeCloseTo(expected[k]!, 12);
    });
  });

  it("with few upper steps, or alignments that never change, make no fuss", () => {
    expect([...learnedWeights(history([0, 0, 0, 0], WEIGHTS, 29), 4, 4)]).toEqual(
      WEIGHTS.map((weight) => expect.closeTo(weight, 12)),
    );
    const still = Array.from({ length: 40 }, (_, i) => ({
      upperStep: i + 1,
      weights: [1.2, 0.8],
      alignment: [0, 0],
    }));
    expect(alignmentT(still, 2)).toBeNull();
    expect(learnedWeights(still, 2, 4).every(Number.isFinite)).toBe(true);
  });

  it("t does not depend on the size of an upper step's alignments", () => {
    const points = history([1, 0, 0, -1], [1, 1, 1, 1], 40);
    const louder = points.map((point, i) => ({
      ...point,
      alignment: point.alignment.map((h) => h * (1 + i)),
    }));
    alignmentT(points, 4)!.forEach((t, k) => {
      expect(alignmentT(louder, 4)![k]).toBeCloseTo(t, 10);
    });
  });
});
