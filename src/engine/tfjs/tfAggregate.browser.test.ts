// Chain logits far out, where a float32 formula breaks first: against float64 on every backend.
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AGGREGATIONS } from "../../domain/runConfig.ts";
import { aggregate } from "../prm/aggregate.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { aggregateChains } from "./tfAggregate.ts";

const CHAINS = [
  [0.3, -1.2, 2.5],
  [14, 15, 13.5],
  [22, 24],
  [30, 31, 32],
  [60],
  [-14, -15, -13.5],
  [-40, -50],
  [20, -20, 3],
  [7, 9, 8, 10, 11],
  [0, 0],
];

describe.each(["webgpu", "wasm", "cpu"] as const)("aggregation on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  it.each(AGGREGATIONS)("%s is exact from logit −50 to 60", async (kind) => {
    const width = Math.max(...CHAINS.map((chain) => chain.length));
    const grid = (cell: (chain: number[], i: number) => number) =>
      tf.tensor2d(CHAINS.map((chain) => Array.from({ length: width }, (_, i) => cell(chain, i))));
    const { chainLogits, slopes } = aggregateChains(kind, {
      logits: grid((chain, i) => chain[i] ?? -99),
      mask: grid((chain, i) => Number(i < chain.length)),
      last: grid((chain, i) => Number(i === chain.length - 1)),
      inverseLength: tf.tensor2d(CHAINS.map((chain) => [1 / chain.length])),
    });
    const logits = await chainLogits.data();
    const gradients = await slopes.data();
    CHAINS.forEach((chain, c) => {
      const gradient = new Float64Array(chain.length);
      const expected = aggregate(kind, chain, 0, chain.length, gradient);
      const label = `chain ${chain}`;
      expect(Math.abs(logits[c]! - expected), label).toBeLessThan(
        1e-5 * Math.max(1, Math.abs(expected)),
      );
      for (let i = 0; i < width; i++) {
        const slope = gradient[i] ?? 0;
        const error = Math.abs(gradients[c * width + i]! - slope);
        expect(error, `${label}, step ${i}`).toBeLessThan(2e-5 * Math.max(1e-3, Math.abs(slope)));
      }
    });
  });
});
