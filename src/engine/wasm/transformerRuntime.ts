// A transformer in the kernels' memory, ready to run jobs: data and plan allocated, helper threads
// started where the page is cross-origin isolated. The engine and the scorer stand on it.
import type { EncodedSequences } from "../encoders/encoded.ts";
import { ROTARY_BASE } from "../prm/layout.ts";
import type { HelperStart } from "./helper.worker.ts";
import { bindKernels, type KernelModules, type Kernels } from "./kernels.ts";
import {
  createShardBoard,
  createShardRunner,
  SHARD_TASKS,
  type ShardJob,
  type StoredSequences,
} from "./shards.ts";
import { createTransformerPass, packWeights } from "./transformerPass.ts";
import {
  allocatePlan,
  isLanguage,
  planBytes,
  type TransformerNetwork,
  type TransformerPlan,
} from "./transformerPlan.ts";
import { WasmMemory } from "./wasmMemory.ts";

export interface TransformerRuntime {
  memory: WasmMemory;
  kernels: Kernels;
  plan: TransformerPlan;
  /** The sets in the order they were given. */
  sets: StoredSequences[];
  /** Resolves with the number of threads once all have started or failed to; jobs run before that too. */
  threadsReady: Promise<number>;
  run(job: ShardJob): void;
  /** The last job's gradient, summed over the shards in their order, to the address `to`. */
  sumShards(to: number): void;
  /** Ends the helper threads. */
  close(): void;
}

/** Threads worth having here: one a core where memory can be shared, else one. */
export function usableThreads(): number {
  const canShare = typeof crossOriginIsolated !== "undefined" && crossOriginIsolated;
  return canShare ? Math.min(navigator.hardwareConcurrency, 8) : 1;
}

export interface RuntimeOptions {
  threads: number;
  hasGradients: boolean;
  /** What the caller will allocate besides. */
  extraBytes: number;
  /** An empty memory to use again, of one thread; left out, one is made. */
  memory?: WasmMemory;
}

/** Throws a RangeError where memory is short. */
export function createTransformerRuntime(
  modules: KernelModules,
  layout: TransformerNetwork,
  sequenceSets: EncodedSequences[],
  options: RuntimeOptions,
): TransformerRuntime {
  const { threads, hasGradients } = options;
  const longest = (start: (set: EncodedSequences) => Int32Array) =>
    Math.max(1, ...sequenceSets.map((set) => longestPiece(start(set))));
  const sizes = {
    tokens: longest((set) => set.start),
    scores: longest((set) => set.scoreStart),
    threads,
    hasGradients,
  };
  const setBytes = sequenceSets.reduce(
    (sum, { start, tokens, scoreStart, scoreAt }) =>
      sum + 5 * (start.length + 2 * tokens.length + scoreStart.length + scoreAt.length) + 1024,
    0,
  );
  const isShared = threads > 1;
  const bytes = planBytes(layout, sizes) + setBytes + options.extraBytes;
  const memory = options.memory ?? new WasmMemory(bytes, isShared);
  const module = isShared ? modules.shared : modules.plain;
  const kernels = bindKernels(module, memory.memory);
  const plan = allocatePlan(layout, sizes, memory);
  const sets = sequenceSets.map((set) => ({
    tokens: memory.storeInts(set.tokens).at,
    surprisal: memory.storeFloats(set.surprisal).at,
    start: memory.storeInts(set.start).at,
    scoreStart: memory.storeInts(set.scoreStart).at,
    scoreAt: memory.storeInts(set.scoreAt).at,
  }));
  fillRotaryTables(memory, plan, sizes.tokens);

  const board = createShardBoard(memory, plan);
  const pass = createTransformerPass(kernels, plan, 0);
  const runShard = createShardRunner(kernels, memory, plan, pass);
  const helpers = Array.from({ length: threads - 1 }, (_, i) =>
    startHelper({ module, memory: memory.memory, plan, thread: i + 1 }),
  );
  return {
    memory,
    kernels,
    plan,
    sets,
    threadsReady: Promise.allSettled(helpers.map(({ ready }) => ready)).then(
      (outcomes) => 1 + outcomes.filter(({ status }) => status === "fulfilled").length,
    ),
    run(job) {
      packWeights(kernels, plan, job.params, job.task === SHARD_TASKS.score);
      board.run(job, runShard);
    },
    sumShards(to) {
      const { gradients, gradientBytes, shards } = plan;
      kernels.scale(gradients, 1, to, layout.size);
      for (let shard = 1; shard < shards; shard++) {
        kernels.addTo(to, gradients + shard * gradientBytes, layout.size);
      }
    },
    close() {
      board.close();
      for (const { worker } of helpers) worker.terminate();
    },
  };
}

function startHelper(start: HelperStart): { worker: Worker; ready: Promise<void> } {
  const worker = new Worker(new URL("./helper.worker.ts", import.meta.url), { type: "module" });
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(start);
  return { worker, ready };
}

function longestPiece(start: Int32Array): number {
  let longest = 0;
  for (let i = 1; i < start.length; i++) longest = Math.max(longest, start[i]! - start[i - 1]!);
  return longest;
}

/** cos and sin of position · base^(−2p/h), [positions, h/2]. */
function fillRotaryTables(memory: WasmMemory, plan: TransformerPlan, positions: number): void {
  const { width, heads } = plan.layout.encoder;
  const headSize = width / heads;
  const half = headSize / 2;
  // The language model's places are told apart by distance slopes: its rows are only scaled.
  const turn = isLanguage(plan.layout) ? 0 : 1;
  for (let position = 0; position < positions; position++) {
    for (let p = 0; p < half; p++) {
      const angle = turn * position * ROTARY_BASE ** ((-2 * p) / headSize);
      memory.f32[plan.cosines / 4 + position * half + p] = Math.cos(angle);
      memory.f32[plan.sines / 4 + position * half + p] = Math.sin(angle);
    }
  }
}
