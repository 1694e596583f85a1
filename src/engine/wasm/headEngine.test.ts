// The WebAssembly engine of heads against the float64 engine: values and gradients of every head on odd
// shapes, whole runs through the trainer, repeatability and memory.
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../domain/runConfig.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { BilevelTrainer } from "../bilevel/trainer.ts";
import type { TrainerCheckpoint } from "../bilevel/trainerState.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import { HEAD_ROWS, type HeadProblemOptions, headProblem } from "../fixtures/headProblem.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { reasonErrors } from "../fixtures/reasonErrors.ts";
import { createPlainHeadEngine } from "../plain/headEngine.ts";
import type { FrozenData } from "../prm/engineData.ts";
import { bundledKernels } from "./bundledKernels.ts";
import { createWasmHeadEngine } from "./headEngine.ts";
import type { KernelModules } from "./kernels.ts";

const TOLERANCE = 2e-5;
const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

let modules: KernelModules;
beforeAll(async () => {
  modules = await bundledKernels();
});

async function expectAgreement(
  options: HeadProblemOptions,
  rows = ROWS,
  chains = CHAINS,
): Promise<void> {
  const { data, params } = headProblem(options);
  const engine = createWasmHeadEngine(modules, data);
  const errors = await errorsAgainstFloat64(engine, data, params, rows, chains);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
}

function trainerOn<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  data: FrozenData,
  start: Float64Array,
  checkpoint: TrainerCheckpoint | null = null,
) {
  const config = parseRunConfig({
    encoder: data.layout.encoder,
    lower: { steps: 100, batchSize: 16 },
    upper: {
      warmupSteps: 10,
      unroll: 5,
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
  data: FrozenData,
  start: Float64Array,
  checkpoint: TrainerCheckpoint | null = null,
) {
  const trainer = trainerOn(engine, data, start, checkpoint);
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  const params = await trainer.params();
  trainer.dispose();
  return { records, params };
}

describe.each(HEAD_KINDS)("the WebAssembly engine of a head: %s", (head) => {
  const shapes: Record<string, HeadProblemOptions> = {
    "width 11, hidden 7": {},
    "the default widths": { width: 256, hidden: 64 },
    "width 1, hidden 1, one domain": { width: 1, hidden: 1, domains: 1 },
    "width 37, hidden 50, long chains": { width: 37, hidden: 50, longestChain: 30 },
    "one vector a row": { longestChain: 1 },
    "wider than a block of inputs": { width: 531, hidden: 13 },
    "many domains": { domains: 200 },
  };
  for (const [name, options] of Object.entries(shapes)) {
    it(`agrees with float64: ${name}`, () => expectAgreement({ ...options, head }));
  }

  it("agrees on batches of one, two and five rows, and of more rows than there are", async () => {
    const chain = Int32Array.of(3);
    for (const count of [1, 2, 5, 2 * HEAD_ROWS + 1]) {
      const rows = Int32Array.from({ length: count }, (_, i) => (i * 7 + 5) % HEAD_ROWS);
      await expectAgreement({ head, metaLoss: "mse" }, rows, chain);
    }
  });

  for (const metaLoss of META_LOSSES) {
    for (const aggregation of AGGREGATIONS) {
      it(`agrees on the meta loss: ${metaLoss}, ${aggregation}`, () =>
        expectAgreement({ head, metaLoss, aggregation }));
    }
  }

  it("trains like float64 through 100 bilevel steps; same seed, same trace to the last bit", async () => {
    const { data, params } = headProblem({ head, width: 20, hidden: 9 });
    const plain = await runToEnd(createPlainHeadEngine(data, Float64Array), data, params);
    const wasm = await runToEnd(createWasmHeadEngine(modules, data), data, params);
    const again = await runToEnd(createWasmHeadEngine(modules, data), data, params);
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

  it("goes on from a checkpoint with the same trace, to the last bit", async () => {
    const { data, params } = headProblem({ head });
    const whole = await runToEnd(createWasmHeadEngine(modules, data), data, params);
    const begun = trainerOn(createWasmHeadEngine(modules, data), data, params);
    const before = [];
    for (let i = 0; i < 8; i++) before.push(await begun.advance(() => 0));
    const checkpoint = await begun.checkpoint();
    const rest = await runToEnd(createWasmHeadEngine(modules, data), data, params, checkpoint);
    expect([...before, ...rest.records]).toEqual(whole.records);
    expect(rest.params).toEqual(whole.params);
  });

  it("takes no more memory after the first steps", async () => {
    const { data, params } = headProblem({ head });
    const engine = createWasmHeadEngine(modules, data);
    await runToEnd(engine, data, params);
    const before = engine.memoryBytes();
    await runToEnd(engine, data, params);
    await runToEnd(engine, data, params);
    expect(engine.memoryBytes()).toBe(before);
  });

  it("lets NaN through to the losses, where the trainer looks for it", async () => {
    const { data, params } = headProblem({ head });
    params[data.layout.outputWeight.offset] = Number.NaN;
    const engine = createWasmHeadEngine(modules, data);
    const { space } = engine;
    const losses = engine.domainLosses(space.from(params), engine.trainBatch(ROWS));
    expect((await space.read(losses)).some(Number.isNaN)).toBe(true);
  });
});

describe("the vectors in memory", () => {
  it("stand there once, though the meta set shares them, and only those that are used", () => {
    const width = 512;
    const { data } = headProblem({ width });
    const many = 40_000;
    const values = new Float32Array(many * width).fill(0.5);
    const { train, meta } = data;
    const shared = {
      ...data,
      train: { ...train, vectors: { ...train.vectors, values } },
      meta: { ...meta!, vectors: { ...meta!.vectors, values } },
    };
    const engine = createWasmHeadEngine(modules, shared);
    expect(engine.memoryBytes()).toBeLessThan(values.byteLength / 10);
    const alone = createWasmHeadEngine(modules, data);
    expect(engine.memoryBytes()).toBeLessThan(alone.memoryBytes());
  });

  it("are asked for a meta set in words", () => {
    const { data } = headProblem();
    const engine = createWasmHeadEngine(modules, { ...data, meta: null });
    expect(() => engine.metaBatch(Int32Array.of(0))).toThrow(/without a meta set/);
  });
});
