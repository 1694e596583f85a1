// PrmEngine in TensorFlow.js, operation by operation: the reference the fused kernels are tested
// against. Import it after openBackend, and dynamically: it pulls in @tensorflow/tfjs-core.
import * as tf from "@tensorflow/tfjs-core";
import { StudioError } from "../../base/errors.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { EncodedRows, RowMetaSet } from "../encoders/encoded.ts";
import { adamWUpdate } from "../optim/adamW.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { baseRateLogit } from "../prm/metaLoss.ts";
import { csrOfRows, densePattern, groupingCsr, paddedSize, transposeCsr } from "./csr.ts";
import { type CsrTensors, csrMatMul, csrTensors } from "./csrMatMul.ts";
import { type AggregatedChains, aggregateChains, type ChainGrid } from "./tfAggregate.ts";
import { type Activations, backward, forward, type RowTensors } from "./tfLexicalNetwork.ts";
import { type ChainLabels, type DeviceMetaLoss, deviceMetaLoss } from "./tfMetaLoss.ts";
import { scoreErrors } from "./tfScore.ts";
import { createTfSpace } from "./tfSpace.ts";

export interface TfTrainBatch {
  rows: RowTensors;
  /** p_i, [B]. */
  labels: tf.Tensor1D;
  /** k(i), [B]. */
  domains: tf.Tensor1D;
  /** [K, B], 1/B where k(i) = k. */
  domainShares: CsrTensors;
}

export interface TfMetaBatch {
  rows: RowTensors;
  chains: Omit<ChainGrid, "logits">;
  /** Row of each cell of the grid, [C·T]; 0 where padded. */
  rowOfCell: tf.Tensor1D;
  /** Cell of each row, [R]; 0 where padded. */
  cellOfRow: tf.Tensor1D;
  /** 1 for a real row, 0 where padded, [R]. */
  isRow: tf.Tensor1D;
  labels: ChainLabels;
}

export type TfLexicalEngine = PrmEngine<tf.Tensor1D, tf.Scalar, TfTrainBatch, TfMetaBatch>;

/**
 * Steps of the longest chain of the set, at least two (oneHot takes no fewer): grids of one width keep
 * shapes, and so device buffers, few.
 */
function gridWidthOf(meta: RowMetaSet): number {
  let longest = 2;
  for (let c = 0; c < meta.isCorrect.length; c++) {
    longest = Math.max(longest, meta.chainStart[c + 1]! - meta.chainStart[c]!);
  }
  return longest;
}

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfLexicalEngine(data: LexicalData): TfLexicalEngine {
  if (!tf.getBackend()) {
    throw new StudioError("device", "createTfLexicalEngine was called before openBackend");
  }
  const { layout, train, meta } = data;
  const { buckets } = layout.encoder;
  const space = createTfSpace();
  const gridWidth = meta ? gridWidthOf(meta) : 0;

  function rowTensors(rows: EncodedRows, indices: ArrayLike<number>, count: number): RowTensors {
    const features = csrOfRows(rows, indices, count, buckets);
    const transposed = transposeCsr(features, buckets + 1);
    const pattern = densePattern(count, layout.encoder.hidden + 1);
    return {
      count,
      features: csrTensors(features),
      transposed: csrTensors(transposed),
      layerPattern: {
        start: tf.tensor1d(pattern.start, "int32"),
        column: tf.tensor1d(pattern.column, "int32"),
      },
    };
  }

  function lossesOf(error: tf.Tensor1D, batch: TfTrainBatch): tf.Tensor1D {
    return csrMatMul(batch.domainShares, tf.square(error), 1);
  }

  function metaForward(
    params: tf.Tensor1D,
    batch: TfMetaBatch,
  ): { activations: Activations } & AggregatedChains & DeviceMetaLoss {
    const activations = forward(layout, params, batch.rows);
    const logits = tf.reshape(
      tf.gather(activations.logits, batch.rowOfCell),
      batch.chains.mask.shape,
    ) as tf.Tensor2D;
    const aggregated = aggregateChains(data.aggregation, { ...batch.chains, logits });
    const loss = deviceMetaLoss(data.metaLoss, aggregated.chainLogits, batch.labels);
    return { activations, ...aggregated, ...loss };
  }

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,

    trainBatch(rowIndices) {
      const size = rowIndices.length;
      const domains = Int32Array.from(rowIndices, (row) => train.domains[row]!);
      return {
        rows: rowTensors(train.rows, rowIndices, size),
        labels: tf.tensor1d(Float32Array.from(rowIndices, (row) => train.labels[row]!)),
        domains: tf.tensor1d(domains, "int32"),
        domainShares: csrTensors(groupingCsr(domains, train.domainCount, 1 / size)),
      };
    },

    metaBatch(chainIndices) {
      if (!meta) throw new Error("this engine was made without a meta set");
      const chains = chainIndices.length;
      const rowIndices: number[] = [];
      const cells: number[] = [];
      const rowOfCell = new Int32Array(chains * gridWidth);
      const mask = new Float32Array(chains * gridWidth);
      const last = new Float32Array(chains * gridWidth);
      const inverseLength = new Float32Array(chains);
      const isCorrect = Float32Array.from(chainIndices, (chain) => meta.isCorrect[chain]!);
      chainIndices.forEach((chain, c) => {
        const from = meta.chainStart[chain]!;
        const to = meta.chainStart[chain + 1]!;
        if (to <= from) throw new RangeError(`meta chain ${chain} has no steps`);
        inverseLength[c] = 1 / (to - from);
        for (let row = from; row < to; row++) {
          const cell = c * gridWidth + row - from;
          rowOfCell[cell] = rowIndices.length;
          mask[cell] = 1;
          cells.push(cell);
          rowIndices.push(row);
        }
        last[c * gridWidth + to - from - 1] = 1;
      });
      const count = paddedSize(rowIndices.length);
      const cellOfRow = new Int32Array(count);
      cellOfRow.set(cells);
      const grid: [number, number] = [chains, gridWidth];
      const correct = isCorrect.reduce((sum, y) => sum + y, 0);
      return {
        rows: rowTensors(meta.rows, rowIndices, count),
        chains: {
          mask: tf.tensor2d(mask, grid),
          last: tf.tensor2d(last, grid),
          inverseLength: tf.tensor2d(inverseLength, [chains, 1]),
        },
        rowOfCell: tf.tensor1d(rowOfCell, "int32"),
        cellOfRow: tf.tensor1d(cellOfRow, "int32"),
        isRow: tf.tensor1d(new Float32Array(count).fill(1, 0, rowIndices.length)),
        labels: {
          isCorrect: tf.tensor2d(isCorrect, [chains, 1]),
          baseRateLogit: baseRateLogit(isCorrect),
          pairCount: correct * (chains - correct),
        },
      };
    },

    lowerGradient: (params, batch, weights) =>
      tf.tidy(() => {
        const activations = forward(layout, params, batch.rows);
        // dL/dz_i = 2/B · α_{k(i)} · (V − p) · V (1 − V)
        const { error, slope } = scoreErrors(activations.logits, batch.labels);
        const weight = tf.mul(tf.gather(weights, batch.domains), 2 / batch.rows.count);
        const logitGradient = tf.mul(tf.mul(error, slope), weight) as tf.Tensor1D;
        return {
          gradient: backward(layout, batch.rows, activations, logitGradient),
          domainLosses: lossesOf(error, batch),
        };
      }),

    domainLosses: (params, batch) =>
      tf.tidy(() => {
        const { logits } = forward(layout, params, batch.rows);
        return lossesOf(scoreErrors(logits, batch.labels).error, batch);
      }),

    metaGradient: (params, batch) =>
      tf.tidy(() => {
        const { activations, slopes, gradient, loss } = metaForward(params, batch);
        const cells = tf.reshape(tf.mul(slopes, gradient), [-1]);
        const logitGradient = tf.mul(tf.gather(cells, batch.cellOfRow), batch.isRow);
        return {
          gradient: backward(layout, batch.rows, activations, logitGradient as tf.Tensor1D),
          loss,
        };
      }),

    metaLoss: (params, batch) => tf.tidy(() => metaForward(params, batch).loss),

    adamW: (state, gradient, hyper) =>
      space.scope(() => adamWUpdate(space, state, gradient, hyper)),
  };
}
