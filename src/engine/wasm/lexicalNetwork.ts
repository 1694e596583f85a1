// The lexical PRM over a batch of rows in WebAssembly: sparse bag, two small dense layers, and back.
// Widths are padded to whole panels of 8 in here; φ keeps its own, unpadded layout.
import type { EncodedRows } from "../encoders/encoded.ts";
import type { LexicalLayout } from "../prm/layout.ts";
import type { Kernels } from "./kernels.ts";
import { type MemoryBlock, roundUp, type WasmMemory } from "./wasmMemory.ts";
import type { WasmVector } from "./wasmSpace.ts";

/** A set's rows in the kernels' memory. */
export interface StoredRows {
  start: MemoryBlock;
  features: MemoryBlock;
  values: MemoryBlock;
}

export function storeRows(memory: WasmMemory, rows: EncodedRows): StoredRows {
  return {
    start: memory.storeInts(rows.start),
    features: memory.storeInts(rows.features),
    values: memory.storeFloats(rows.values),
  };
}

/** Bytes that storeRows takes. */
export function storedRowsBytes(rows: EncodedRows): number {
  return 4 * (rows.start.length + rows.features.length + rows.values.length);
}

export interface LexicalNetwork {
  /** Logits of the listed rows, float32, in a view that the next call overwrites. */
  forward(params: WasmVector, rows: StoredRows, rowIndices: WasmVector): Float32Array;
  /**
   * dL/dφ of the rows that `forward` was last called with, at the φ it was called with, given dL/dz
   * of each row; added to `gradient`.
   */
  backward(
    rows: StoredRows,
    rowIndices: WasmVector,
    slopes: ArrayLike<number>,
    gradient: WasmVector,
  ): void;
}

export function createLexicalNetwork(
  layout: LexicalLayout,
  memory: WasmMemory,
  kernels: Kernels,
): LexicalNetwork {
  const { embedding, hidden } = layout.encoder;
  const width = roundUp(embedding, 8);
  const hiddenWidth = roundUp(hidden, 8);
  const zeros = (floats: number) => memory.storeFloats(new Float32Array(floats)).at;

  // The dense weights, padded with zeros, and packed in panels for both directions.
  const weight = zeros(width * hiddenWidth);
  const panels = zeros(width * hiddenWidth);
  const panelsBack = zeros(width * hiddenWidth);
  const hiddenBias = zeros(hiddenWidth);
  const outputWeight = zeros(hiddenWidth);
  // Gradients of the padded weights.
  const weightGradient = zeros(width * hiddenWidth);
  const hiddenBiasGradient = zeros(hiddenWidth);
  const outputGradient = zeros(hiddenWidth);
  const biasGradient = zeros(width);

  let workspace: MemoryBlock | null = null;

  /** Addresses of a batch's activations, one after the other in one block that is kept. */
  function activations(count: number) {
    const rows = roundUp(count, 4);
    const floats = rows * (3 * width + 3 * hiddenWidth + 2);
    if (workspace === null || workspace.bytes < 4 * floats) {
      if (workspace !== null) memory.release(workspace);
      // Half as much again: meta batches differ in their number of steps.
      workspace = memory.allocate(6 * floats);
    }
    const bag = workspace.at;
    const bagSlope = bag + 4 * rows * width;
    const bagDelta = bagSlope + 4 * rows * width;
    const layer = bagDelta + 4 * rows * width;
    const layerSlope = layer + 4 * rows * hiddenWidth;
    const layerDelta = layerSlope + 4 * rows * hiddenWidth;
    const logits = layerDelta + 4 * rows * hiddenWidth;
    const slopes = logits + 4 * rows;
    return { rows, bag, bagSlope, bagDelta, layer, layerSlope, layerDelta, logits, slopes };
  }

  /** Copies the dense weights of φ into their padded places. */
  function packWeights(params: WasmVector): void {
    const { f32 } = memory;
    const base = params.at / 4;
    for (let d = 0; d < embedding; d++) {
      const from = base + layout.hiddenWeight.offset + d * hidden;
      f32.copyWithin(weight / 4 + d * hiddenWidth, from, from + hidden);
    }
    const copyBlock = (to: number, offset: number) =>
      f32.copyWithin(to / 4, base + offset, base + offset + hidden);
    copyBlock(hiddenBias, layout.hiddenBias.offset);
    copyBlock(outputWeight, layout.outputWeight.offset);
    kernels.packColumns(weight, 4 * hiddenWidth, width, hiddenWidth, width, panels);
    kernels.packTransposed(weight, 4 * hiddenWidth, width, hiddenWidth, panelsBack);
  }

  /** Adds a padded gradient of `rows` × `columns` to its block of φ's gradient, and clears it. */
  function unpad(from: number, stride: number, rows: number, columns: number, to: number): void {
    const { f32 } = memory;
    for (let r = 0; r < rows; r++) {
      const source = from / 4 + r * stride;
      const target = to / 4 + r * columns;
      for (let c = 0; c < columns; c++) f32[target + c]! += f32[source + c]!;
    }
    f32.fill(0, from / 4, from / 4 + rows * stride);
  }

  return {
    forward(params, set, rowIndices) {
      const count = rowIndices.length;
      const at = activations(count);
      packWeights(params);
      // The padding takes part in the products: it must be numbers, and zero.
      if (width !== embedding) {
        memory.f32.fill(0, at.bag / 4, at.bag / 4 + at.rows * width);
      }
      const table = params.at + 4 * layout.embedding.offset;
      const bias = params.at + 4 * layout.embeddingBias.offset;
      kernels.gatherBags(
        table,
        bias,
        embedding,
        rowIndices.at,
        count,
        set.start.at,
        set.features.at,
        set.values.at,
        at.bag,
        width,
      );
      kernels.siluRows(at.bag, at.bagSlope, 4 * width, count, width);
      kernels.fillRows(hiddenBias, at.layer, at.rows, hiddenWidth);
      const { bag, layer } = at;
      kernels.matmul(
        bag,
        4 * width,
        panels,
        layer,
        4 * hiddenWidth,
        count,
        width,
        hiddenWidth,
        true,
      );
      kernels.siluRows(layer, at.layerSlope, 4 * hiddenWidth, count, hiddenWidth);
      const outputBias = params.at + 4 * layout.outputBias.offset;
      kernels.rowDots(
        layer,
        4 * hiddenWidth,
        outputWeight,
        outputBias,
        count,
        hiddenWidth,
        at.logits,
      );
      return memory.f32.subarray(at.logits / 4, at.logits / 4 + count);
    },

    backward(set, rowIndices, slopes, gradient) {
      const count = rowIndices.length;
      const at = activations(count);
      memory.f32.set(slopes, at.slopes / 4);
      const { bag, bagDelta, layer, layerDelta } = at;
      const out = (offset: number) => gradient.at + 4 * offset;
      kernels.addSumTo(out(layout.outputBias.offset), at.slopes, count);
      kernels.addRows(layer, 4 * hiddenWidth, at.slopes, count, hiddenWidth, outputGradient);
      unpad(outputGradient, hiddenWidth, 1, hidden, out(layout.outputWeight.offset));

      kernels.rowDotsBack(at.slopes, outputWeight, count, hiddenWidth, layerDelta, 4 * hiddenWidth);
      kernels.multiplyRows(layerDelta, at.layerSlope, 4 * hiddenWidth, count, hiddenWidth);
      kernels.addRows(layerDelta, 4 * hiddenWidth, 0, count, hiddenWidth, hiddenBiasGradient);
      unpad(hiddenBiasGradient, hiddenWidth, 1, hidden, out(layout.hiddenBias.offset));
      kernels.matmulTransposed(
        bag,
        4 * width,
        layerDelta,
        4 * hiddenWidth,
        weightGradient,
        4 * hiddenWidth,
        count,
        width,
        hiddenWidth,
        false,
      );
      unpad(weightGradient, hiddenWidth, embedding, hidden, out(layout.hiddenWeight.offset));

      kernels.matmul(
        layerDelta,
        4 * hiddenWidth,
        panelsBack,
        bagDelta,
        4 * width,
        count,
        hiddenWidth,
        width,
        false,
      );
      kernels.multiplyRows(bagDelta, at.bagSlope, 4 * width, count, width);
      kernels.addRows(bagDelta, 4 * width, 0, count, width, biasGradient);
      unpad(biasGradient, width, 1, embedding, out(layout.embeddingBias.offset));
      kernels.scatterBags(
        bagDelta,
        width,
        embedding,
        rowIndices.at,
        count,
        set.start.at,
        set.features.at,
        set.values.at,
        out(layout.embedding.offset),
      );
    },
  };
}
