// The WebAssembly lexical engine against the float64 engine: values and gradients on odd shapes, AdamW,
// whole runs through the trainer, repeatability and memory.
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../domain/runConfig.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { BilevelTrainer } from "../bilevel/trainer.ts";
import type { TrainerCheckpoint } from "../bilevel/trainerState.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import {
  type LexicalProblemOptions,
  lexicalProblem,
  relativeError,
} from "../fixtures/lexicalProblem.ts";
import { reasonErrors } from "../fixtures/reasonErrors.ts";
import { type AdamWHyper, adamWInit } from "../optim/adamW.ts";
import { createPlainLexicalEngine } from "../plain/lexicalEngine.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { bundledKernels } from "./bundledKernels.ts";
import type { KernelModules } from "./kernels.ts";
import { createWasmLexicalEngine } from "./lexicalEngine.ts";

const HYPER: AdamWHyper = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 0.05,
};
const TOLERANCE = 2e-5;
const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

let modules: KernelModules;
beforeAll(async () => {
  modules = await bundledKernels();
});

async function expectAgreement(
  options: LexicalProblemOptions,
  rows = ROWS,
  chains = CHAINS,
): Promise<void> {
  const { data, params } = lexicalProblem(options);
  const engine = createWasmLexicalEngine(modules, data);
  const errors = await errorsAgainstFloat64(engine, data, params, rows, chains);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
}

function trainerOn<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  data: LexicalData,
  start: Float64Array,
  checkpoint: TrainerCheckpoint | null = null,
) {
  const config = parseRunConfig({
    lower: { steps: 100, batchSize: 16 },
    upper: {
      warmupSteps: 10,
      metaBatchSize: 12,
      trainBatchSize: 16,
      hessianBatchSize: 16,
      cosineEvery: 2,
    },
  });
  return new BilevelTrainer({
    engine,
    config,
    initialParams: start,
    blocks: data.layout.blocks,
    itemDomains: data.train.domains,
    metaChainCount: data.meta!.isCorrect.length,
    fixedWeights: null,
    rng: createRng(config.seed),
    checkpoint,
    now: () => 0,
  });
}

async function runToEnd<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  data: LexicalData,
  start: Float64Array,
) {
  const trainer = trainerOn(engine, data, start);
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  const params = await trainer.params();
  trainer.dispose();
  return { records, params };
}

describe("the WebAssembly lexical engine", () => {
  const shapes: Record<string, LexicalProblemOptions> = {
    "embedding 5, hidden 7": {},
    "the default widths": { embedding: 16, hidden: 16, buckets: 4096 },
    "embedding 1, hidden 1, one domain": { embedding: 1, hidden: 1, domains: 1 },
    "embedding 37, hidden 50, long chains": { embedding: 37, hidden: 50, longestChain: 30 },
    "the largest widths": { embedding: 512, hidden: 2048, buckets: 64 },
  };
  for (const [name, options] of Object.entries(shapes)) {
    it(`agrees with float64: ${name}`, () => expectAgreement(options));
  }

  it("agrees on a batch of one row, also one without features, and one chain", async () => {
    await expectAgreement({ metaLoss: "mse" }, Int32Array.of(5), Int32Array.of(3));
    await expectAgreement({ metaLoss: "mse" }, Int32Array.of(0), Int32Array.of(0));
  });

  for (const metaLoss of META_LOSSES) {
    for (const aggregation of AGGREGATIONS) {
      it(`agrees on the meta loss: ${metaLoss}, ${aggregation}`, () =>
        expectAgreement({ metaLoss, aggregation }));
    }
  }

  for (const clipNorm of [0.05, Number.POSITIVE_INFINITY]) {
    it(`takes the plain AdamW's steps, clipped at ${clipNorm}`, async () => {
      const { data, params } = lexicalProblem();
      const hyper = { ...HYPER, clipNorm };
      const run = async <V, S, B, M>(engine: PrmEngine<V, S, B, M>) => {
        const { space } = engine;
        let state = adamWInit(space, space.from(params), engine.paramCount);
        const weights = space.from([1, 2, 0.5, 1]);
        for (let i = 0; i < 20; i++) {
          state = space.scope(() => {
            const batch = engine.trainBatch(ROWS);
            return engine.adamW(
              state,
              engine.lowerGradient(state.params, batch, weights).gradient,
              hyper,
            );
          });
        }
        expect(state.count).toBe(20);
        return [state.params, state.first, state.second].map((vector) => space.read(vector));
      };
      const expected = await Promise.all(await run(createPlainLexicalEngine(data, Float64Array)));
      const actual = await Promise.all(await run(createWasmLexicalEngine(modules, data)));
      expected.forEach((values, i) => {
        expect(relativeError(actual[i]!, values)).toBeLessThan(TOLERANCE);
      });
    });
  }

  it("trains like float64 through 100 bilevel steps; same seed, same trace to the last bit", async () => {
    const { data, params } = lexicalProblem({ embedding: 16, hidden: 16, buckets: 512 });
    const plain = await runToEnd(createPlainLexicalEngine(data, Float64Array), data, params);
    const wasm = await runToEnd(createWasmLexicalEngine(modules, data), data, params);
    const again = await runToEnd(createWasmLexicalEngine(modules, data), data, params);
    expect(again).toEqual(wasm);
    const last = wasm.records.at(-1)!;
    const expected = plain.records.at(-1)!;
    expect(relativeError(wasm.params, plain.params)).toBeLessThan(1e-3);
    expect(relativeError(last.weights, expected.weights)).toBeLessThan(1e-3);
    const reasons = reasonErrors(wasm.records, plain.records);
    expect(reasons.alignment).toBeLessThan(1e-2);
    expect(reasons.cosine).toBeLessThan(1e-2);
    expect(last.lowerLoss / expected.lowerLoss).toBeCloseTo(1, 3);
    expect(Math.max(...last.weights) - Math.min(...last.weights)).toBeGreaterThan(0.01);
  });

  it("goes on from a checkpoint at every point with the same trace to the last bit", async () => {
    const { data, params } = lexicalProblem({ embedding: 16, hidden: 16, buckets: 512 });
    const whole = await runToEnd(createWasmLexicalEngine(modules, data), data, params);
    let trainer = trainerOn(createWasmLexicalEngine(modules, data), data, params);
    const records = [];
    const curvatures: number[] = [];
    while (!trainer.isDone) {
      records.push(await trainer.advance(() => 0));
      const checkpoint = await trainer.checkpoint();
      if (checkpoint.curvature) curvatures.push(checkpoint.curvature[0]!);
      trainer.dispose();
      trainer = trainerOn(createWasmLexicalEngine(modules, data), data, params, checkpoint);
    }
    expect(records).toEqual(whole.records);
    expect(await trainer.params()).toEqual(whole.params);
    // A scalar is a number here: rounded to float32 it shows in one trace of many, thousands of steps later.
    expect(curvatures.some((value) => Math.fround(value) !== value)).toBe(true);
  });

  it("lets NaN through to the losses, where the trainer looks for it", async () => {
    const { data, params } = lexicalProblem();
    params[data.layout.embedding.offset + 3] = Number.NaN;
    const all = Int32Array.from({ length: 90 }, (_, i) => i);
    const engine = createWasmLexicalEngine(modules, data);
    const { space } = engine;
    const losses = engine.domainLosses(space.from(params), engine.trainBatch(all));
    expect((await space.read(losses)).some(Number.isNaN)).toBe(true);
  });

  it("takes no more memory after the first steps", async () => {
    const { data, params } = lexicalProblem();
    const engine = createWasmLexicalEngine(modules, data);
    await runToEnd(engine, data, params);
    const before = engine.memoryBytes();
    await runToEnd(engine, data, params);
    await runToEnd(engine, data, params);
    expect(engine.memoryBytes()).toBe(before);
  });

  it("says so when a freed vector is used, and when there is no meta set", () => {
    const { data } = lexicalProblem();
    const engine = createWasmLexicalEngine(modules, { ...data, meta: null });
    const { space } = engine;
    const a = space.from([1, 2]);
    space.dispose(a);
    expect(() => space.norm(a)).toThrow(/freed/);
    expect(() => engine.metaBatch(Int32Array.of(0))).toThrow(/without a meta set/);
  });
});
