// The fused lexical engine on WebGPU against the float64 one: space, losses, gradients, AdamW, a whole
// run; what a lower step costs in dispatches; and that it neither leaks nor changes its mind.
import { describe, expect, it } from "vitest";
import { createRng } from "../../../base/rng.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../../domain/runConfig.ts";
import { BilevelTrainer } from "../../bilevel/trainer.ts";
import { errorsAgainstFloat64, spaceCases } from "../../fixtures/engineContract.ts";
import {
  type LexicalProblemOptions,
  lexicalProblem,
  relativeError,
} from "../../fixtures/lexicalProblem.ts";
import { reasonErrors } from "../../fixtures/reasonErrors.ts";
import { adamWInit } from "../../optim/adamW.ts";
import { createArraySpace } from "../../plain/arraySpace.ts";
import { createPlainLexicalEngine } from "../../plain/lexicalEngine.ts";
import { GpuRecorder } from "../gpuRecorder.ts";
import { createGpuSpace, GpuScopes } from "../gpuSpace.ts";
import { recorderForTests } from "../testRecorder.ts";
import { createGpuLexicalEngine } from "./gpuLexicalEngine.ts";

const recorder = recorderForTests();

const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

async function errors(options: LexicalProblemOptions, rows = ROWS, chains = CHAINS) {
  const { data, params } = lexicalProblem(options);
  const engine = createGpuLexicalEngine(recorder(), data);
  return errorsAgainstFloat64(engine, data, params, rows, chains);
}

function expectSmall(found: Record<string, number>, limit = 2e-5): void {
  for (const [name, error] of Object.entries(found)) expect(error, name).toBeLessThan(limit);
}

it("the vector space agrees with float64 in every operation", async () => {
  const expected = spaceCases(createArraySpace(Float64Array));
  const space = createGpuSpace(recorder(), new GpuScopes(recorder()));
  const actual = spaceCases(space);
  for (const name of Object.keys(expected)) {
    const error = relativeError(await space.read(actual[name]!), expected[name]!);
    expect(error, name).toBeLessThan(1e-6);
  }
});

describe("losses and gradients", () => {
  for (const metaLoss of META_LOSSES) {
    for (const aggregation of AGGREGATIONS) {
      it(`${metaLoss}, ${aggregation}`, async () => {
        expectSmall(await errors({ metaLoss, aggregation, embedding: 8, hidden: 4 }));
      });
    }
  }

  it.each([
    ["widths that are no multiple of 4", { embedding: 5, hidden: 7 }],
    ["the smallest widths", { embedding: 1, hidden: 1 }],
    ["more lanes than one pass", { embedding: 40, hidden: 20 }],
    ["many domains", { domains: 200, embedding: 4, hidden: 4 }],
    ["longer chains", { longestChain: 30, embedding: 4, hidden: 8 }],
    ["wide", { embedding: 128, hidden: 256, buckets: 300 }],
  ] satisfies [string, LexicalProblemOptions][])("%s", async (_title, options) => {
    expectSmall(await errors(options));
  });

  it("one row without features; one chain", async () => {
    const found = await errors({ embedding: 4, hidden: 4 }, Int32Array.of(0), Int32Array.of(2));
    // One chain, standardised on itself, has no gradient: what remains is rounding.
    expectSmall({ ...found, metaGradient: 0 });
  });

  it("more rows than a mask's word holds, with repeats", async () => {
    const rows = Int32Array.from({ length: 700 }, (_, i) => (i * 37) % 90);
    const chains = Int32Array.from({ length: 300 }, (_, i) => (i * 7) % 24);
    expectSmall(await errors({ embedding: 16, hidden: 16 }, rows, chains));
  });
});

const UPPER = {
  unroll: 5,
  warmupSteps: 20,
  metaBatchSize: 12,
  trainBatchSize: 40,
  hessianBatchSize: 20,
  cosineEvery: 2,
};

function trainerOn(engineKind: "gpu" | "plain", on = recorder(), steps = 100) {
  const { data, params } = lexicalProblem({ embedding: 8, hidden: 8, metaLoss: "standardized" });
  const config = parseRunConfig({
    encoder: { kind: "lexical", buckets: 70, embedding: 8, hidden: 8 },
    lower: { steps, batchSize: 32, clipNorm: 0.05 },
    upper: UPPER,
  });
  const common = {
    config,
    initialParams: params,
    blocks: data.layout.blocks,
    itemDomains: data.train.domains,
    metaChainCount: data.meta!.isCorrect.length,
    fixedWeights: null,
    rng: createRng(3),
    checkpoint: null,
    now: () => performance.now(),
  };
  return engineKind === "gpu"
    ? new BilevelTrainer({ engine: createGpuLexicalEngine(on, data), ...common })
    : new BilevelTrainer({ engine: createPlainLexicalEngine(data, Float64Array), ...common });
}

async function wholeRun(kind: "gpu" | "plain") {
  const trainer = trainerOn(kind);
  const records = [];
  while (!trainer.isDone) {
    const { elapsedMs: _elapsed, ...record } = await trainer.advance(() => 0);
    records.push(record);
  }
  const params = await trainer.params();
  trainer.dispose();
  return { records, params };
}

describe("a whole run of 100 lower steps", () => {
  it("follows the float64 one", async () => {
    const expected = await wholeRun("plain");
    const actual = await wholeRun("gpu");
    expect(relativeError(actual.params, expected.params)).toBeLessThan(1e-3);
    actual.records.forEach((record, i) => {
      expect(record.lowerLoss).toBeCloseTo(expected.records[i]!.lowerLoss, 5);
      record.weights.forEach((weight, k) => {
        expect(weight).toBeCloseTo(expected.records[i]!.weights[k]!, 3);
      });
    });
    const reasons = reasonErrors(actual.records, expected.records);
    expect(reasons.alignment).toBeLessThan(1e-2);
    expect(reasons.cosine).toBeLessThan(1e-2);
    expect(actual.records.at(-1)!.upperStep).toBeGreaterThan(10);
  });

  it("has the same bits again", async () => {
    const [a, b] = [await wholeRun("gpu"), await wholeRun("gpu")];
    expect(a).toEqual(b);
  });
});

it("a lower step takes at most 12 dispatches and one submission; memory stays as it is", async () => {
  const { data, params } = lexicalProblem({ embedding: 16, hidden: 16 });
  const own = new GpuRecorder(recorder().device);
  const engine = createGpuLexicalEngine(own, data);
  const { space } = engine;
  let state = adamWInit(space, space.from(params), engine.paramCount);
  const weights = space.from(new Float64Array(engine.domainCount).fill(1));
  const hyper = {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.1,
    clipNorm: 1,
  };
  const step = () => {
    space.scope(() => {
      const batch = engine.trainBatch(ROWS);
      state = engine.adamW(
        state,
        engine.lowerGradient(state.params, batch, weights).gradient,
        hyper,
      );
    });
  };
  for (let i = 0; i < 5; i++) step();
  const before = { ...own.counts };
  for (let i = 0; i < 200; i++) step();
  await space.read(state.params);
  expect((own.counts.dispatches - before.dispatches) / 200).toBeLessThanOrEqual(12);
  // The readback's copy is a submission of its own.
  expect(own.counts.submissions - before.submissions).toBeLessThanOrEqual(201);
  const staging = state.params.buffer.size;
  expect(own.counts.bytes - before.bytes).toBeLessThanOrEqual(staging);
  own.destroy();
});

it("upper steps and cosines leave nothing behind on the GPU", async () => {
  const own = new GpuRecorder(recorder().device);
  const trainer = trainerOn("gpu", own, 400);
  // The pool of free buffers fills up over the first points.
  for (let point = 0; point < 40; point++) await trainer.advance(() => 0);
  const { bytes } = own.counts;
  while (!trainer.isDone) await trainer.advance(() => 0);
  expect(own.counts.bytes).toBe(bytes);
  trainer.dispose();
  own.destroy();
});
