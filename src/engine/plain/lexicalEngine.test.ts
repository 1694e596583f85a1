import { describe, expect, it } from "vitest";
import { AGGREGATIONS, META_LOSSES } from "../../domain/runConfig.ts";
import { finiteDifferences } from "../bilevel/fixtures/quadraticEngine.ts";
import { allIndices, tinyPrm } from "../bilevel/fixtures/tinyPrm.ts";
import { adamWInit, adamWUpdate } from "../optim/adamW.ts";

const WEIGHTS = Float64Array.of(0.5, 1.7, 0.8);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

describe("typed-array PRM against float64 finite differences", () => {
  it("lower gradient is that of Σ α_k ℓ_k", () => {
    const { engine, params, train } = tinyPrm();
    const batch = allIndices(train.rows.count);
    const loss = (at: Float64Array) => engine.space.dot(engine.domainLosses(at, batch), WEIGHTS);
    const { gradient, domainLosses } = engine.lowerGradient(params, batch, WEIGHTS);
    expect(largestDifference(gradient, finiteDifferences(loss, params))).toBeLessThan(1e-8);
    expect(largestDifference(domainLosses, engine.domainLosses(params, batch))).toBeLessThan(1e-15);
  });

  for (const metaLoss of META_LOSSES) {
    for (const aggregation of AGGREGATIONS) {
      it(`meta gradient: ${metaLoss}, ${aggregation}`, () => {
        const { engine, params, meta } = tinyPrm({ metaLoss, aggregation });
        const batch = allIndices(meta.isCorrect.length);
        const { gradient, loss } = engine.metaGradient(params, batch);
        const expected = finiteDifferences((at) => engine.metaLoss(at, batch), params);
        expect(largestDifference(gradient, expected)).toBeLessThan(1e-8);
        expect(loss).toBe(engine.metaLoss(params, batch));
        expect(loss).toBeGreaterThan(0);
      });
    }
  }

  it("a batch of one row and a meta batch of one chain of one step", () => {
    const { engine, params } = tinyPrm({ rowCount: 1, chainLengths: [1], domainCount: 1 });
    const one = Int32Array.of(0);
    const { gradient } = engine.lowerGradient(params, one, Float64Array.of(1));
    const loss = (at: Float64Array) => engine.domainLosses(at, one)[0]!;
    expect(largestDifference(gradient, finiteDifferences(loss, params))).toBeLessThan(1e-8);
    const meta = engine.metaGradient(params, one).gradient;
    // Centred on itself, a single chain tells nothing.
    expect(largestDifference(meta, new Float64Array(params.length))).toBeLessThan(1e-12);
  });

  it("the in-place AdamW takes the same steps as the plain one", () => {
    const { engine, params, train } = tinyPrm();
    const batch = allIndices(train.rows.count);
    const hyper = {
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.1,
      clipNorm: 0.05,
    };
    let fast = adamWInit(engine.space, engine.space.clone(params), engine.paramCount);
    let plain = adamWInit(engine.space, engine.space.clone(params), engine.paramCount);
    for (let i = 0; i < 20; i++) {
      fast = engine.adamW(fast, engine.lowerGradient(fast.params, batch, WEIGHTS).gradient, hyper);
      const { gradient } = engine.lowerGradient(plain.params, batch, WEIGHTS);
      plain = adamWUpdate(engine.space, plain, gradient, hyper);
    }
    expect(largestDifference(fast.params, plain.params)).toBeLessThan(1e-12);
    expect(fast.count).toBe(20);
  });
});
