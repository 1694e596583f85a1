// PrmEngine in TensorFlow.js, operation by operation: the reference the fused kernels are tested
// against. Import it after openBackend, and dynamically: it pulls in @tensorflow/tfjs-core.
import * as tf from "@tensorflow/tfjs-core";
import { StudioError } from "../../base/errors.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { EncodedRows } from "../encoders/encoded.ts";
import { adamWUpdate } from "../optim/adamW.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { csrOfRows, densePattern, groupingCsr, transposeCsr } from "./csr.ts";
import { type CsrTensors, csrMatMul, csrTensors } from "./csrMatMul.ts";
import {
  type ChainGridTensors,
  chainGridTensors,
  gridMetaLoss,
  gridWidthOf,
} from "./tfChainGrid.ts";
import { backward, forward, type RowTensors } from "./tfLexicalNetwork.ts";
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
  grid: ChainGridTensors;
}

export type TfLexicalEngine = PrmEngine<tf.Tensor1D, tf.Scalar, TfTrainBatch, TfMetaBatch>;

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
      const grid = chainGridTensors(meta, chainIndices, gridWidth);
      const rowIndices: number[] = [];
      for (const chain of chainIndices) {
        const to = meta.chainStart[chain + 1]!;
        for (let row = meta.chainStart[chain]!; row < to; row++) rowIndices.push(row);
      }
      return { rows: rowTensors(meta.rows, rowIndices, grid.count), grid };
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

    metaGradient: (params, { rows, grid }) =>
      tf.tidy(() => {
        const activations = forward(layout, params, rows);
        const { loss, logitGradient } = gridMetaLoss(data, grid, activations.logits);
        return { gradient: backward(layout, rows, activations, logitGradient()), loss };
      }),

    metaLoss: (params, { rows, grid }) =>
      tf.tidy(() => gridMetaLoss(data, grid, forward(layout, params, rows).logits).loss),

    adamW: (state, gradient, hyper) =>
      space.scope(() => adamWUpdate(space, state, gradient, hyper)),
  };
}
