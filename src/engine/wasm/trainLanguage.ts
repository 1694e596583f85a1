// Trains the corpus' language model in WebAssembly: next tokens of the steps, batches of whole sequences,
// shards of each to the threads there are. The result does not depend on how many.
import type { Rng } from "../../base/rng.ts";
import type { Breather } from "../encoders/breather.ts";
import type { EncodedSequences } from "../encoders/encoded.ts";
import type { LanguageLayout } from "../language/languageLayout.ts";
import { adamWInit } from "../optim/adamW.ts";
import { initialParams } from "../prm/layout.ts";
import { adamWInPlace } from "./adamW.ts";
import type { KernelModules } from "./kernels.ts";
import { SHARD_TASKS } from "./shards.ts";
import { createTransformerRuntime, usableThreads } from "./transformerRuntime.ts";
import { createWasmSpace } from "./wasmSpace.ts";

const BATCH = 32;
const LEARNING_RATE = 4e-3;
const WARMUP_STEPS = 100;
const HYPER = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };
/** Vectors of the parameters' length at once: they, two moments and a gradient, and room. */
const VECTORS_AT_ONCE = 8;

export interface TrainedLanguage {
  params: Float32Array;
  /** Mean surprisal of each batch, in nats. */
  losses: Float32Array;
}

/** sequences: scored wherever a token is to be predicted from. Throws what `breathe` throws. */
export async function trainLanguage(
  modules: KernelModules,
  layout: LanguageLayout,
  sequences: EncodedSequences,
  steps: number,
  rng: Rng,
  breathe: Breather,
  threads = usableThreads(),
): Promise<TrainedLanguage> {
  const runtime = createTransformerRuntime(modules, layout, [sequences], {
    threads,
    hasGradients: true,
    extraBytes: 4 * layout.size * VECTORS_AT_ONCE,
  });
  const { memory, kernels, sets } = runtime;
  const space = createWasmSpace(memory, kernels);
  const losses = new Float32Array(steps);
  const nextItems = itemsInEpochs(sequences.count, rng.fork("batches"));
  try {
    let state = adamWInit(
      space,
      space.from(initialParams(layout, rng.fork("params"))),
      layout.size,
    );
    for (let step = 0; step < steps; step++) {
      const items = nextItems(Math.min(BATCH, sequences.count));
      const offsets = new Int32Array(items.length);
      let scores = 0;
      items.forEach((item, i) => {
        offsets[i] = scores;
        scores += sequences.scoreStart[item + 1]! - sequences.scoreStart[item]!;
      });
      losses[step] = space.scope(() => {
        const surprisals = space.allocate(scores);
        runtime.run({
          task: SHARD_TASKS.gradient,
          set: sets[0]!,
          params: state.params.at,
          items: space.fromInts(items).at,
          scoreOffsets: space.fromInts(offsets).at,
          count: items.length,
          logits: surprisals.at,
          slopes: space.from(new Float64Array(scores).fill(1 / scores)).at,
          labels: 0,
          factors: 0,
        });
        const gradient = space.allocate(layout.size);
        runtime.sumShards(gradient.at);
        const learningRate = LEARNING_RATE * scheduled(step, steps);
        state = adamWInPlace(kernels, state, gradient, { ...HYPER, learningRate });
        return kernels.sum(surprisals.at, scores) / scores;
      });
      await breathe(step + 1, steps);
    }
    return { params: Float32Array.from(space.view(state.params)), losses };
  } finally {
    runtime.close();
  }
}

/** Share of the learning rate: up in a line, down in a cosine. */
function scheduled(step: number, steps: number): number {
  const warmup = Math.min(WARMUP_STEPS, steps / 2);
  if (step < warmup) return (step + 1) / warmup;
  return 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / (steps - warmup)));
}

/** Every item once before any comes again. */
function itemsInEpochs(count: number, rng: Rng): (wanted: number) => Int32Array {
  let left: number[] = [];
  return (wanted) => {
    if (left.length < wanted) left = rng.shuffle(Array.from({ length: count }, (_, i) => i));
    return Int32Array.from(left.splice(0, wanted));
  };
}
