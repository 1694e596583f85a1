// PrmEngine in TensorFlow.js, operation by operation, for a PRM that scores rows (step prefixes) one by one,
// whatever a row is made of: what the lexical encoder's and the heads' reference engines share.
import * as tf from "@tensorflow/tfjs-core";
import { StudioError } from "../../base/errors.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { adamWUpdate } from "../optim/adamW.ts";
import type { FrozenData, LexicalData } from "../prm/engineData.ts";
import { groupingCsr } from "./csr.ts";
import { type CsrTensors, csrMatMul, csrTensors } from "./csrMatMul.ts";
import {
  type ChainGridTensors,
  chainGridTensors,
  gridLogits,
  gridMetaLoss,
  gridWidthOf,
  lossOfChains,
} from "./tfChainGrid.ts";
import { scoreErrors } from "./tfScore.ts";
import { createTfSpace } from "./tfSpace.ts";

export interface TfTrainBatch<R> {
  rows: R;
  /** p_i, [B]. */
  labels: tf.Tensor1D;
  /** k(i), [B]. */
  domains: tf.Tensor1D;
  /** [K, B], 1/B where k(i) = k. */
  domainShares: CsrTensors;
}

export interface TfMetaBatch<R> {
  rows: R;
  grid: ChainGridTensors;
}

/** A forward pass, and the way back from it. */
export interface RowPass {
  /** z, [rows] */
  logits: tf.Tensor1D;
  /** ∇_φ, flat, given dL/dz. */
  backward: (logitGradient: tf.Tensor1D) => tf.Tensor1D;
}

/** What a kind of PRM does with its rows. */
export interface TfRowPrm<R> {
  /** Rows of the train set by number as tensors. */
  trainRows(indices: Int32Array): R;
  /** Rows of the meta set by number, padded to `count`. */
  metaRows(indices: number[], count: number): R;
  pass(params: tf.Tensor1D, rows: R): RowPass;
}

export type TfRowEngine<R> = PrmEngine<tf.Tensor1D, tf.Scalar, TfTrainBatch<R>, TfMetaBatch<R>>;

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfRowEngine<R>(
  data: LexicalData | FrozenData,
  prm: TfRowPrm<R>,
): TfRowEngine<R> {
  if (!tf.getBackend()) {
    throw new StudioError("device", `a ${data.kind} engine was made before openBackend`);
  }
  const { layout, train, meta } = data;
  const space = createTfSpace();
  const gridWidth = meta ? gridWidthOf(meta) : 0;

  function lossesOf(error: tf.Tensor1D, batch: TfTrainBatch<R>): tf.Tensor1D {
    return csrMatMul(batch.domainShares, tf.square(error), 1);
  }

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,

    trainBatch(rowIndices) {
      const domains = Int32Array.from(rowIndices, (row) => train.domains[row]!);
      return {
        rows: prm.trainRows(rowIndices),
        labels: tf.tensor1d(Float32Array.from(rowIndices, (row) => train.labels[row]!)),
        domains: tf.tensor1d(domains, "int32"),
        domainShares: csrTensors(groupingCsr(domains, train.domainCount, 1 / rowIndices.length)),
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
      return { rows: prm.metaRows(rowIndices, grid.count), grid };
    },

    lowerGradient: (params, batch, weights) =>
      tf.tidy(() => {
        const { logits, backward } = prm.pass(params, batch.rows);
        // dL/dz_i = 2/B · α_{k(i)} · (V − p) · V (1 − V)
        const { error, slope } = scoreErrors(logits, batch.labels);
        const weight = tf.mul(tf.gather(weights, batch.domains), 2 / batch.labels.size);
        const logitGradient = tf.mul(tf.mul(error, slope), weight) as tf.Tensor1D;
        return { gradient: backward(logitGradient), domainLosses: lossesOf(error, batch) };
      }),

    domainLosses: (params, batch) =>
      tf.tidy(() => {
        const { logits } = prm.pass(params, batch.rows);
        return lossesOf(scoreErrors(logits, batch.labels).error, batch);
      }),

    metaGradient: (params, { rows, grid }) =>
      tf.tidy(() => {
        const { logits, backward } = prm.pass(params, rows);
        const { loss, logitGradient } = gridMetaLoss(data, grid, logits);
        return { gradient: backward(logitGradient()), loss };
      }),

    metaLoss: (params, { rows, grid }) =>
      tf.tidy(() => gridMetaLoss(data, grid, prm.pass(params, rows).logits).loss),

    chains: {
      logits: (params, { rows, grid }) =>
        tf.tidy(() => {
          const { chainLogits } = gridLogits(data.aggregation, grid, prm.pass(params, rows).logits);
          return tf.reshape(chainLogits, [-1]) as tf.Tensor1D;
        }),
      loss: (logits, chainIndices) =>
        tf.tidy(() => lossOfChains(data.metaLoss, logits, meta!, chainIndices)),
      gradient: (params, { rows, grid }, slopes) =>
        tf.tidy(() => {
          const { logits, backward } = prm.pass(params, rows);
          return backward(gridLogits(data.aggregation, grid, logits).backward(slopes));
        }),
    },

    adamW: (state, gradient, hyper) =>
      space.scope(() => adamWUpdate(space, state, gradient, hyper)),
  };
}
