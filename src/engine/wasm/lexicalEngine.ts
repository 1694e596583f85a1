// PrmEngine of the lexical PRM in WebAssembly SIMD: one thread, everything in one memory that is
// filled once with the data. A training step is two sparse passes and AdamW.
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { RowMetaSet } from "../encoders/encoded.ts";
import { type ChainBatch, chainBatch } from "../prm/chainBatch.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { adamWInPlace } from "./adamW.ts";
import { bindKernels, type KernelModules } from "./kernels.ts";
import {
  createLexicalNetwork,
  type StoredRows,
  storedRowsBytes,
  storeRows,
} from "./lexicalNetwork.ts";
import { chainHalves, squaredError, squaredErrorSlope, upperLoss } from "./losses.ts";
import { WasmMemory } from "./wasmMemory.ts";
import { createWasmSpace, type WasmSpace, type WasmVector } from "./wasmSpace.ts";

/** A batch of chains: the rows of all their steps, and where each chain's begin among them. */
export interface RowMetaBatch extends ChainBatch {
  rows: WasmVector;
}

export interface WasmLexicalEngine extends PrmEngine<WasmVector, number, WasmVector, RowMetaBatch> {
  readonly space: WasmSpace;
  /** Bytes of memory taken. */
  memoryBytes(): number;
}

/** Vectors of φ's length that a step or an upper step has at once, about. */
const VECTORS_AT_ONCE = 24;

export function createWasmLexicalEngine(
  modules: KernelModules,
  data: LexicalData,
): WasmLexicalEngine {
  const { layout, train, meta } = data;
  const bytes =
    storedRowsBytes(train.rows) +
    (meta ? storedRowsBytes(meta.rows) : 0) +
    4 * layout.size * VECTORS_AT_ONCE;
  const memory = new WasmMemory(bytes, false);
  const kernels = bindKernels(modules.plain, memory.memory);
  const space = createWasmSpace(memory, kernels);
  const trainRows = storeRows(memory, train.rows);
  const metaRows = meta ? storeRows(memory, meta.rows) : null;
  const network = createLexicalNetwork(layout, memory, kernels);
  const { labels, domains, domainCount } = train;

  function requireMeta(): { set: RowMetaSet; rows: StoredRows } {
    if (!meta || !metaRows) throw new Error("this engine was made without a meta set");
    return { set: meta, rows: metaRows };
  }

  /** ℓ_k of the batch's logits, [K]. */
  function lossesByDomain(logits: Float32Array, rows: Int32Array): Float64Array {
    const losses = new Float64Array(domainCount);
    rows.forEach((row, i) => {
      losses[domains[row]!]! += squaredError(logits[i]!, labels[row]!) / rows.length;
    });
    return losses;
  }

  function zeroGradient(): WasmVector {
    const gradient = space.allocate(layout.size);
    kernels.clear(gradient.at, layout.size);
    return gradient;
  }

  const metaLogits = (params: WasmVector, batch: RowMetaBatch) =>
    network.forward(params, requireMeta().rows, batch.rows);

  /** Of the batch that metaLogits was last called with, at the same φ. */
  function metaBackward(
    _params: WasmVector,
    batch: RowMetaBatch,
    slopes: Float64Array,
  ): WasmVector {
    const gradient = zeroGradient();
    network.backward(requireMeta().rows, batch.rows, slopes, gradient);
    return gradient;
  }

  const rowsOf = (batch: WasmVector) => space.viewInts(batch);

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
      const logits = network.forward(params, trainRows, batch);
      const rows = rowsOf(batch);
      const alpha = space.view(weights);
      const slopes = Float64Array.from(rows, (row, i) => {
        const slope = squaredErrorSlope(logits[i]!, labels[row]!);
        return (alpha[domains[row]!]! * slope) / rows.length;
      });
      const losses = lossesByDomain(logits, rows);
      network.backward(trainRows, batch, slopes, gradient);
      return { gradient, domainLosses: space.from(losses) };
    },

    domainLosses(params, batch) {
      const logits = network.forward(params, trainRows, batch);
      return space.from(lossesByDomain(logits, rowsOf(batch)));
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
