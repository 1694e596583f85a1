// The device engine's losses and gradients against the float64 engine and against finite differences
// written here, on every backend; and that it neither leaks nor changes its mind.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { AGGREGATIONS, META_LOSSES } from "../../domain/runConfig.ts";
import type { EncodedRows } from "../encoders/encoded.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import { lexicalProblem, relativeError } from "../fixtures/lexicalProblem.ts";
import { adamWInit } from "../optim/adamW.ts";
import { createPlainLexicalEngine } from "../plain/lexicalEngine.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { createTfLexicalEngine } from "./tfLexicalEngine.ts";

const HYPER = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 0.05,
};
const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

/** Both sides of the contract for a problem. */
function compare(data: LexicalData, params: Float64Array, rows: Int32Array, chains: Int32Array) {
  return errorsAgainstFloat64(createTfLexicalEngine(data), data, params, rows, chains);
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** z of a row, from the definition in prm/layout.ts and nothing else. */
function plainLogit(
  data: LexicalData,
  params: Float64Array,
  rows: EncodedRows,
  row: number,
): number {
  const { buckets, embedding, hidden } = data.layout.encoder;
  const at = (offset: number, i: number) => params[offset + i]!;
  const bias = buckets * embedding;
  const hiddenAt = bias + embedding;
  const outputAt = hiddenAt + (embedding + 1) * hidden;
  const silu = (x: number) => x * sigmoid(x);
  const a = Array.from({ length: embedding }, (_, d) => {
    let sum = at(bias, d);
    for (let j = rows.start[row]!; j < rows.start[row + 1]!; j++) {
      sum += rows.values[j]! * at(0, rows.features[j]! * embedding + d);
    }
    return silu(sum);
  });
  let z = at(outputAt, hidden);
  for (let o = 0; o < hidden; o++) {
    const sum = a.reduce(
      (total, value, d) => total + value * at(hiddenAt, d * hidden + o),
      at(hiddenAt, embedding * hidden + o),
    );
    z += silu(sum) * at(outputAt, o);
  }
  return z;
}

/** Σ_k α_k ℓ_k, written out. */
function plainLowerLoss(data: LexicalData, params: Float64Array, weights: Float64Array): number {
  let loss = 0;
  for (const row of ROWS) {
    const score = sigmoid(plainLogit(data, params, data.train.rows, row));
    const weight = weights[data.train.domains[row]!]!;
    loss += (weight * (score - data.train.labels[row]!) ** 2) / ROWS.length;
  }
  return loss;
}

/** The centred loss of mean logits, written out. */
function plainMetaLoss(data: LexicalData, params: Float64Array): number {
  const meta = data.meta!;
  const a = Array.from(CHAINS, (chain) => {
    const from = meta.chainStart[chain]!;
    const to = meta.chainStart[chain + 1]!;
    let sum = 0;
    for (let row = from; row < to; row++) sum += plainLogit(data, params, meta.rows, row);
    return sum / (to - from);
  });
  const y = Array.from(CHAINS, (chain) => meta.isCorrect[chain]!);
  const mean = a.reduce((sum, x) => sum + x, 0) / a.length;
  const rate = y.reduce((sum, x) => sum + x, 0) / y.length;
  const shift = Math.log(rate / (1 - rate)) - mean;
  return a.reduce((sum, x, c) => sum + (sigmoid(x + shift) - y[c]!) ** 2, 0) / a.length;
}

function finiteDifferences(loss: (params: Float64Array) => number, params: Float64Array) {
  const h = 1e-5;
  return params.map((value, i) => {
    const moved = params.slice();
    moved[i] = value + h;
    const ahead = loss(moved);
    moved[i] = value - h;
    return (ahead - loss(moved)) / (2 * h);
  });
}

describe.each(["webgpu", "wasm", "cpu"] as const)("PRM on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  const combinations = META_LOSSES.flatMap((metaLoss) =>
    AGGREGATIONS.map((aggregation) => ({ metaLoss, aggregation })),
  );
  it.each(combinations)("agrees with float64: $metaLoss, $aggregation", async (choice) => {
    const { data, params } = lexicalProblem(choice);
    for (const [name, error] of Object.entries(await compare(data, params, ROWS, CHAINS))) {
      expect(error, name).toBeLessThan(2e-5);
    }
  });

  it("agrees with finite differences in float64", async () => {
    const { data, params } = lexicalProblem();
    const engine = createTfLexicalEngine(data);
    const { space } = engine;
    const weights = Float64Array.of(0.5, 2, 1.25, 0.25);
    const kept = space.scope(() => {
      const phi = space.from(params);
      const lower = engine.lowerGradient(phi, engine.trainBatch(ROWS), space.from(weights));
      return {
        lower: lower.gradient,
        meta: engine.metaGradient(phi, engine.metaBatch(CHAINS)).gradient,
      };
    });
    const lower = finiteDifferences((at) => plainLowerLoss(data, at, weights), params);
    const meta = finiteDifferences((at) => plainMetaLoss(data, at), params);
    expect(relativeError(await space.read(kept.lower), lower)).toBeLessThan(2e-5);
    expect(relativeError(await space.read(kept.meta), meta)).toBeLessThan(2e-5);
    space.dispose(kept.lower, kept.meta);
  });

  const shapes = [
    { name: "a batch of one", options: {}, rows: [5], chains: [2] },
    { name: "a row without features", options: {}, rows: [0], chains: [0] },
    { name: "width one", options: { embedding: 1, hidden: 1 }, rows: [4, 7, 9], chains: [1, 2, 3] },
    { name: "one domain", options: { domains: 1 }, rows: [4, 7, 9], chains: [1, 2, 3] },
    { name: "chains of one step", options: { longestChain: 1 }, rows: [4, 7], chains: [3, 8, 5] },
    {
      name: "an odd, wide net",
      options: { buckets: 131, embedding: 33, hidden: 67 },
      rows: [4, 7, 9, 80, 81],
      chains: [1, 2, 3],
    },
  ];
  it.each(shapes)("takes $name", async ({ options, rows, chains }) => {
    for (const aggregation of AGGREGATIONS) {
      const { data, params } = lexicalProblem({ ...options, aggregation, metaLoss: "mse" });
      const errors = await compare(data, params, Int32Array.from(rows), Int32Array.from(chains));
      for (const [name, error] of Object.entries(errors)) {
        expect(error, `${aggregation}, ${name}`).toBeLessThan(2e-5);
      }
    }
  });

  it("gives a pairwise loss of 0 and no gradient where all chains are correct", async () => {
    const { data, params } = lexicalProblem({ metaLoss: "pairwise" });
    data.meta!.isCorrect.fill(1);
    const engine = createTfLexicalEngine(data);
    const { space } = engine;
    const kept = space.scope(() => {
      const { gradient, loss } = engine.metaGradient(space.from(params), engine.metaBatch(CHAINS));
      return { gradient, loss: space.asVector(loss) };
    });
    expect(await space.read(kept.loss)).toEqual(Float64Array.of(0));
    expect((await space.read(kept.gradient)).every((value) => value === 0)).toBe(true);
    space.dispose(kept.gradient, kept.loss);
  });

  it("makes the same AdamW steps as float64", async () => {
    const { data, params } = lexicalProblem();
    const exact = createPlainLexicalEngine(data, Float64Array);
    const engine = createTfLexicalEngine(data);
    const { space } = engine;
    const rng = createRng(2);
    let expected = adamWInit(exact.space, params.slice(), params.length);
    let state = adamWInit(space, space.from(params), params.length);
    for (let step = 0; step < 5; step++) {
      const gradient = params.map((_, i) => (i % 3 === 0 ? 0 : Math.fround(0.01 * rng.normal())));
      expected = exact.adamW(expected, gradient, HYPER);
      state = space.scope(() => engine.adamW(state, space.from(gradient), HYPER));
    }
    expect(state.count).toBe(5);
    expect(relativeError(await space.read(state.params), expected.params)).toBeLessThan(1e-6);
    expect(relativeError(await space.read(state.first), expected.first)).toBeLessThan(1e-6);
    expect(relativeError(await space.read(state.second), expected.second)).toBeLessThan(1e-6);
  });

  /** Lower steps with an upper-like step after each fifth; returns φ and the memory held each time. */
  async function train(steps: number) {
    const tf = await import("@tensorflow/tfjs-core");
    const { data, params } = lexicalProblem({ metaLoss: "pairwise", aggregation: "product" });
    const engine = createTfLexicalEngine(data);
    const { space } = engine;
    const rng = createRng(5);
    const draw = (count: number, below: number) =>
      Int32Array.from({ length: count }, () => rng.below(below));
    const weights = space.from([0.5, 1, 1.5, 1]);
    let state = adamWInit(space, space.from(params), params.length);
    const held: { tensors: number; gpuBytes: number }[] = [];
    for (let step = 0; step < steps; step++) {
      const previous = state;
      state = space.scope(() => {
        const { gradient } = engine.lowerGradient(
          previous.params,
          engine.trainBatch(draw(13, 90)),
          weights,
        );
        return engine.adamW(previous, gradient, HYPER);
      });
      space.dispose(previous.params, previous.first, previous.second);
      if (step % 5 < 4) continue;
      const out = space.scope(() => {
        const { gradient } = engine.metaGradient(state.params, engine.metaBatch(draw(9, 24)));
        const epsilon = space.divideOrZero(space.scalar(0.01), space.norm(gradient));
        const moved = space.addScaledBy(state.params, gradient, epsilon);
        return engine.domainLosses(moved, engine.trainBatch(draw(13, 90)));
      });
      await space.read(out);
      space.dispose(out);
      const memory = tf.memory() as { numTensors: number; numBytesInGPU?: number };
      held.push({ tensors: memory.numTensors, gpuBytes: memory.numBytesInGPU ?? 0 });
    }
    const phi = await space.read(state.params);
    space.dispose(state.params, state.first, state.second, weights);
    return { phi, held };
  }

  it("holds as many tensors and bytes after 200 steps as after 5", async () => {
    const { held } = await train(200);
    expect(held).toHaveLength(40);
    expect(held).toEqual(held.map(() => held[0]));
    expect(held[0]!.tensors).toBeGreaterThan(0);
    if (backend === "webgpu") expect(held[0]!.gpuBytes).toBeGreaterThan(0);
  });

  it("comes to the same bits twice", async () => {
    const first = await train(20);
    expect((await train(20)).phi).toEqual(first.phi);
  });
});
