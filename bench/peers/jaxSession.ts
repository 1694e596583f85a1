// A training session in jax-js: one jitted step (gradient, domain losses, AdamW), batches on the device
// before the clock starts, domain losses summed on the device between readbacks.
import {
  blockUntilReady,
  type Device,
  defaultDevice,
  init,
  jit,
  numpy as np,
  tree,
} from "@jax-js/jax";
import type { AdamWHyper } from "../../src/engine/optim/adamW.ts";
import { type PrmLayout, prmLayout } from "../../src/engine/prm/layout.ts";
import type { Problem } from "../problem.ts";
import { type Arrays, type JaxAdamWState, jaxAdamW, jaxAdamWInit } from "./jaxAdamW.ts";
import { lowerBatches, type SessionOptions, startingParams, type TrainingSession } from "./peer.ts";

/** A PRM in jax-js. Static shapes: every batch of a problem has the same. */
export interface JaxModel {
  /** A batch's arrays from its item indices. */
  batch(items: Int32Array): Arrays;
  /** Gradient of Σ_k α_k ℓ_k and the ℓ_k, [K]; consumes its arguments. */
  gradient(
    params: Arrays,
    batch: Arrays,
    weights: np.Array,
  ): { gradient: Arrays; losses: np.Array };
}

/** φ's blocks by name from the flat vector; consumes it. */
function blocksOf(flat: np.Array, { blocks }: PrmLayout): Arrays {
  const arrays: Arrays = {};
  for (const { name, shape, offset, size } of blocks) {
    arrays[name] = flat.ref.slice([offset, offset + size]).reshape([...shape]);
  }
  flat.dispose();
  return arrays;
}

function flattened(arrays: Arrays, { blocks }: PrmLayout): np.Array {
  return np.concatenate(blocks.map(({ name, size }) => arrays[name]!.reshape([size])));
}

/** Throws an Error where the device cannot be had. */
export async function openJaxSession(
  problem: Problem,
  device: Extract<Device, "webgpu" | "wasm">,
  model: (problem: Problem) => JaxModel,
  { readEvery }: SessionOptions,
): Promise<TrainingSession> {
  const opened = await init(device);
  if (!opened.includes(device)) throw new Error(`jax-js could not start ${device}`);
  defaultDevice(device);
  const { batch, gradient } = model(problem);
  const layout = prmLayout(problem.config.encoder);
  const nextItems = lowerBatches(problem);
  const hyper: AdamWHyper = problem.config.lower;
  const weights = np.array(Float32Array.from(problem.weights));

  const step = jit((state: JaxAdamWState, data: Arrays, alpha: np.Array, lossSum: np.Array) => {
    const result = gradient(blocksOf(state.params["flat"]!.ref, layout), data, alpha);
    return {
      state: jaxAdamW(state, { flat: flattened(result.gradient, layout) }, hyper),
      lossSum: lossSum.add(result.losses),
    };
  });

  let state = jaxAdamWInit({ flat: np.array(Float32Array.from(startingParams(problem))) });
  return {
    device: `jax-js ${device}`,
    async run(steps) {
      const batches: Arrays[] = [];
      for (let i = 0; i < steps; i++) batches.push(batch(nextItems()));
      await blockUntilReady([batches, state]);
      const losses = [];
      const from = performance.now();
      for (let done = 0; done < steps; ) {
        const stretch = Math.min(readEvery, steps - done);
        let lossSum = np.zeros([problem.spec.domains]);
        for (let i = 0; i < stretch; i++) {
          ({ state, lossSum } = step(state, batches[done + i]!, weights.ref, lossSum));
        }
        const domainLosses = await lossSum.data();
        let sum = 0;
        problem.weights.forEach((weight, k) => {
          sum += weight * domainLosses[k]!;
        });
        losses.push({ steps: stretch, sum });
        done += stretch;
      }
      // The last update itself may still be under way.
      await blockUntilReady(state);
      return { ms: performance.now() - from, losses };
    },
    async close() {
      tree.dispose(state);
      weights.dispose();
      step.dispose();
    },
  };
}
