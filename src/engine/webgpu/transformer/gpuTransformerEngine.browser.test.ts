// The fused transformer engine on WebGPU: losses and gradients against float64 and its differences and
// against the TensorFlow.js engine, whole training, what a step costs in dispatches; and that it neither
// leaks nor changes its mind.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../../base/rng.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../../domain/runConfig.ts";
import type { PrmEngine } from "../../bilevel/prmEngine.ts";
import { BilevelTrainer } from "../../bilevel/trainer.ts";
import { relativeError } from "../../fixtures/lexicalProblem.ts";
import { reasonErrors } from "../../fixtures/reasonErrors.ts";
import {
  errorsAgainstDifferences,
  testWeights,
  transformerAnswers,
} from "../../fixtures/transformerContract.ts";
import { adamWInit } from "../../optim/adamW.ts";
import {
  type TransformerProblemOptions,
  transformerProblem,
} from "../../plain/transformerProblem.ts";
import type { TransformerData } from "../../prm/engineData.ts";
import { closeBackend, openBackend } from "../../tfjs/backend.ts";
import { createTfTransformerEngine } from "../../tfjs/tfTransformerEngine.ts";
import { GpuRecorder } from "../gpuRecorder.ts";
import { createGpuTransformerEngine } from "./gpuTransformerEngine.ts";
import { openTestDevice, type TestDevice } from "./testDevice.ts";

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await openTestDevice();
});
afterAll(() => {
  gpu.close();
  expect(gpu.faults).toEqual([]);
});

const ITEMS = [3, 0, 1, 3, 7];
const CHAINS = [2, 0, 1, 5, 3, 1];
/** Float32 against float64, through some layers. */
const TOLERANCE = 2e-5;
const HYPER = {
  learningRate: 3e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 0.2,
};

function expectSmall(errors: Record<string, number>): void {
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
}

async function errors(
  options: TransformerProblemOptions,
  items = ITEMS,
  chains = CHAINS,
  hasQuads = true,
) {
  const problem = transformerProblem(options);
  const engine = createGpuTransformerEngine(gpu.recorder, problem.data, hasQuads);
  return errorsAgainstDifferences(engine, problem, items, chains);
}

describe("against float64 and its differences", () => {
  it.each([
    ["two layers, two heads", {}],
    ["one layer, one head", { layers: 1, heads: 1 }],
    ["three layers, four heads", { layers: 3, heads: 4 }],
    ["wider, other sizes of heads", { width: 48, heads: 4, layers: 1, vocabulary: 150 }],
    ["long sequences", { context: 150, layers: 1 }],
    ["many domains", { domains: 200, trainSequences: 12 }],
  ] satisfies [string, TransformerProblemOptions][])("%s", async (_title, options) => {
    expectSmall(await errors(options));
  });

  it("without quads", async () => {
    expectSmall(await errors({}, ITEMS, CHAINS, false));
  });

  it("one sequence of one token; chains of one step and of two sequences alone", async () => {
    for (const chain of [0, 1]) expectSmall(await errors({ metaLoss: "mse" }, [0], [chain]));
  });

  it.each(META_LOSSES.flatMap((metaLoss) => AGGREGATIONS.map((a) => [metaLoss, a] as const)))(
    "meta loss %s of %s",
    async (metaLoss, aggregation) => {
      expectSmall(await errors({ layers: 1, heads: 1, metaLoss, aggregation }, [1]));
    },
  );

  it("refuses a width that is no multiple of 16", () => {
    const { data } = transformerProblem({ width: 24, heads: 1 });
    expect(() => createGpuTransformerEngine(gpu.recorder, data)).toThrow(/24/);
  });
});

/** `steps` AdamW steps with a few sequences each; φ and the losses summed over domains. */
async function train<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  params: Float64Array,
  steps: number,
  afterEach: () => void = () => {},
) {
  const { space } = engine;
  const weights = space.from(testWeights(engine.domainCount));
  let state = adamWInit(space, space.from(params), params.length);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    // Ten batches over and over: from the second round on no buffer of a new size is needed.
    const rng = createRng(step % 10);
    const draw = (count: number, below: number) =>
      Int32Array.from({ length: count }, () => rng.below(below));
    const previous = state;
    const made = space.scope(() => {
      const batch = engine.trainBatch(draw(4, 12));
      const { gradient, domainLosses } = engine.lowerGradient(previous.params, batch, weights);
      return { state: engine.adamW(previous, gradient, HYPER), domainLosses };
    });
    state = made.state;
    if (state.params !== previous.params) {
      space.dispose(previous.params, previous.first, previous.second);
    }
    losses.push((await space.read(made.domainLosses)).reduce((a, b) => a + b));
    space.dispose(made.domainLosses);
    if (step % 5 === 4) {
      const upper = space.scope(
        () => engine.metaGradient(state.params, engine.metaBatch(draw(5, 8))).gradient,
      );
      await space.read(upper);
      space.dispose(upper);
    }
    afterEach();
  }
  const phi = await space.read(state.params);
  space.dispose(state.params, state.first, state.second, weights);
  return { phi, losses };
}

async function wholeRun<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  data: TransformerData,
  params: Float64Array,
) {
  const trainer = new BilevelTrainer({
    engine,
    config: parseRunConfig({
      lower: { steps: 100, batchSize: 6 },
      upper: {
        unroll: 5,
        warmupSteps: 20,
        metaBatchSize: 6,
        trainBatchSize: 8,
        hessianBatchSize: 6,
      },
    }),
    initialParams: params,
    blocks: data.layout.blocks,
    itemDomains: data.train.domains,
    metaChainCount: data.meta!.isCorrect.length,
    fixedWeights: null,
    rng: createRng(3),
    checkpoint: null,
    now: () => performance.now(),
  });
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  const found = { records, params: await trainer.params() };
  trainer.dispose();
  return found;
}

describe("against the TensorFlow.js engine", () => {
  beforeAll(async () => {
    await openBackend("cpu");
  });
  afterAll(closeBackend);

  it("the same losses and gradients, every parameter", async () => {
    const { data, params } = transformerProblem({ width: 32, heads: 2, context: 40 });
    const fused = createGpuTransformerEngine(gpu.recorder, data);
    const found = await transformerAnswers(fused, params, ITEMS, CHAINS);
    const twin = await transformerAnswers(createTfTransformerEngine(data), params, ITEMS, CHAINS);
    for (const name of Object.keys(found) as (keyof typeof found)[]) {
      expect(relativeError(found[name], twin[name]), name).toBeLessThan(TOLERANCE);
    }
  });

  it("the same course over a run of 100 lower and 16 upper steps", async () => {
    const { data, params } = transformerProblem({ metaLoss: "standardized" });
    const fused = await wholeRun(createGpuTransformerEngine(gpu.recorder, data), data, params);
    const twin = await wholeRun(createTfTransformerEngine(data), data, params);
    expect(twin.records.at(-1)!.upperStep).toBe(16);
    expect(twin.records.at(-1)!.lowerLoss).toBeLessThan(twin.records[0]!.lowerLoss / 2);
    fused.records.forEach((record, i) => {
      const expected = twin.records[i]!;
      expect(Math.abs(record.lowerLoss - expected.lowerLoss), `loss ${i}`).toBeLessThan(1e-5);
      expect(relativeError(record.weights, expected.weights), `weights ${i}`).toBeLessThan(1e-4);
    });
    const reasons = reasonErrors(fused.records, twin.records);
    expect(reasons.alignment).toBeLessThan(1e-2);
    expect(reasons.cosine).toBeLessThan(1e-2);
    expect(relativeError(fused.params, twin.params)).toBeLessThan(1e-4);
  });
});

describe("a lower step", () => {
  it("costs 60 dispatches at most and one submission at the default size", async () => {
    const options = { vocabulary: 512, width: 64, heads: 4, layers: 2, context: 64 };
    const { data, params } = transformerProblem({ ...options, trainSequences: 32 });
    const recorder = new GpuRecorder(gpu.recorder.device);
    const engine = createGpuTransformerEngine(recorder, data);
    const { space } = engine;
    const state = adamWInit(space, space.from(params), params.length);
    const weights = space.from(testWeights(3));
    const step = () => {
      const losses = space.scope(() => {
        const batch = engine.trainBatch(Int32Array.from({ length: 32 }, (_, i) => i));
        const { gradient, domainLosses } = engine.lowerGradient(state.params, batch, weights);
        engine.adamW(state, gradient, HYPER);
        return domainLosses;
      });
      space.dispose(losses);
    };
    step();
    const before = { ...recorder.counts };
    step();
    expect(recorder.counts.dispatches - before.dispatches).toBeLessThanOrEqual(60);
    expect(recorder.counts.submissions - before.submissions).toBe(1);
    expect((await space.read(state.params)).every(Number.isFinite)).toBe(true);
    recorder.destroy();
  });

  it("holds as many bytes after 200 steps as after 20", async () => {
    const { data, params } = transformerProblem({ layers: 1 });
    const recorder = new GpuRecorder(gpu.recorder.device);
    const held: number[] = [];
    await train(createGpuTransformerEngine(recorder, data), params, 200, () => {
      held.push(recorder.counts.bytes);
    });
    expect(held.at(-1)).toBe(held[20]);
    expect(held[20]).toBeGreaterThan(0);
    recorder.destroy();
  });

  it("comes to the same bits twice", async () => {
    const { data, params } = transformerProblem();
    const run = () => train(createGpuTransformerEngine(gpu.recorder, data), params, 20);
    const first = await run();
    expect(await run()).toEqual(first);
  });
});

it("takes a batch of some thousand tokens, its gradient the sum of its parts'", async () => {
  const options = { vocabulary: 300, context: 200, trainSequences: 60, layers: 1 };
  const { data, params } = transformerProblem(options);
  const engine = createGpuTransformerEngine(gpu.recorder, data);
  const items = Array.from({ length: 60 }, (_, i) => i);
  const whole = await transformerAnswers(engine, params, items, CHAINS);
  const sum = new Float64Array(params.length);
  for (let part = 0; part < 6; part++) {
    const some = await transformerAnswers(
      engine,
      params,
      items.slice(10 * part, 10 * part + 10),
      CHAINS,
    );
    some.lowerGradient.forEach((value, i) => {
      sum[i]! += value / 6;
    });
  }
  expect(relativeError(whole.lowerGradient, sum)).toBeLessThan(TOLERANCE);
});
