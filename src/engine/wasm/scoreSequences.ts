// Logits of sequences under a transformer PRM in WebAssembly, each sequence read once: what plain/
// transformerPrm.ts's scoreSequences gives, in float32 and fast.
import type { EncodedSequences } from "../encoders/encoded.ts";
import type { KernelModules } from "./kernels.ts";
import { SHARD_TASKS } from "./shards.ts";
import type { TransformerNetwork } from "./transformerPlan.ts";
import { createTransformerRuntime } from "./transformerRuntime.ts";
import { WasmMemory } from "./wasmMemory.ts";

/** A memory larger than this is not kept for the next call. */
const LARGEST_KEPT = 1 << 26;

/** Used again and again: browsers are slow to take memories back. */
const memories = new WeakMap<KernelModules, WasmMemory>();

/**
 * Logits of all scores of all sequences, in order, [scores]; of the language model the surprisals of the
 * tokens behind those places. One thread.
 */
export function scoreSequences(
  modules: KernelModules,
  layout: TransformerNetwork,
  params: ArrayLike<number>,
  sequences: EncodedSequences,
): Float64Array {
  const scores = sequences.scoreAt.length;
  const kept = memories.get(modules) ?? new WasmMemory(0, false);
  kept.reset();
  const { memory, sets, run } = createTransformerRuntime(modules, layout, [sequences], {
    memory: kept,
    threads: 1,
    hasGradients: false,
    extraBytes: 5 * (layout.size + scores + 2 * sequences.count),
  });
  const items = Int32Array.from({ length: sequences.count }, (_, i) => i);
  const logits = memory.allocate(4 * scores).at;
  run({
    task: SHARD_TASKS.score,
    set: sets[0]!,
    params: memory.storeFloats(params).at,
    items: memory.storeInts(items).at,
    scoreOffsets: sets[0]!.scoreStart,
    count: sequences.count,
    logits,
    slopes: 0,
    labels: 0,
    factors: 0,
  });
  if (memory.byteLength <= LARGEST_KEPT) memories.set(modules, memory);
  else memories.delete(modules);
  return Float64Array.from(memory.f32.subarray(logits / 4, logits / 4 + scores));
}
