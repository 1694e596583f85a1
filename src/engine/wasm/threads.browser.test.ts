// In a browser, where the kernels are carried inline and threads share memory: both engines agree with
// float64 there (relaxed SIMD included), and the result does not depend on the number of threads.
import { beforeAll, describe, expect, it } from "vitest";
import { createPlainLexicalEngine } from "../plain/lexicalEngine.ts";
import { plainTransformerLosses } from "../plain/transformerLosses.ts";
import { differencesAt, sampledParams, transformerProblem } from "../plain/transformerProblem.ts";
import { relativeError, testProblem } from "../tfjs/testProblem.ts";
import { bundledKernels } from "./bundledKernels.ts";
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

  it("lexical: the lower gradient is float64's", async () => {
    const { data, params } = testProblem();
    const rows = Int32Array.of(3, 0, 17, 88, 17, 41);
    const weights = [0.5, 1, 2, 0.7];
    const expected = createPlainLexicalEngine(data, Float64Array).lowerGradient(
      params,
      rows,
      Float64Array.from(weights),
    );
    const engine = createWasmLexicalEngine(modules, data);
    const { space } = engine;
    const { gradient } = engine.lowerGradient(
      space.from(params),
      engine.trainBatch(rows),
      space.from(weights),
    );
    expect(relativeError(await space.read(gradient), expected.gradient)).toBeLessThan(TOLERANCE);
  });

  it("transformer: one, two and three threads give the same bits, and float64's gradient", async () => {
    const { data, params } = transformerProblem({ trainSequences: 40, context: 60 });
    const items = Int32Array.from({ length: 40 }, (_, i) => (7 * i) % 40);
    const weights = [0.5, 1.7, 0.8];
    const run = async (threads: number) => {
      const engine = createWasmTransformerEngine(modules, data, threads);
      expect(await engine.threadsReady).toBe(threads);
      const { space } = engine;
      const phi = space.from(params);
      const alpha = space.from(weights);
      // Many jobs one after the other: helpers wake, race for shards and sleep again.
      let last: Float64Array | null = null;
      for (let i = 0; i < 40; i++) {
        const kept = space.scope(() => {
          const lower = engine.lowerGradient(phi, engine.trainBatch(items), alpha);
          const meta = engine.metaGradient(phi, engine.metaBatch(Int32Array.of(0, 1, 2, 5, 7)));
          return space.concat([lower.gradient, lower.domainLosses, meta.gradient]);
        });
        const values = await space.read(kept);
        space.dispose(kept);
        if (last !== null) expect(values).toEqual(last);
        last = values;
      }
      engine.close();
      return last!;
    };
    const one = await run(1);
    expect(await run(2)).toEqual(one);
    expect(await run(3)).toEqual(one);

    const losses = plainTransformerLosses(data);
    const places = sampledParams(data.layout, 2);
    const expected = differencesAt(
      (moved) => losses.lowerLoss(moved, items, weights),
      params,
      places,
    );
    const actual = Float64Array.from(places, (place) => one[place]!);
    expect(relativeError(actual, expected)).toBeLessThan(TOLERANCE);
  });
});
