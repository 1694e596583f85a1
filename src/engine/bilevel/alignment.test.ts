// What records say of why a weight moved, h_k and cosines, against float64 finite differences of the plain
// losses: batches are the whole sets, so that the trainer's own draws are known.
import { describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { type Estimator, parseRunConfig } from "../../domain/runConfig.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { DomainCosines } from "./domainCosines.ts";
import { finiteDifferences } from "./fixtures/quadraticEngine.ts";
import { allIndices, tinyPrm } from "./fixtures/tinyPrm.ts";
import { BilevelTrainer } from "./trainer.ts";

const ROWS = 24;
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
const cosineOf = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

/** The first upper step's record, and φ at it; α is still 1 there. */
async function firstUpperStep(estimator: Estimator) {
  const tiny = tinyPrm({ rowCount: ROWS, buckets: 16 });
  const chains = tiny.meta.isCorrect.length;
  const config = parseRunConfig({
    lower: { steps: 6, batchSize: 8, learningRate: 0.02 },
    upper: {
      estimator,
      unroll: 3,
      warmupSteps: 0,
      metaBatchSize: chains,
      trainBatchSize: ROWS,
      hessianBatchSize: ROWS,
      probeRadius: 1e-4,
    },
  });
  const trainer = new BilevelTrainer({
    engine: tiny.engine,
    config,
    initialParams: tiny.params,
    blocks: tiny.layout.blocks,
    itemDomains: tiny.train.domains,
    metaChainCount: chains,
    fixedWeights: null,
    rng: createRng(1),
    checkpoint: null,
    now: () => 0,
  });
  const record = await trainer.advance(() => 0);
  return { ...tiny, config, record, at: await trainer.params() };
}

/** ∇ℓ_k by differences, ℓ_k over the whole set. */
function domainGradients({ engine, train }: ReturnType<typeof tinyPrm>, at: Float64Array) {
  return Array.from({ length: train.domainCount }, (_, k) =>
    finiteDifferences((phi) => engine.domainLosses(phi, allIndices(ROWS))[k]!, at),
  );
}

describe("why a weight moved, in the records", () => {
  it("darts: h_k is the slope of ℓ_k along ∇L_meta, the cosine their angle's", async () => {
    const tiny = await firstUpperStep("darts");
    const { engine, meta, record, at } = tiny;
    const chains = allIndices(meta.isCorrect.length);
    const direction = finiteDifferences((phi) => engine.metaLoss(phi, chains), at);
    const gradients = domainGradients(tiny, at);
    const slopes = gradients.map((gradient) => dot(gradient, direction));
    expect(relativeError(record.alignment!, slopes)).toBeLessThan(1e-4);
    const cosines = gradients.map((gradient) => cosineOf(gradient, direction));
    expect(relativeError(record.cosine!, cosines)).toBeLessThan(1e-6);
    expect(Math.max(...cosines.map(Math.abs))).toBeGreaterThan(0.05);
  });

  it("tracked: the same along its own v", async () => {
    const tiny = await firstUpperStep("tracked");
    const { engine, meta, config, record, at } = tiny;
    const chains = allIndices(meta.isCorrect.length);
    const toMeta = finiteDifferences((phi) => engine.metaLoss(phi, chains), at);
    const gradients = domainGradients(tiny, at);
    // H ∇L_meta: how the lower gradient changes along ∇L_meta, every α = 1.
    const along = (distance: number) => at.map((value, i) => value + distance * toMeta[i]!);
    const lowerGradient = (phi: Float64Array) =>
      engine.lowerGradient(phi, allIndices(ROWS), Float64Array.of(1, 1, 1)).gradient;
    const [ahead, behind] = [lowerGradient(along(1e-4)), lowerGradient(along(-1e-4))];
    const product = toMeta.map((_, i) => (ahead[i]! - behind[i]!) / 2e-4);
    const curvature = Math.sqrt(dot(product, product) / dot(toMeta, toMeta));
    const step = Math.min(1, 0.5 / curvature);
    const { damping } = config.upper;
    const direction = toMeta.map(
      (slope, i) => (1 - damping) * slope + step * (slope - product[i]!),
    );
    const slopes = gradients.map((gradient) => dot(gradient, direction));
    expect(relativeError(record.alignment!, slopes)).toBeLessThan(1e-4);
    const cosines = gradients.map((gradient) => cosineOf(gradient, direction));
    expect(relativeError(record.cosine!, cosines)).toBeLessThan(1e-5);
  });
});

describe("cosines of the domains", () => {
  const measured = (itemDomains: ArrayLike<number>, every = 1) =>
    new DomainCosines({
      encoder: "lexical",
      itemDomains,
      domainCount: 3,
      every,
      rng: createRng(1),
    });

  it("are 0 of a domain without items and along a direction of zeros", () => {
    const { engine, params } = tinyPrm({ rowCount: ROWS });
    const ones = Float64Array.of(1, 1, 1);
    const direction = params.map((_, i) => Math.sin(i));
    const cosines = measured(allIndices(ROWS).map((i) => 2 * (i % 2)));
    const [first, second, third] = cosines.measure(engine, params, direction, ones);
    expect(first).not.toBe(0);
    expect(second).toBe(0);
    expect(third).not.toBe(0);
    const nowhere = cosines.measure(
      engine,
      params,
      params.map(() => 0),
      ones,
    );
    expect([...nowhere]).toEqual([0, 0, 0]);
  });

  it("draw on, after a leap, what they would have drawn", () => {
    const { engine, params, train } = tinyPrm({ rowCount: 600 });
    const direction = params.map((_, i) => Math.sin(i));
    const measure = (cosines: DomainCosines) =>
      cosines.measure(engine, params, direction, Float64Array.of(1, 1, 1));
    const straight = measured(train.domains, 5);
    const drawn = Array.from({ length: 4 }, () => measure(straight));
    expect(drawn[3]).not.toEqual(drawn[2]);
    for (const upperStep of [11, 15]) {
      const leapt = measured(train.domains, 5);
      leapt.skipTo(upperStep);
      expect(measure(leapt)).toEqual(drawn[3]);
    }
    expect([0, 1, 4, 5].map((upperStep) => straight.isDue(upperStep))).toEqual([
      ...[true, false, false, true],
    ]);
  });

  it("of many domains are measured more rarely", () => {
    const many = new DomainCosines({
      encoder: "lexical",
      itemDomains: allIndices(40),
      domainCount: 40,
      every: 5,
      rng: createRng(1),
    });
    expect([0, 5, 10, 15].map((upperStep) => many.isDue(upperStep))).toEqual([
      ...[true, false, false, true],
    ]);
  });
});
