// PrmEngine of a head on a frozen encoder's vectors in WebAssembly SIMD: one thread, the vectors resident in
// one memory. A lower step is one fused pass over the batch's rows and AdamW.
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { VectorMetaSet } from "../encoders/encoded.ts";
import { tableRows } from "../encoders/vectorTable.ts";
import { type ChainBatch, chainBatch } from "../prm/chainBatch.ts";
import type { FrozenData } from "../prm/engineData.ts";
import type { HeadLayout } from "../prm/layout.ts";
import { adamWInPlace } from "./adamW.ts";
import { createMlpHead } from "./headMlp.ts";
import {
  createAttentionHead,
  createLinearHead,
  createWorkspace,
  type HeadNetwork,
  zeros,
} from "./headNetwork.ts";
import { bindKernels, type KernelModules, type Kernels } from "./kernels.ts";
import { chainHalves, upperLoss } from "./losses.ts";
import {
  paddedWidth,
  type StoredVectors,
  storedVectorsBytes,
  storeGoals,
  storeVectors,
} from "./storedVectors.ts";
import { WasmMemory } from "./wasmMemory.ts";
import { createWasmSpace, type WasmSpace, type WasmVector } from "./wasmSpace.ts";

/** A batch of chains: the rows of all their steps, and where each chain's begin among them. */
export interface HeadMetaBatch extends ChainBatch {
  rows: WasmVector;
}

export interface WasmHeadEngine extends PrmEngine<WasmVector, number, WasmVector, HeadMetaBatch> {
  readonly space: WasmSpace;
  /** Bytes of memory taken. */
  memoryBytes(): number;
}

/** Vectors of φ's length that a step or an upper step has at once, about. */
const VECTORS_AT_ONCE = 32;
/** Rows that room is made for from the start: of vectors gathered for a batch, and numbers a row. */
const ROWS_AT_ONCE = 512;

function createHeadNetwork(layout: HeadLayout, memory: WasmMemory, kernels: Kernels): HeadNetwork {
  switch (layout.head) {
    case "linear":
      return createLinearHead(layout, memory, kernels);
    case "mlp":
      return createMlpHead(layout, memory, kernels);
    case "attention":
      return createAttentionHead(layout, memory, kernels);
    default:
      return layout satisfies never;
  }
}

/** Throws RangeError where the vectors are more than WebAssembly's memory holds. */
export function createWasmHeadEngine(modules: KernelModules, data: FrozenData): WasmHeadEngine {
  const { layout, train, meta } = data;
  const sets = tableRows([train.vectors, ...(meta ? [meta.vectors] : [])], layout.head);
  const bytes =
    storedVectorsBytes(sets) +
    8 * train.labels.length +
    4 * VECTORS_AT_ONCE * layout.size +
    4 * ROWS_AT_ONCE * paddedWidth(layout.inputs);
  const memory = new WasmMemory(bytes, false);
  const kernels = bindKernels(modules.plain, memory.memory);
  const space = createWasmSpace(memory, kernels);
  const [trainRows, metaRows] = storeVectors(memory, sets) as [StoredVectors, StoredVectors?];
  const goals = storeGoals(memory, train);
  const { domainCount } = goals;
  // Float64, so two floats each.
  const sums = zeros(memory, 2 * domainCount);
  const network = createHeadNetwork(layout, memory, kernels);
  const slopesOf = createWorkspace(memory);

  function requireMeta(): { set: VectorMetaSet; rows: StoredVectors } {
    if (!meta || !metaRows) throw new Error("this engine was made without a meta set");
    return { set: meta, rows: metaRows };
  }

  function zeroGradient(): WasmVector {
    const gradient = space.allocate(layout.size);
    kernels.clear(gradient.at, layout.size);
    return gradient;
  }

  function metaLogits(params: WasmVector, batch: HeadMetaBatch): Float32Array {
    const logits = network.forward(params, requireMeta().rows, batch.rows) / 4;
    return memory.f32.subarray(logits, logits + batch.rows.length);
  }

  /** Of the batch that metaLogits was last called with, at the same φ. */
  function metaBackward(
    _params: WasmVector,
    batch: HeadMetaBatch,
    slopes: Float64Array,
  ): WasmVector {
    const gradient = zeroGradient();
    const count = batch.rows.length;
    const at = slopesOf(count + 4);
    memory.f32.set(slopes, at / 4);
    memory.f32.fill(0, at / 4 + count, at / 4 + count + 4);
    network.backward(requireMeta().rows, batch.rows, at, gradient);
    return gradient;
  }

  return {
    space,
    domainCount,
    paramCount: layout.size,
    memoryBytes: () => memory.byteLength,
    trainBatch: (rowIndices) => space.fromInts(rowIndices),

    metaBatch(chainIndices) {
      const batch = chainBatch(requireMeta().set, chainIndices);
      return { ...batch, rows: space.fromInts(batch.rows) };
    },

    lowerGradient(params, batch, weights) {
      const gradient = zeroGradient();
      const domainLosses = space.allocate(domainCount);
      const slopes = slopesOf(batch.length + 4);
      const loss = { goals, alpha: weights.at, sums, losses: domainLosses.at };
      network.lower(params, trainRows, batch, loss, slopes, gradient);
      return { gradient, domainLosses };
    },

    domainLosses(params, batch) {
      const losses = space.allocate(domainCount);
      const slopes = slopesOf(batch.length + 4);
      const logits = network.forward(params, trainRows, batch);
      kernels.rowErrors(
        logits,
        batch.at,
        batch.length,
        goals.labels.at,
        goals.domains.at,
        domainCount,
        0,
        sums,
        losses.at,
        slopes,
      );
      return losses;
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
