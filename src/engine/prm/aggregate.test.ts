import { describe, expect, it } from "vitest";
import { sigmoid } from "../../base/logistic.ts";
import { AGGREGATIONS } from "../../domain/runConfig.ts";
import { finiteDifferences } from "../bilevel/fixtures/quadraticEngine.ts";
import { aggregate } from "./aggregate.ts";

const LOGITS = Float64Array.of(0.3, -1.2, 2.5, 0.1);

/** What σ(A) should be, from the definitions, where probabilities are far from 0 and 1. */
const EXPECTED = {
  meanLogit: sigmoid((0.3 - 1.2 + 2.5 + 0.1) / 4),
  last: sigmoid(0.1),
  min: sigmoid(-1.2),
  product: [...LOGITS].map(sigmoid).reduce((a, b) => a * b),
  meanLogP: [...LOGITS].map(sigmoid).reduce((a, b) => a * b) ** (1 / 4),
  logMeanP: [...LOGITS].map(sigmoid).reduce((a, b) => a + b) / 4,
};

describe("aggregations", () => {
  for (const kind of AGGREGATIONS) {
    it(`${kind}: value and gradient`, () => {
      expect(sigmoid(aggregate(kind, LOGITS, 0, 4))).toBeCloseTo(EXPECTED[kind], 12);
      const gradient = new Float64Array(4);
      aggregate(kind, LOGITS, 0, 4, gradient);
      const expected = finiteDifferences((z) => aggregate(kind, z, 0, 4), LOGITS);
      gradient.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 7);
      });
    });

    it(`${kind}: finite at logits where sigmoid is 1 or 0 to the last bit`, () => {
      for (const extreme of [40, 200, -200, -800]) {
        const gradient = new Float64Array(2);
        const value = aggregate(kind, [extreme, extreme], 0, 2, gradient);
        expect(Number.isFinite(value)).toBe(true);
        expect(gradient.every(Number.isFinite)).toBe(true);
        expect(Math.sign(value)).toBe(Math.sign(extreme));
      }
    });
  }

  it("refuses an empty chain", () => {
    expect(() => aggregate("meanLogit", [], 0, 0)).toThrow(/at least one step/);
  });
});
