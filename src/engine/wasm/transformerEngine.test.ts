// The WebAssembly transformer engine against the float64 forward pass and its finite differences: odd
// shapes, meta losses, AdamW steps, repeatability, memory; and the score-only pass.
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../domain/runConfig.ts";
import { BilevelTrainer } from "../bilevel/trainer.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import {
  errorsAgainstDifferences,
  testWeights,
  transformerAnswers,
} from "../fixtures/transformerContract.ts";
import { adamWInit, adamWUpdate } from "../optim/adamW.ts";
import { createArraySpace } from "../plain/arraySpace.ts";
import { plainTransformerLosses } from "../plain/transformerLosses.ts";
import { scoreSequences as plainScores } from "../plain/transformerPrm.ts";
import {
  differenceAlong,
  type TransformerProblem,
  type TransformerProblemOptions,
  transformerProblem,
} from "../plain/transformerProblem.ts";
import { bundledKernels } from "./bundledKernels.ts";
import type { KernelModules } from "./kernels.ts";
import { scoreSequences } from "./scoreSequences.ts";
import { createWasmTransformerEngine } from "./transformerEngine.ts";

const TOLERANCE = 2e-5;
/** More than there are shards, with a repeat. */
const ITEMS = [0, 1, 2, 3, 3, 5, 7, 8, 9, 10, 11];
const CHAINS = [0, 1, 2, 3, 4, 5, 6, 1];

let modules: KernelModules;
beforeAll(async () => {
  modules = await bundledKernels();
});

const engineOn = ({ data }: TransformerProblem) => createWasmTransformerEngine(modules, data, 1);

async function expectAgreement(
  options: TransformerProblemOptions,
  items = ITEMS,
  chains = CHAINS,
): Promise<void> {
  const problem = transformerProblem(options);
  const errors = await errorsAgainstDifferences(engineOn(problem), problem, items, chains);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
}

describe("the WebAssembly transformer engine", () => {
  const shapes: Record<string, TransformerProblemOptions> = {
    "two layers, two heads of 8": {},
    "heads of 4": { width: 16, heads: 4 },
    "heads of 12": { width: 48, heads: 4, vocabulary: 20, context: 8 },
    "one layer, one head, one domain": { layers: 1, heads: 1, domains: 1 },
    "the default shape, short": { width: 64, heads: 4, context: 11, vocabulary: 60 },
  };
  for (const [name, options] of Object.entries(shapes)) {
    it(`agrees with float64: ${name}`, () => expectAgreement(options, [0, 1, 3, 3], [0, 1]));
  }

  it("agrees on a batch of more sequences than there are shards", () => expectAgreement({}));

  it("agrees on a batch of one sequence, also one of a single token, and one chain", async () => {
    await expectAgreement({ metaLoss: "mse" }, [1], [1]);
    await expectAgreement({ metaLoss: "mse" }, [0], [0]);
  });

  for (const metaLoss of META_LOSSES) {
    for (const aggregation of AGGREGATIONS) {
      it(`agrees on the meta loss: ${metaLoss}, ${aggregation}`, () =>
        expectAgreement({ metaLoss, aggregation, context: 9, layers: 1 }));
    }
  }

  it("scores like float64, each sequence read once; also one far longer than the others", () => {
    const { data, params } = transformerProblem({ context: 300, width: 32, heads: 2 });
    const { sequences } = data.train;
    const expected = plainScores(data.layout, params, sequences);
    const actual = scoreSequences(modules, data.layout, params, sequences);
    expect(relativeError(actual, expected)).toBeLessThan(TOLERANCE);
  });

  it("scores again and again in the same memory, whatever the sizes", () => {
    const small = transformerProblem({ context: 8, layers: 1 });
    const large = transformerProblem({ context: 90, width: 64, heads: 4, vocabulary: 300 });
    const score = ({ data, params }: TransformerProblem) =>
      scoreSequences(modules, data.layout, params, data.train.sequences);
    const first = [score(small), score(large), score(small)];
    expect(first[2]).toEqual(first[0]);
    expect([score(large), score(small)]).toEqual([first[1], first[0]]);
    const none = { ...small.data.train.sequences, count: 0, scoreAt: new Int32Array(0) };
    expect(scoreSequences(modules, small.data.layout, small.params, none)).toHaveLength(0);
  });

  it("agrees along a random direction on sequences as long as the longest context", async () => {
    const problem = transformerProblem({ context: 1024, width: 32, heads: 2, trainSequences: 3 });
    const { data, params } = problem;
    const items = [1];
    const { lowerGradient } = await transformerAnswers(engineOn(problem), params, items, [0]);
    const rng = createRng(4);
    const direction = Float64Array.from(params, () => rng.normal());
    const losses = plainTransformerLosses(data);
    const weights = testWeights(data.train.domainCount);
    const expected = differenceAlong(
      (moved) => losses.lowerLoss(moved, items, weights),
      params,
      direction,
      1e-6,
    );
    const actual = lowerGradient.reduce((sum, value, i) => sum + value * direction[i]!, 0);
    const size = Math.sqrt(lowerGradient.reduce((sum, value) => sum + value ** 2, 0));
    // Against the gradient's size: the direction may happen to be across it.
    expect(Math.abs(actual - expected) / size).toBeLessThan(1e-4);
    expect(size).toBeGreaterThan(0);
  });

  it("lets NaN through to the losses, where the trainer looks for it", async () => {
    const problem = transformerProblem();
    const { data, params } = problem;
    params[data.layout.layers[0]!.up.offset] = Number.NaN;
    const { lowerLosses, lowerGradient } = await transformerAnswers(
      engineOn(problem),
      params,
      ITEMS,
      CHAINS,
    );
    expect(lowerLosses.some(Number.isNaN)).toBe(true);
    expect(lowerGradient.some(Number.isNaN)).toBe(true);
  });

  it("AdamW takes the plain steps", async () => {
    const { data, params } = transformerProblem();
    const engine = createWasmTransformerEngine(modules, data, 1);
    const { space } = engine;
    const plain = createArraySpace(Float64Array);
    const hyper = {
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.1,
      clipNorm: 0.05,
    };
    let state = adamWInit(space, space.from(params), engine.paramCount);
    let expected = adamWInit(plain, plain.from(params), engine.paramCount);
    const weights = space.from(testWeights(engine.domainCount));
    for (let i = 0; i < 10; i++) {
      const { gradient } = engine.lowerGradient(
        state.params,
        engine.trainBatch(Int32Array.from(ITEMS)),
        weights,
      );
      expected = adamWUpdate(plain, expected, await space.read(gradient), hyper);
      state = engine.adamW(state, gradient, hyper);
    }
    expect(relativeError(await space.read(state.params), expected.params)).toBeLessThan(TOLERANCE);
    expect(relativeError(await space.read(state.second), expected.second)).toBeLessThan(TOLERANCE);
  });

  it("trains; same seed, same trace to the last bit; no more memory after the first steps", async () => {
    const { data, params } = transformerProblem({ trainSequences: 30, chains: 12 });
    const run = async (engine: ReturnType<typeof createWasmTransformerEngine>, steps: number) => {
      const config = parseRunConfig({
        lower: { steps, batchSize: 8, learningRate: 0.01 },
        upper: { warmupSteps: 10, metaBatchSize: 6, trainBatchSize: 8, hessianBatchSize: 8 },
      });
      const trainer = new BilevelTrainer({
        engine,
        config,
        initialParams: params,
        blocks: data.layout.blocks,
        itemDomains: data.train.domains,
        metaChainCount: 12,
        fixedWeights: null,
        rng: createRng(1),
        checkpoint: null,
        now: () => 0,
      });
      const records = [];
      while (!trainer.isDone) records.push(await trainer.advance(() => 0));
      const trained = await trainer.params();
      trainer.dispose();
      return { records, trained };
    };
    const engine = createWasmTransformerEngine(modules, data, 1);
    const first = await run(engine, 100);
    const bytes = engine.memoryBytes();
    const again = await run(engine, 100);
    expect(again).toEqual(first);
    expect(engine.memoryBytes()).toBe(bytes);
    const { records } = first;
    const mean = (part: typeof records) =>
      part.reduce((sum, { lowerLoss }) => sum + lowerLoss, 0) / part.length;
    expect(mean(records.slice(-4))).toBeLessThan(0.6 * mean(records.slice(0, 4)));
    expect(records.at(-1)!.weights).not.toEqual([1, 1, 1]);
  });
});
