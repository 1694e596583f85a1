// What the benchmark asks of every peer: lower steps on the batches of a problem, timed by the peer
// itself, with the losses read back as the app's trainer does it.
import { createSampler } from "../../src/engine/bilevel/sampler.ts";
import { trainItemCount } from "../../src/engine/encoders/encoded.ts";
import { initialParams, prmLayout } from "../../src/engine/prm/layout.ts";
import type { Problem } from "../problem.ts";

/** Lower losses Σ_k α_k ℓ_k of consecutive steps, summed over each stretch between two readbacks. */
export interface LossStretch {
  steps: number;
  sum: number;
}

export interface RunReport {
  /** Wall time of the steps, last readback included. */
  ms: number;
  losses: LossStretch[];
}

/** A peer with a problem on its device, parameters at step 0, everything compiled lazily. */
export interface TrainingSession {
  /** The device in words. */
  device: string;
  /** Goes on for `steps` lower steps; losses are read back every `readEvery` steps. */
  run(steps: number): Promise<RunReport>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Lower steps between two readbacks. */
  readEvery: number;
}

/** φ at step 0, as the app's trainer makes it from the problem's generator. */
export function startingParams({ config, rng }: Problem): Float64Array {
  return initialParams(prmLayout(config.encoder), rng.fork("init"));
}

/** The batches the app's trainer draws, for a peer that is given its batches. */
export function lowerBatches({ train, config, rng }: Problem): () => Int32Array {
  const sampler = createSampler(trainItemCount(train), rng.fork("lower"));
  return () => sampler.next(config.lower.batchSize);
}
