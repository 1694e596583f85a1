// In a browser, where the kernels are carried inline and threads share memory: both engines agree with
// float64 there (relaxed SIMD included), the result does not depend on the number of threads, and the
// transformer trains as the reference engine does.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { BilevelTrainer } from "../bilevel/trainer.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import { headProblem } from "../fixtures/headProblem.ts";
import { lexicalProblem, relativeError } from "../fixtures/lexicalProblem.ts";
import { reasonErrors } from "../fixtures/reasonErrors.ts";
import { errorsAgainstDifferences, transformerAnswers } from "../fixtures/transformerContract.ts";
import { transformerProblem } from "../plain/transformerProblem.ts";
import { closeBackend, openBackend } from "../tfjs/backend.ts";
import { createTfTransformerEngine } from "../tfjs/tfTransformerEngine.ts";
import { bundledKernels } from "./bundledKernels.ts";
import { createWasmHeadEngine } from "./headEngine.ts";
import type { KernelModules } from "./kernels.ts";
import { createWasmLexicalEngine } from "./lexicalEngine.ts";
import { createWasmTransformerEngine } from "./transformerEngine.ts";
import { usableThreads } from "./transformerRuntime.ts";

const TOLERANCE = 2e-5;

let modules: KernelModules;
beforeAll(async () => {
  modules = await bundledKernels();
});

describe("the WebAssembly engines in a browser", () => {
  it("the page is isolated, so that there are threads to test", () => {
    expect(crossOriginIsolated).toBe(true);
    expect(usableThreads()).toBe(Math.min(navigator.hardwareConcurrency, 8));
  });

  it("lexical: losses and gradients are float64's", async () => {
    const { data, params } = lexicalProblem();
    const rows = Int32Array.of(3, 0, 17, 88, 17, 41);
    const chains = Int32Array.of(0, 5, 7, 1);
    const engine = createWasmLexicalEngine(modules, data);
    const errors = await errorsAgainstFloat64(engine, data, params, rows, chains);
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
  });

  it.each(HEAD_KINDS)(
    "a head on frozen vectors, %s: losses and gradients are float64's",
    async (head) => {
      const { data, params } = headProblem({ head, width: 256, hidden: 64 });
      const rows = Int32Array.of(3, 0, 17, 88, 17, 41);
      const chains = Int32Array.of(0, 5, 7, 1);
      const engine = createWasmHeadEngine(modules, data);
      const errors = await errorsAgainstFloat64(engine, data, params, rows, chains);
      for (const [name, error] of Object.entries(errors))
        expect(error, name).toBeLessThan(TOLERANCE);
    },
  );

  it("transformer on two threads: losses and gradients are float64's", async () => {
    const problem = transformerProblem();
    const engine = createWasmTransformerEngine(modules, problem.data, 2);
    await engine.threadsReady;
    const items = [0, 1, 2, 3, 3, 5, 7, 8, 9];
    const errors = await errorsAgainstDifferences(engine, problem, items, [0, 1, 2, 3, 1]);
    engine.close();
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE);
  });

  it("transformer: one, two and three threads give the same bits", async () => {
    const { data, params } = transformerProblem({ trainSequences: 40, context: 60 });
    const items = Array.from({ length: 40 }, (_, i) => (7 * i) % 40);
    const run = async (threads: number) => {
      const engine = createWasmTransformerEngine(modules, data, threads);
      expect(await engine.threadsReady).toBe(threads);
      const first = await transformerAnswers(engine, params, items, [0, 1, 2, 5, 7]);
      // Many jobs one after the other: helpers wake, race for shards and sleep again.
      for (let i = 0; i < 40; i++) {
        expect(await transformerAnswers(engine, params, items, [0, 1, 2, 5, 7])).toEqual(first);
      }
      engine.close();
      return first;
    };
    const one = await run(1);
    expect(await run(2)).toEqual(one);
    expect(await run(3)).toEqual(one);
  });
});

describe("against the reference engine", () => {
  beforeAll(async () => {
    await openBackend("cpu");
  });
  afterAll(closeBackend);

  it("transformer: the same 100 bilevel steps, on two threads", async () => {
    const { data, params } = transformerProblem({ trainSequences: 30, chains: 12, context: 16 });
    const run = async <V, S, B, M>(engine: PrmEngine<V, S, B, M>) => {
      const config = parseRunConfig({
        lower: { steps: 100, batchSize: 6, learningRate: 0.003 },
        upper: {
          warmupSteps: 10,
          unroll: 5,
          metaBatchSize: 6,
          trainBatchSize: 6,
          hessianBatchSize: 6,
        },
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
      return { records, params: await trainer.params() };
    };
    const engine = createWasmTransformerEngine(modules, data, 2);
    const fused = await run(engine);
    engine.close();
    const reference = await run(createTfTransformerEngine(data));
    fused.records.forEach((record, i) => {
      const expected = reference.records[i]!;
      expect(relativeError(record.weights, expected.weights), `step ${record.step}`).toBeLessThan(
        1e-2,
      );
      expect(Math.abs(record.lowerLoss - expected.lowerLoss)).toBeLessThan(2e-3);
    });
    const reasons = reasonErrors(fused.records, reference.records);
    expect(reasons.alignment).toBeLessThan(5e-2);
    expect(reasons.cosine).toBeLessThan(5e-2);
    expect(relativeError(fused.params, reference.params)).toBeLessThan(1e-2);
    const last = fused.records.at(-1)!;
    expect(Math.max(...last.weights) - Math.min(...last.weights)).toBeGreaterThan(0.01);
  });
});
