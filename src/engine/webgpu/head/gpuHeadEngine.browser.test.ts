// The fused engine of heads on WebGPU against the float64 one: losses and gradients, a whole run, what a
// lower step costs in dispatches, and that it neither leaks nor changes its mind.
import { describe, expect, it } from "vitest";
import { createRng } from "../../../base/rng.ts";
import { HEAD_KINDS, type HeadKind } from "../../../domain/encoderDefaults.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../../domain/runConfig.ts";
import { BilevelTrainer } from "../../bilevel/trainer.ts";
import { errorsAgainstFloat64 } from "../../fixtures/engineContract.ts";
import { HEAD_ROWS, type HeadProblemOptions, headProblem } from "../../fixtures/headProblem.ts";
import { relativeError } from "../../fixtures/lexicalProblem.ts";
import { reasonErrors } from "../../fixtures/reasonErrors.ts";
import { adamWInit } from "../../optim/adamW.ts";
import { createPlainHeadEngine } from "../../plain/headEngine.ts";
import { GpuRecorder } from "../gpuRecorder.ts";
import { recorderForTests } from "../testRecorder.ts";
import { createGpuHeadEngine } from "./gpuHeadEngine.ts";

const recorder = recorderForTests();

const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

async function errors(options: HeadProblemOptions, rows = ROWS, chains = CHAINS) {
  const { data, params } = headProblem(options);
  return errorsAgainstFloat64(createGpuHeadEngine(recorder(), data), data, params, rows, chains);
}

function expectSmall(found: Record<string, number>, limit = 2e-5): void {
  for (const [name, error] of Object.entries(found)) expect(error, name).toBeLessThan(limit);
}

describe.each(HEAD_KINDS)("losses and gradients of the head: %s", (head) => {
  it.each([
    ["widths that are no multiple of 4", {}],
    ["a width that is, a hidden one that is not", { width: 12, hidden: 7 }],
    ["the default widths", { width: 256, hidden: 64 }],
    ["one number a vector", { width: 1, hidden: 1 }],
    ["more columns than a workgroup's", { width: 300, hidden: 20 }],
    ["many domains", { domains: 200 }],
    ["long chains", { longestChain: 30, width: 8, hidden: 8 }],
  ] satisfies [string, HeadProblemOptions][])("%s", async (_title, options) => {
    expectSmall(await errors({ ...options, head }));
  });

  it("one row and one chain; many of them, with repeats", async () => {
    const alone = await errors({ head, width: 8 }, Int32Array.of(4), Int32Array.of(2));
    // One chain, centred on itself, has no gradient: what remains is rounding.
    expectSmall({ ...alone, metaGradient: 0 });
    const rows = Int32Array.from({ length: 700 }, (_, i) => (i * 37) % HEAD_ROWS);
    const chains = Int32Array.from({ length: 300 }, (_, i) => (i * 7) % 24);
    expectSmall(await errors({ head, width: 16, hidden: 16 }, rows, chains));
  });

  for (const metaLoss of META_LOSSES) {
    it(`${metaLoss}, every aggregation`, async () => {
      for (const aggregation of AGGREGATIONS) {
        expectSmall(await errors({ head, metaLoss, aggregation, width: 8, hidden: 4 }));
      }
    });
  }
});

function trainerOn(kind: "gpu" | "plain", head: HeadKind, on = recorder(), steps = 100) {
  const { data, params } = headProblem({ head, width: 16, hidden: 8, metaLoss: "standardized" });
  const config = parseRunConfig({
    encoder: data.layout.encoder,
    lower: { steps, batchSize: 32, clipNorm: 0.05 },
    upper: {
      unroll: 5,
      warmupSteps: 20,
      metaBatchSize: 12,
      trainBatchSize: 40,
      hessianBatchSize: 20,
      cosineEvery: 2,
    },
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
  return kind === "gpu"
    ? new BilevelTrainer({ engine: createGpuHeadEngine(on, data), ...common })
    : new BilevelTrainer({ engine: createPlainHeadEngine(data, Float64Array), ...common });
}

async function wholeRun(kind: "gpu" | "plain", head: HeadKind) {
  const trainer = trainerOn(kind, head);
  const records = [];
  while (!trainer.isDone) {
    const { elapsedMs: _elapsed, ...record } = await trainer.advance(() => 0);
    records.push(record);
  }
  const params = await trainer.params();
  trainer.dispose();
  return { records, params };
}

it.each(HEAD_KINDS)(
  "a whole run of 100 lower steps follows float64, and is the same again: %s",
  async (head) => {
    const expected = await wholeRun("plain", head);
    const actual = await wholeRun("gpu", head);
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
    expect(await wholeRun("gpu", head)).toEqual(actual);
  },
);

it.each([
  ["linear", 5],
  ["mlp", 6],
  ["attention", 6],
] as const)(
  "a lower step of the %s head takes %i dispatches, one submission, no new memory",
  async (head, dispatches) => {
    const { data, params } = headProblem({ head, width: 16, hidden: 16 });
    const own = new GpuRecorder(recorder().device);
    const engine = createGpuHeadEngine(own, data);
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
        const { gradient } = engine.lowerGradient(state.params, engine.trainBatch(ROWS), weights);
        state = engine.adamW(state, gradient, hyper);
      });
    };
    for (let i = 0; i < 5; i++) step();
    const before = { ...own.counts };
    for (let i = 0; i < 100; i++) step();
    await space.read(state.params);
    expect((own.counts.dispatches - before.dispatches) / 100).toBe(dispatches);
    // The readback's copy is a submission of its own.
    expect(own.counts.submissions - before.submissions).toBeLessThanOrEqual(101);
    expect(own.counts.bytes - before.bytes).toBeLessThanOrEqual(state.params.buffer.size);
    own.destroy();
  },
);

it("upper steps and cosines leave nothing behind on the GPU", async () => {
  const own = new GpuRecorder(recorder().device);
  const trainer = trainerOn("gpu", "attention", own, 1000);
  // The pool of free buffers fills up over the first points.
  for (let point = 0; point < 100; point++) await trainer.advance(() => 0);
  const { bytes } = own.counts;
  while (!trainer.isDone) await trainer.advance(() => 0);
  expect(own.counts.bytes).toBe(bytes);
  trainer.dispose();
  own.destroy();
});

it("vectors that are more than the GPU binds at once are refused in words", () => {
  const { data } = headProblem({ width: 16 });
  const small = {
    limits: { maxBufferSize: 1024, maxStorageBufferBindingSize: 1024 },
    createBuffer: (descriptor: GPUBufferDescriptor) => recorder().device.createBuffer(descriptor),
    queue: recorder().device.queue,
  } as unknown as GPUDevice;
  expect(() => createGpuHeadEngine(new GpuRecorder(small), data)).toThrow(
    /more than this GPU binds/,
  );
});
