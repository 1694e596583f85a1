// The transformer PRM on one sequence in WebAssembly: forward, and backward into a gradient of φ. One
// thread's: it has its own workspace. Nothing is padded to a batch, and the last layer is computed only
// where it is scored: its keys and values need every token, everything else only the scores' rows. The
// language model's pass is the same but for shifted rows before attention, and for what it ends in.
import { MLP_FACTOR, NORM_EPSILON } from "../prm/layout.ts";
import type { Kernels } from "./kernels.ts";
import { createPassHead } from "./passHead.ts";
import {
  isLanguage,
  type LayerActivations,
  type PackedLayer,
  type PackedWeight,
  type TransformerPlan,
} from "./transformerPlan.ts";

/** A sequence, cut behind its last score. Addresses in the kernels' memory. */
export interface PassSequence {
  tokens: number;
  surprisal: number;
  tokenCount: number;
  scoreAt: number;
  scoreCount: number;
}

export interface TransformerPass {
  /**
   * Logits of the sequence's scores, of the language model the surprisals of the tokens behind them,
   * written to `logits`; φ at `params`, its weights packed.
   */
  forward(params: number, sequence: PassSequence, logits: number): void;
  /**
   * dL/dφ of the sequence `forward` was last called with, given dL/dz of its scores at `slopes`,
   * added to the gradient at `gradient`.
   */
  backward(params: number, sequence: PassSequence, slopes: number, gradient: number): void;
}

/** Packs φ's matrices for the products; for both directions, or forward only. */
export function packWeights(
  kernels: Kernels,
  plan: TransformerPlan,
  params: number,
  isForwardOnly: boolean,
): void {
  const { layout } = plan;
  const { width } = layout.encoder;
  const pack = (to: PackedWeight, at: number, ld: number, inputs: number, outputs: number) => {
    kernels.packColumns(at, ld, inputs, outputs, inputs, to.forward);
    if (!isForwardOnly) kernels.packTransposed(at, ld, inputs, outputs, to.back);
  };
  plan.layers.forEach((packed, l) => {
    const blocks = layout.layers[l]!;
    const hidden = MLP_FACTOR * width;
    [packed.query, packed.key, packed.value].forEach((weight, part) => {
      const at = params + 4 * (blocks.queryKeyValue.offset + part * width);
      pack(weight, at, 12 * width, width, width);
    });
    const output = params + 4 * blocks.attentionOutput.offset;
    pack(packed.attentionOutput, output, 4 * width, width, width);
    pack(packed.up, params + 4 * blocks.up.offset, 4 * hidden, width, hidden);
    pack(packed.down, params + 4 * blocks.down.offset, 4 * width, hidden, width);
  });
  if (isLanguage(layout)) {
    const outputs = layout.next.shape[1]!;
    pack(plan.next!, params + 4 * layout.next.offset, 4 * outputs, width, outputs);
  }
}

export function createTransformerPass(
  kernels: Kernels,
  plan: TransformerPlan,
  thread: number,
): TransformerPass {
  const { layout, strides } = plan;
  const { width, heads } = layout.encoder;
  const headSize = width / heads;
  const hidden = MLP_FACTOR * width;
  const ld = strides.width;
  const ldHidden = strides.hidden;
  const space = plan.workspaces[thread]!;
  const lastLayer = layout.layers.length - 1;
  const queryScale = 1 / Math.sqrt(headSize);
  const passHead = createPassHead(kernels, plan, thread);

  /** The rows that layer l computes queries and its MLP for: all tokens, or the scores. */
  const queriesOf = (sequence: PassSequence, l: number) =>
    l === lastLayer
      ? { rows: sequence.scoreCount, positions: sequence.scoreAt, stream: space.scoreStream }
      : { rows: sequence.tokenCount, positions: 0, stream: space.stream };

  const project = (x: number, weight: number, y: number, rows: number, isSum = false) =>
    kernels.matmul(x, ld, weight, y, ld, rows, width, width, isSum);

  const rotate = (x: number, positions: number, rows: number, scale: number, way: 1 | -1) =>
    kernels.rotateRows(
      x,
      ld,
      positions,
      rows,
      heads,
      headSize,
      plan.cosines,
      plan.sines,
      scale,
      way,
    );

  /** Bytes of the head's first column and of its softmax statistics. */
  const headOffsets = (head: number, rows: number) => ({
    column: 4 * head * headSize,
    stats: 8 * head * rows,
  });

  function layerForward(sequence: PassSequence, l: number): void {
    const at = space.layers[l]!;
    const packed = plan.layers[l]!;
    const { tokenCount } = sequence;
    const { rows, positions, stream } = queriesOf(sequence, l);
    const paddedTokens = (tokenCount + 7) & ~7;
    kernels.normRows(space.stream, ld, at.normed, at.inverse, tokenCount, width, NORM_EPSILON);
    if (isLanguage(layout)) kernels.shiftRows(at.normed, ld, tokenCount, width, at.input);
    if (l === lastLayer) {
      kernels.gatherRows(at.input, ld, positions, rows, width, at.queryNormed, ld);
      kernels.gatherRows(space.stream, ld, positions, rows, width, stream, ld);
    }
    project(at.queryNormed, packed.query.forward, at.query, rows);
    project(at.input, packed.key.forward, at.key, tokenCount);
    project(at.input, packed.value.forward, at.value, tokenCount);
    rotate(at.query, positions, rows, queryScale, 1);
    rotate(at.key, 0, tokenCount, 1, 1);
    for (let head = 0; head < heads; head++) {
      const { column, stats } = headOffsets(head, rows);
      kernels.packTransposed(at.key + column, ld, tokenCount, headSize, space.keyPanels);
      kernels.packColumns(
        at.value + column,
        ld,
        tokenCount,
        headSize,
        paddedTokens,
        space.valueColumns,
      );
      kernels.attend(
        at.query + column,
        ld,
        positions,
        rows,
        space.keyPanels,
        space.valueColumns,
        paddedTokens,
        headSize,
        plan.distanceSlopes[head]!,
        space.shares,
        strides.scores,
        at.stats + stats,
        at.attended + column,
      );
    }
    project(at.attended, packed.attentionOutput.forward, stream, rows, true);

    kernels.normRows(stream, ld, at.mlpNormed, at.mlpInverse, rows, width, NORM_EPSILON);
    const { forward: up } = packed.up;
    kernels.matmul(at.mlpNormed, ld, up, at.hidden, ldHidden, rows, width, hidden, false);
    kernels.siluRows(at.hidden, at.hiddenSlope, ldHidden, rows, hidden);
    const { forward: down } = packed.down;
    kernels.matmul(at.hidden, ldHidden, down, stream, ld, rows, hidden, width, true);
  }

  /** From the gradient of the layer's result, in place, to that of x before its MLP. */
  function mlpBackward(
    at: LayerActivations,
    packed: PackedLayer,
    rows: number,
    dStream: number,
    up: number,
    down: number,
  ): void {
    const dHidden = space.hiddenGradient;
    kernels.matmul(dStream, ld, packed.down.back, dHidden, ldHidden, rows, width, hidden, false);
    kernels.matmulTransposed(
      at.hidden,
      ldHidden,
      dStream,
      ld,
      down,
      4 * width,
      rows,
      hidden,
      width,
      true,
    );
    kernels.multiplyRows(dHidden, at.hiddenSlope, ldHidden, rows, hidden);
    kernels.matmulTransposed(
      at.mlpNormed,
      ld,
      dHidden,
      ldHidden,
      up,
      4 * hidden,
      rows,
      width,
      hidden,
      true,
    );
    const dNormed = space.rowGradient;
    kernels.matmul(dHidden, ldHidden, packed.up.back, dNormed, ld, rows, hidden, width, false);
    kernels.normRowsBack(dNormed, at.mlpNormed, dStream, ld, at.mlpInverse, rows, width);
  }

  /** From the gradient of the attended rows in rowGradient to those of q, k and v before rotation. */
  function attentionBackward(sequence: PassSequence, l: number): void {
    const at = space.layers[l]!;
    const { tokenCount } = sequence;
    const { rows, positions } = queriesOf(sequence, l);
    const paddedTokens = (tokenCount + 7) & ~7;
    for (let head = 0; head < heads; head++) {
      const { column, stats } = headOffsets(head, rows);
      const key = at.key + column;
      kernels.packTransposed(key, ld, tokenCount, headSize, space.keyPanels);
      kernels.packColumns(key, ld, tokenCount, headSize, paddedTokens, space.keyColumns);
      kernels.packTransposed(at.value + column, ld, tokenCount, headSize, space.valueRows);
      kernels.attendBack(
        at.query + column,
        ld,
        positions,
        rows,
        tokenCount,
        space.keyPanels,
        space.keyColumns,
        space.valueRows,
        paddedTokens,
        headSize,
        plan.distanceSlopes[head]!,
        space.shares,
        space.slopes,
        strides.scores,
        at.stats + stats,
        space.rowGradient + column,
        space.queryGradient + column,
        space.keyGradient + column,
        space.valueGradient + column,
      );
    }
    rotate(space.queryGradient, positions, rows, queryScale, -1);
    rotate(space.keyGradient, 0, tokenCount, 1, -1);
  }

  function layerBackward(sequence: PassSequence, l: number, gradient: number): void {
    const at = space.layers[l]!;
    const packed = plan.layers[l]!;
    const blocks = layout.layers[l]!;
    const isLast = l === lastLayer;
    const { tokenCount } = sequence;
    const { rows, positions } = queriesOf(sequence, l);
    const dStream = isLast ? space.scoreStreamGradient : space.streamGradient;
    const gradientOf = (offset: number) => gradient + 4 * offset;
    const weightGradient = (x: number, dy: number, to: number, columns: number, count: number) =>
      kernels.matmulTransposed(x, ld, dy, ld, to, 4 * columns, count, width, width, true);

    mlpBackward(
      at,
      packed,
      rows,
      dStream,
      gradientOf(blocks.up.offset),
      gradientOf(blocks.down.offset),
    );

    project(dStream, packed.attentionOutput.back, space.rowGradient, rows);
    weightGradient(at.attended, dStream, gradientOf(blocks.attentionOutput.offset), width, rows);
    attentionBackward(sequence, l);
    const { queryGradient, keyGradient, valueGradient } = space;
    const qkv = gradientOf(blocks.queryKeyValue.offset);
    weightGradient(at.queryNormed, queryGradient, qkv, 3 * width, rows);
    weightGradient(at.input, keyGradient, qkv + 4 * width, 3 * width, tokenCount);
    weightGradient(at.input, valueGradient, qkv + 8 * width, 3 * width, tokenCount);

    const dNormed = space.rowGradient;
    project(keyGradient, packed.key.back, dNormed, tokenCount);
    project(valueGradient, packed.value.back, dNormed, tokenCount, true);
    if (isLast) {
      // From the scores' rows back to all tokens.
      project(queryGradient, packed.query.back, space.otherGradient, rows);
      kernels.scatterRows(space.otherGradient, ld, positions, rows, width, dNormed, ld);
      kernels.clearRows(space.streamGradient, ld, tokenCount, width);
      kernels.scatterRows(dStream, ld, positions, rows, width, space.streamGradient, ld);
    } else {
      project(queryGradient, packed.query.back, dNormed, tokenCount, true);
    }
    if (isLanguage(layout)) kernels.shiftRowsBack(dNormed, ld, tokenCount, width);
    const { streamGradient } = space;
    kernels.normRowsBack(dNormed, at.normed, streamGradient, ld, at.inverse, tokenCount, width);
  }

  return {
    forward(params, sequence, logits) {
      const { tokens, surprisal, tokenCount } = sequence;
      const table = params + 4 * layout.token.offset;
      kernels.gatherRows(table, 4 * width, tokens, tokenCount, width, space.stream, ld);
      if (!isLanguage(layout)) {
        const row = params + 4 * layout.surprisal.offset;
        kernels.addOuterRows(surprisal, row, tokenCount, width, space.stream, ld);
      }
      for (let l = 0; l <= lastLayer; l++) layerForward(sequence, l);
      passHead.forward(params, sequence, logits);
    },

    backward(params, sequence, slopes, gradient) {
      const { tokens, surprisal, tokenCount } = sequence;
      passHead.backward(params, sequence, slopes, gradient);
      for (let l = lastLayer; l >= 0; l--) layerBackward(sequence, l, gradient);
      const { streamGradient } = space;
      const table = gradient + 4 * layout.token.offset;
      kernels.scatterRows(streamGradient, ld, tokens, tokenCount, width, table, 4 * width);
      if (!isLanguage(layout)) {
        const row = gradient + 4 * layout.surprisal.offset;
        kernels.addRows(streamGradient, ld, surprisal, tokenCount, width, row);
      }
    },
  };
}
