// PrmEngine of the transformer PRM in WebAssembly SIMD. A batch's sequences are shards for the threads;
// each sequence is read once and scored at all its steps.
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { type SequenceMetaSet, stepsAnItem } from "../encoders/encoded.ts";
import type { ChainBatch } from "../prm/chainBatch.ts";
import type { TransformerData } from "../prm/engineData.ts";
import { adamWInPlace } from "./adamW.ts";
import type { KernelModules } from "./kernels.ts";
import { chainHalves, squaredError, upperLoss } from "./losses.ts";
import { SHARD_TASKS, type ShardJob, type StoredSequences } from "./shards.ts";
import { createTransformerRuntime, usableThreads } from "./transformerRuntime.ts";
import { createWasmSpace, type WasmSpace, type WasmVector } from "./wasmSpace.ts";

/** Sequences to run, and room for what comes of them. */
export interface SequenceBatch {
  items: WasmVector;
  /** Where each sequence's scores begin among the batch's. */
  scoreOffsets: WasmVector;
  /** [scores of the batch] */
  logits: WasmVector;
  slopes: WasmVector;
}

/** The sequences of a batch of chains. */
export interface SequenceMetaBatch extends SequenceBatch, ChainBatch {}

export interface WasmTransformerEngine
  extends PrmEngine<WasmVector, number, SequenceBatch, SequenceMetaBatch> {
  readonly space: WasmSpace;
  /** Resolves with the number of threads once all have started; the engine works before that. */
  threadsReady: Promise<number>;
  /** Bytes of memory taken. */
  memoryBytes(): number;
  /** Ends the helper threads. The engine must not be used any more. */
  close(): void;
}

/** Vectors of φ's length that a step or an upper step has at once, about. */
const VECTORS_AT_ONCE = 24;

/** threads: 1 for none but the caller's; more need a cross-origin isolated page. */
export function createWasmTransformerEngine(
  modules: KernelModules,
  data: TransformerData,
  threads = usableThreads(),
): WasmTransformerEngine {
  const { layout, train, meta } = data;
  const runtime = createTransformerRuntime(
    modules,
    layout,
    meta ? [train.sequences, meta.sequences] : [train.sequences],
    {
      threads,
      hasGradients: true,
      extraBytes: 4 * layout.size * VECTORS_AT_ONCE + 5 * train.labels.length,
    },
  );
  const { memory, kernels } = runtime;
  const space = createWasmSpace(memory, kernels);
  const trainSet = runtime.sets[0]!;
  const metaSet = runtime.sets[1] ?? null;
  const labels = memory.storeFloats(train.labels).at;

  function requireMeta(): { set: SequenceMetaSet; stored: StoredSequences } {
    if (!meta || !metaSet) throw new Error("this engine was made without a meta set");
    return { set: meta, stored: metaSet };
  }

  function batchOf(items: Int32Array, scoreStart: Int32Array): SequenceBatch {
    const offsets = new Int32Array(items.length);
    let scores = 0;
    items.forEach((item, i) => {
      offsets[i] = scores;
      scores += scoreStart[item + 1]! - scoreStart[item]!;
    });
    return {
      items: space.fromInts(items),
      scoreOffsets: space.fromInts(offsets),
      logits: space.allocate(scores),
      slopes: space.allocate(scores),
    };
  }

  function jobOf(
    task: ShardJob["task"],
    set: StoredSequences,
    params: WasmVector,
    batch: SequenceBatch,
    factors: WasmVector | null = null,
  ): ShardJob {
    return {
      task,
      set,
      params: params.at,
      items: batch.items.at,
      scoreOffsets: batch.scoreOffsets.at,
      count: batch.items.length,
      logits: batch.logits.at,
      slopes: batch.slopes.at,
      labels,
      factors: factors?.at ?? 0,
    };
  }

  function sumOfShards(): WasmVector {
    const gradient = space.allocate(layout.size);
    runtime.sumShards(gradient.at);
    return gradient;
  }

  /** Items · stepsAnItem: what the batch's losses are divided by. */
  const divisorOf = (batch: SequenceBatch) => batch.items.length * stepsAnItem(train);

  /** ℓ_k of the batch's logits, [K]. */
  function lossesByDomain(batch: SequenceBatch): WasmVector {
    const losses = new Float64Array(train.domainCount);
    const divisor = divisorOf(batch);
    const logits = space.view(batch.logits);
    const { scoreStart } = train.sequences;
    let at = 0;
    for (const item of space.viewInts(batch.items)) {
      const domain = train.domains[item]!;
      for (let score = scoreStart[item]!; score < scoreStart[item + 1]!; score++) {
        losses[domain]! += squaredError(logits[at++]!, train.labels[score]!) / divisor;
      }
    }
    return space.from(losses);
  }

  function metaLogits(params: WasmVector, batch: SequenceMetaBatch): Float32Array {
    runtime.run(jobOf(SHARD_TASKS.score, requireMeta().stored, params, batch));
    return space.view(batch.logits);
  }

  function metaBackward(
    params: WasmVector,
    batch: SequenceMetaBatch,
    slopes: Float64Array,
  ): WasmVector {
    space.view(batch.slopes).set(slopes);
    runtime.run(jobOf(SHARD_TASKS.gradient, requireMeta().stored, params, batch));
    return sumOfShards();
  }

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,
    threadsReady: runtime.threadsReady,
    memoryBytes: () => memory.byteLength,
    close: runtime.close,

    trainBatch: (items) => batchOf(items, train.sequences.scoreStart),

    metaBatch(chains) {
      const { sequences, sequenceStart, chainStart, isCorrect } = requireMeta().set;
      const items: number[] = [];
      const start = new Int32Array(chains.length + 1);
      chains.forEach((chain, c) => {
        for (let s = sequenceStart[chain]!; s < sequenceStart[chain + 1]!; s++) items.push(s);
        start[c + 1] = start[c]! + chainStart[chain + 1]! - chainStart[chain]!;
      });
      return {
        ...batchOf(Int32Array.from(items), sequences.scoreStart),
        start,
        isCorrect: Float64Array.from(chains, (chain) => isCorrect[chain]!),
      };
    },

    lowerGradient(params, batch, weights) {
      const alpha = space.view(weights);
      const divisor = divisorOf(batch);
      const values = Float64Array.from(
        space.viewInts(batch.items),
        (item) => alpha[train.domains[item]!]! / divisor,
      );
      const factors = space.from(values);
      runtime.run(jobOf(SHARD_TASKS.lowerGradient, trainSet, params, batch, factors));
      return { gradient: sumOfShards(), domainLosses: lossesByDomain(batch) };
    },

    domainLosses(params, batch) {
      runtime.run(jobOf(SHARD_TASKS.score, trainSet, params, batch));
      return lossesByDomain(batch);
    },

    metaGradient(params, batch) {
      const { loss, slopes } = upperLoss(data, metaLogits(params, batch), batch);
      return { gradient: metaBackward(params, batch, slopes), loss };
    },

    metaLoss: (params, batch) => upperLoss(data, metaLogits(params, batch), batch).loss,

    chains: chainHalves(data, space, metaLogits, metaBackward),

    adamW: (state, gradient, hyper) => adamWInPlace(kernels, state, gradient, hyper),
  };
}
