// A head over a batch of rows in WebAssembly: what every head does for the engine, and the linear and the
// attention head. Weights and their gradients are padded to whole blocks of floats in here; φ is not.
import type { AttentionHeadLayout, LinearHeadLayout, ParameterBlock } from "../prm/layout.ts";
import type { Kernels } from "./kernels.ts";
import { paddedWidth, type StoredGoals, type StoredVectors } from "./storedVectors.ts";
import { type MemoryBlock, roundUp, type WasmMemory } from "./wasmMemory.ts";
import type { WasmVector } from "./wasmSpace.ts";

/** Where the lower loss of a batch is taken and what is made of it; addresses. */
export interface LowerLoss {
  goals: StoredGoals;
  /** α, [K] */
  alpha: number;
  /** Float64, [K]; zero before and after. */
  sums: number;
  /** ℓ_k, [K], written. */
  losses: number;
}

export interface HeadNetwork {
  /** Logits of the listed rows, in a workspace that the next call overwrites; padded to a multiple of 4. */
  forward(params: WasmVector, set: StoredVectors, rows: WasmVector): number;
  /**
   * dL/dφ of the rows that `forward` was last called with, at the φ it was called with, given dL/dz of each
   * row (padded with zeros to a multiple of 4); added to `gradient`.
   */
  backward(set: StoredVectors, rows: WasmVector, slopes: number, gradient: WasmVector): void;
  /** Both for the lower loss; dL/dφ is added to `gradient`, and `slopes` [rows + 4] is overwritten. */
  lower(
    params: WasmVector,
    set: StoredVectors,
    rows: WasmVector,
    loss: LowerLoss,
    slopes: number,
    gradient: WasmVector,
  ): void;
}

/** A workspace of floats that grows with the batches it is asked for, and is kept. */
export function createWorkspace(memory: WasmMemory): (floats: number) => number {
  let block: MemoryBlock | null = null;
  return (floats) => {
    if (block === null || block.bytes < 4 * floats) {
      if (block !== null) memory.release(block);
      // Half as much again: meta batches differ in their number of steps.
      block = memory.allocate(6 * floats);
    }
    return block.at;
  };
}

/** Zeros in the memory, for good. */
export function zeros(memory: WasmMemory, floats: number): number {
  return memory.storeFloats(new Float32Array(floats)).at;
}

/**
 * Blocks of φ that stand one behind the other, as the kernels read them and add to their gradients. Where
 * vectors need no padding that is φ and its gradient themselves; else copies, each block padded with zeros.
 */
function paddedBlocks(memory: WasmMemory, blocks: readonly ParameterBlock[]) {
  const { offset: first, size: inputs } = blocks[0]!;
  const width = paddedWidth(inputs);
  const isWhole = width === inputs;
  const weights = isWhole ? 0 : zeros(memory, width * blocks.length);
  const copies = isWhole ? 0 : zeros(memory, width * blocks.length);
  return {
    /** Where the weights stand now. */
    weightsOf({ at }: WasmVector): number {
      if (isWhole) return at + 4 * first;
      blocks.forEach(({ offset, size }, i) => {
        const from = at / 4 + offset;
        memory.f32.copyWithin(weights / 4 + i * width, from, from + size);
      });
      return weights;
    },
    /** Where their gradients are to be added; `finish` afterwards. */
    gradientsOf: ({ at }: WasmVector) => (isWhole ? at + 4 * first : copies),
    /** Adds what copies hold to φ's gradient, and clears them. */
    finish({ at }: WasmVector): void {
      if (isWhole) return;
      const { f32 } = memory;
      blocks.forEach(({ offset, size }, i) => {
        const from = copies / 4 + i * width;
        const to = at / 4 + offset;
        for (let k = 0; k < size; k++) f32[to + k]! += f32[from + k]!;
      });
      f32.fill(0, copies / 4, copies / 4 + width * blocks.length);
    },
  };
}

/** The bias in φ, read as a number. */
function biasOf(memory: WasmMemory, params: WasmVector, { offset }: ParameterBlock): number {
  return memory.f32[params.at / 4 + offset]!;
}

export function createLinearHead(
  layout: LinearHeadLayout,
  memory: WasmMemory,
  kernels: Kernels,
): HeadNetwork {
  const bytes = 4 * paddedWidth(layout.inputs);
  const blocks = paddedBlocks(memory, [layout.outputWeight]);
  const workspace = createWorkspace(memory);
  const addBias = (gradient: WasmVector, slopes: number, count: number) =>
    kernels.addSumTo(gradient.at + 4 * layout.outputBias.offset, slopes, count);

  return {
    forward(params, set, rows) {
      const count = rows.length;
      const logits = workspace(count + 4);
      const bias = biasOf(memory, params, layout.outputBias);
      kernels.linearLogits(
        set.values.at,
        bytes,
        set.newest.at,
        rows.at,
        count,
        blocks.weightsOf(params),
        bias,
        logits,
      );
      return logits;
    },

    backward(set, rows, slopes, gradient) {
      const count = rows.length;
      const { values, newest } = set;
      kernels.linearBack(
        values.at,
        bytes,
        newest.at,
        rows.at,
        count,
        slopes,
        blocks.gradientsOf(gradient),
      );
      blocks.finish(gradient);
      addBias(gradient, slopes, count);
    },

    lower(params, set, rows, { goals, alpha, sums, losses }, slopes, gradient) {
      kernels.linearLower(
        set.values.at,
        bytes,
        set.newest.at,
        rows.at,
        rows.length,
        blocks.weightsOf(params),
        biasOf(memory, params, layout.outputBias),
        goals.labels.at,
        goals.domains.at,
        goals.domainCount,
        alpha,
        sums,
        losses,
        slopes,
        blocks.gradientsOf(gradient),
      );
      blocks.finish(gradient);
      addBias(gradient, slopes, rows.length);
    },
  };
}

/** Throws where a set's prefixes were not stored. */
function prefixesOf({ prefixes }: StoredVectors) {
  if (prefixes === null) throw new Error("the vectors were stored without their prefixes");
  return prefixes;
}

export function createAttentionHead(
  layout: AttentionHeadLayout,
  memory: WasmMemory,
  kernels: Kernels,
): HeadNetwork {
  const bytes = 4 * paddedWidth(layout.inputs);
  const scale = 1 / Math.sqrt(layout.inputs);
  const blocks = paddedBlocks(memory, [layout.query, layout.pooledWeight, layout.outputWeight]);
  const workspace = createWorkspace(memory);
  const addBias = (gradient: WasmVector, slopes: number, count: number) =>
    kernels.addSumTo(gradient.at + 4 * layout.outputBias.offset, slopes, count);

  /** Addresses in a workspace for the rows' shares and pulls, each row's padded to four, and logits. */
  function activations({ prefixStart }: StoredVectors, rows: WasmVector) {
    const listed = memory.i32.subarray(rows.at / 4, rows.at / 4 + rows.length);
    let entries = 0;
    for (const row of listed) entries += roundUp(prefixStart[row + 1]! - prefixStart[row]!, 4);
    const shares = workspace(2 * entries + rows.length + 4);
    const pulls = shares + 4 * entries;
    return { shares, pulls, logits: pulls + 4 * entries };
  }

  return {
    forward(params, set, rows) {
      const { start, list } = prefixesOf(set);
      const { shares, pulls, logits } = activations(set, rows);
      kernels.attentionLogits(
        set.values.at,
        bytes,
        start.at,
        list.at,
        rows.at,
        rows.length,
        blocks.weightsOf(params),
        biasOf(memory, params, layout.outputBias),
        scale,
        shares,
        pulls,
        logits,
      );
      return logits;
    },

    backward(set, rows, slopes, gradient) {
      const { start, list } = prefixesOf(set);
      const { shares, pulls } = activations(set, rows);
      kernels.attentionBack(
        set.values.at,
        bytes,
        start.at,
        list.at,
        rows.at,
        rows.length,
        slopes,
        scale,
        shares,
        pulls,
        blocks.gradientsOf(gradient),
      );
      blocks.finish(gradient);
      addBias(gradient, slopes, rows.length);
    },

    lower(params, set, rows, { goals, alpha, sums, losses }, slopes, gradient) {
      const { start, list } = prefixesOf(set);
      const { shares, pulls } = activations(set, rows);
      kernels.attentionLower(
        set.values.at,
        bytes,
        start.at,
        list.at,
        rows.at,
        rows.length,
        blocks.weightsOf(params),
        biasOf(memory, params, layout.outputBias),
        scale,
        shares,
        pulls,
        goals.labels.at,
        goals.domains.at,
        goals.domainCount,
        alpha,
        sums,
        losses,
        slopes,
        blocks.gradientsOf(gradient),
      );
      blocks.finish(gradient);
      addBias(gradient, slopes, rows.length);
    },
  };
}
