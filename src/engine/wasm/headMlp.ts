// The mlp head over a batch of rows in WebAssembly: the rows' newest vectors gathered, one dense layer by
// blocked products, and back. The vectors themselves get no gradient.
import type { MlpHeadLayout } from "../prm/layout.ts";
import { createWorkspace, type HeadNetwork, zeros } from "./headNetwork.ts";
import type { Kernels } from "./kernels.ts";
import { paddedWidth } from "./storedVectors.ts";
import { roundUp, type WasmMemory } from "./wasmMemory.ts";
import type { WasmVector } from "./wasmSpace.ts";

/** Inputs that a product takes at once: the panels of so many stay in the nearest cache. */
const DEPTH_BLOCK = 256;
/** Rows that a product goes through at once, so that they stay in the next cache for all columns. */
const ROW_BLOCK = 64;
/** Floats between gathered rows beyond their own: rows a power of two apart would share cache lines. */
const ROW_GAP = 16;

export function createMlpHead(
  layout: MlpHeadLayout,
  memory: WasmMemory,
  kernels: Kernels,
): HeadNetwork {
  const { inputs } = layout;
  const hidden = layout.hiddenBias.size;
  const width = paddedWidth(inputs);
  const ld = 4 * (width + ROW_GAP);
  const hiddenWidth = roundUp(hidden, 8);
  const ldHidden = 4 * hiddenWidth;
  /** φ's own W and its gradient will do where nothing is padded; else there are padded copies. */
  const isWhole = inputs === width && hidden === hiddenWidth;
  const paddedWeight = isWhole ? 0 : zeros(memory, width * hiddenWidth);
  const paddedGradient = isWhole ? 0 : zeros(memory, width * hiddenWidth);
  /** W's panels, by blocks of inputs. */
  const panels = zeros(memory, width * hiddenWidth);
  const hiddenBias = zeros(memory, hiddenWidth);
  const outputWeight = zeros(memory, hiddenWidth);
  const hiddenBiasGradient = zeros(memory, hiddenWidth);
  const outputGradient = zeros(memory, hiddenWidth);
  const workspace = createWorkspace(memory);

  function activations(count: number) {
    const rows = roundUp(count, 4);
    const floats = rows * (ld / 4 + 3 * hiddenWidth + 1) + 4;
    const vectors = workspace(floats + rows);
    const layer = vectors + rows * ld;
    const layerSlope = layer + rows * ldHidden;
    const layerDelta = layerSlope + rows * ldHidden;
    const logits = layerDelta + rows * ldHidden;
    return { rows, vectors, layer, layerSlope, layerDelta, logits, places: logits + 4 * rows + 16 };
  }

  /** Pieces of at most `block` of `count`. */
  function inBlocks(count: number, block: number, visit: (first: number, size: number) => void) {
    for (let first = 0; first < count; first += block) visit(first, Math.min(block, count - first));
  }

  function loadWeights(params: WasmVector): void {
    const { f32 } = memory;
    const base = params.at / 4;
    for (let k = 0; k < (isWhole ? 0 : inputs); k++) {
      const from = base + layout.hiddenWeight.offset + k * hidden;
      f32.copyWithin(paddedWeight / 4 + k * hiddenWidth, from, from + hidden);
    }
    const weight = isWhole ? params.at + 4 * layout.hiddenWeight.offset : paddedWeight;
    const copy = (to: number, offset: number) =>
      f32.copyWithin(to / 4, base + offset, base + offset + hidden);
    copy(hiddenBias, layout.hiddenBias.offset);
    copy(outputWeight, layout.outputWeight.offset);
    inBlocks(width, DEPTH_BLOCK, (first, depth) => {
      const at = first * ldHidden;
      kernels.packColumns(weight + at, ldHidden, depth, hiddenWidth, depth, panels + at);
    });
  }

  /** Adds a padded gradient of `rows` rows to its block of φ's gradient, and clears it. */
  function unpad(from: number, rows: number, to: number): void {
    const { f32 } = memory;
    for (let r = 0; r < rows; r++) {
      const source = from / 4 + r * hiddenWidth;
      const target = to / 4 + r * hidden;
      for (let c = 0; c < hidden; c++) f32[target + c]! += f32[source + c]!;
    }
    f32.fill(0, from / 4, from / 4 + rows * hiddenWidth);
  }

  const network: HeadNetwork = {
    forward(params, set, rows) {
      const count = rows.length;
      const at = activations(count);
      loadWeights(params);
      const { i32 } = memory;
      for (let i = 0; i < count; i++) {
        i32[at.places / 4 + i] = i32[set.newest.at / 4 + i32[rows.at / 4 + i]!]!;
      }
      kernels.gatherRows(set.values.at, 4 * width, at.places, count, width, at.vectors, ld);
      kernels.fillRows(hiddenBias, at.layer, at.rows, hiddenWidth);
      inBlocks(count, ROW_BLOCK, (row, some) => {
        inBlocks(width, DEPTH_BLOCK, (first, depth) => {
          kernels.matmul(
            at.vectors + row * ld + 4 * first,
            ld,
            panels + first * ldHidden,
            at.layer + row * ldHidden,
            ldHidden,
            some,
            depth,
            hiddenWidth,
            true,
          );
        });
      });
      kernels.siluRows(at.layer, at.layerSlope, ldHidden, count, hiddenWidth);
      const outputBias = params.at + 4 * layout.outputBias.offset;
      kernels.rowDots(at.layer, ldHidden, outputWeight, outputBias, count, hiddenWidth, at.logits);
      return at.logits;
    },

    backward(_set, rows, slopes, gradient) {
      const count = rows.length;
      const { vectors, layer, layerSlope, layerDelta } = activations(count);
      const out = (offset: number) => gradient.at + 4 * offset;
      kernels.addSumTo(out(layout.outputBias.offset), slopes, count);
      kernels.addRows(layer, ldHidden, slopes, count, hiddenWidth, outputGradient);
      unpad(outputGradient, 1, out(layout.outputWeight.offset));
      kernels.rowDotsBack(slopes, outputWeight, count, hiddenWidth, layerDelta, ldHidden);
      kernels.multiplyRows(layerDelta, layerSlope, ldHidden, count, hiddenWidth);
      kernels.addRows(layerDelta, ldHidden, 0, count, hiddenWidth, hiddenBiasGradient);
      unpad(hiddenBiasGradient, 1, out(layout.hiddenBias.offset));
      const own = out(layout.hiddenWeight.offset);
      inBlocks(count, ROW_BLOCK, (row, some) => {
        kernels.matmulTransposed(
          vectors + row * ld,
          ld,
          layerDelta + row * ldHidden,
          ldHidden,
          isWhole ? own : paddedGradient,
          ldHidden,
          some,
          width,
          hiddenWidth,
          true,
        );
      });
      if (!isWhole) unpad(paddedGradient, inputs, own);
    },

    lower(params, set, rows, { goals, alpha, sums, losses }, slopes, gradient) {
      const count = rows.length;
      kernels.rowErrors(
        network.forward(params, set, rows),
        rows.at,
        count,
        goals.labels.at,
        goals.domains.at,
        goals.domainCount,
        alpha,
        sums,
        losses,
        slopes,
      );
      network.backward(set, rows, slopes, gradient);
    },
  };
  return network;
}
