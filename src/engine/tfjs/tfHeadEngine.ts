// PrmEngine in TensorFlow.js for a head on a frozen encoder's vectors, operation by operation: the reference
// the fused engines are compared with. Import it after openBackend, and dynamically.
import * as tf from "@tensorflow/tfjs-core";
import { StudioError } from "../../base/errors.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { adamWUpdate } from "../optim/adamW.ts";
import type { FrozenData } from "../prm/engineData.ts";
import { groupingCsr } from "./csr.ts";
import { type CsrTensors, csrMatMul, csrTensors } from "./csrMatMul.ts";
import {
  type ChainGridTensors,
  chainGridTensors,
  gridMetaLoss,
  gridWidthOf,
} from "./tfChainGrid.ts";
import { type HeadRows, headPass, headRows } from "./tfHeadNetwork.ts";
import { scoreErrors } from "./tfScore.ts";
import { createTfSpace } from "./tfSpace.ts";

interface TrainBatch {
  rows: HeadRows;
  /** p_i, [B]. */
  labels: tf.Tensor1D;
  /** k(i), [B]. */
  domains: tf.Tensor1D;
  /** [K, B], 1/B where k(i) = k. */
  domainShares: CsrTensors;
}

interface MetaBatch {
  rows: HeadRows;
  grid: ChainGridTensors;
}

export type TfHeadEngine = PrmEngine<tf.Tensor1D, tf.Scalar, TrainBatch, MetaBatch>;

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfHeadEngine(data: FrozenData): TfHeadEngine {
  if (!tf.getBackend()) {
    throw new StudioError("device", "createTfHeadEngine was called before openBackend");
  }
  const { layout, train, meta } = data;
  const space = createTfSpace();
  const gridWidth = meta ? gridWidthOf(meta) : 0;

  function lossesOf(error: tf.Tensor1D, batch: TrainBatch): tf.Tensor1D {
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
        rows: headRows(layout, train.vectors, rowIndices, size),
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
      return { rows: headRows(layout, meta.vectors, rowIndices, grid.count), grid };
    },

    lowerGradient: (params, batch, weights) =>
      tf.tidy(() => {
        const { logits, backward } = headPass(layout, params, batch.rows);
        // dL/dz_i = 2/B · α_{k(i)} · (V − p) · V (1 − V)
        const { error, slope } = scoreErrors(logits, batch.labels);
        const weight = tf.mul(tf.gather(weights, batch.domains), 2 / batch.rows.count);
        const logitGradient = tf.mul(tf.mul(error, slope), weight) as tf.Tensor1D;
        return { gradient: backward(logitGradient), domainLosses: lossesOf(error, batch) };
      }),

    domainLosses: (params, batch) =>
      tf.tidy(() => {
        const { logits } = headPass(layout, params, batch.rows);
        return lossesOf(scoreErrors(logits, batch.labels).error, batch);
      }),

    metaGradient: (params, { rows, grid }) =>
      tf.tidy(() => {
        const { logits, backward } = headPass(layout, params, rows);
        const { loss, logitGradient } = gridMetaLoss(data, grid, logits);
        return { gradient: backward(logitGradient()), loss };
      }),

    metaLoss: (params, { rows, grid }) =>
      tf.tidy(() => gridMetaLoss(data, grid, headPass(layout, params, rows).logits).loss),

    adamW: (state, gradient, hyper) =>
      space.scope(() => adamWUpdate(space, state, gradient, hyper)),
  };
}
