// The TensorFlow.js engine of heads against the float64 one, on every backend and for every head; and that
// it holds no more memory after many steps than after a few.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { AGGREGATIONS, META_LOSSES } from "../../domain/runConfig.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import { headProblem } from "../fixtures/headProblem.ts";
import { adamWInit } from "../optim/adamW.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { createTfHeadEngine } from "./tfHeadEngine.ts";

const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

describe.each(["webgpu", "wasm", "cpu"] as const)("heads on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  describe.each(HEAD_KINDS)("%s", (head) => {
    const choices = [
      ...META_LOSSES.map((metaLoss) => ({ metaLoss, aggregation: "meanLogit" as const })),
      ...AGGREGATIONS.map((aggregation) => ({ metaLoss: "mse" as const, aggregation })),
    ];
    it.each(choices)("agrees with float64: $metaLoss, $aggregation", async (choice) => {
      const { data, params } = headProblem({ head, ...choice });
      const errors = await errorsAgainstFloat64(
        createTfHeadEngine(data),
        data,
        params,
        ROWS,
        CHAINS,
      );
      for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(2e-5);
    });

    const shapes = [
      { name: "a batch of one", options: {}, rows: [5], chains: [2] },
      { name: "width one", options: { width: 1, hidden: 1 }, rows: [4, 7, 9], chains: [1, 2] },
      { name: "chains of one step", options: { longestChain: 1 }, rows: [4, 7], chains: [3, 8] },
      { name: "wide vectors", options: { width: 133, hidden: 35 }, rows: [4, 80], chains: [1, 2] },
    ];
    it.each(shapes)("takes $name", async ({ options, rows, chains }) => {
      const { data, params } = headProblem({ head, metaLoss: "mse", ...options });
      const engine = createTfHeadEngine(data);
      const [batch, judged] = [Int32Array.from(rows), Int32Array.from(chains)];
      const errors = await errorsAgainstFloat64(engine, data, params, batch, judged);
      for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(2e-5);
    });

    it("holds as many tensors after fifty steps as after one", async () => {
      const tf = await import("@tensorflow/tfjs-core");
      const { data, params } = headProblem({ head });
      const engine = createTfHeadEngine(data);
      const { space } = engine;
      const hyper = {
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0.1,
        clipNorm: 1,
      };
      const weights = space.from([1, 0.5, 1.5, 1]);
      let state = adamWInit(space, space.from(params), params.length);
      const held: number[] = [];
      for (let step = 0; step < 50; step++) {
        const previous = state;
        state = space.scope(() => {
          const batch = engine.trainBatch(ROWS);
          return engine.adamW(
            previous,
            engine.lowerGradient(previous.params, batch, weights).gradient,
            hyper,
          );
        });
        space.dispose(previous.params, previous.first, previous.second);
        held.push(tf.memory().numTensors);
      }
      expect(held.at(-1)).toBe(held[0]);
      space.dispose(state.params, state.first, state.second, weights);
    });
  });
});
