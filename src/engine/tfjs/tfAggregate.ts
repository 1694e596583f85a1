// A on the device: chain logits from a padded grid of step logits, and the way back. The same
// definitions as prm/aggregate.ts, in float32 and stable there: never logit(sigmoid(z)).
import * as tf from "@tensorflow/tfjs-core";
import type { Aggregation } from "../../domain/runConfig.ts";

/** Step logits of C chains, padded to T steps. */
export interface ChainGrid {
  /** z, [C, T]; anything finite where padded. */
  logits: tf.Tensor2D;
  /** 1 at a chain's steps, 0 where padded, [C, T]. */
  mask: tf.Tensor2D;
  /** 1 / n_c, [C, 1]. */
  inverseLength: tf.Tensor2D;
  /** 1 at a chain's last step, [C, T]. */
  last: tf.Tensor2D;
}

export interface AggregatedChains {
  /** a_c, [C, 1]. */
  chainLogits: tf.Tensor2D;
  /** dA/dz, [C, T]; 0 where padded. */
  slopes: tf.Tensor2D;
}

/** Below this an exact log or quotient would leave float32. */
const TINY = 1e-37;
/** Larger than any logit, still exact to add a logit to the mask of. */
const FAR = 1e30;

function rowSum(x: tf.Tensor): tf.Tensor2D {
  return tf.sum(x, 1, true) as tf.Tensor2D;
}

/**
 * log(1 + t) for t in [0, 1], to float32 accuracy relative to the result. WGSL's log and TensorFlow.js's
 * log1p and softplus on WebGPU are only absolutely accurate near 1. 2·atanh(t / (2 + t)) as a series.
 */
export function logOnePlus(t: tf.Tensor): tf.Tensor {
  const y = tf.div(t, tf.add(t, 2));
  const square = tf.square(y);
  let series: tf.Tensor = tf.mul(square, 1 / 13);
  for (let odd = 11; odd >= 3; odd -= 2) series = tf.mul(square, tf.add(series, 1 / odd));
  return tf.mul(tf.mul(y, 2), tf.add(series, 1));
}

/** −log σ(z) = max(−z, 0) + log(1 + e^{−|z|}). */
export function negativeLogSigmoid(z: tf.Tensor): tf.Tensor {
  return tf.add(tf.relu(tf.neg(z)), logOnePlus(tf.exp(tf.neg(tf.abs(z)))));
}

/** e^s − 1 for s in [0, 0.5], to float32 accuracy: its Taylor series to s⁸. */
function expMinusOneSmall(s: tf.Tensor): tf.Tensor {
  let series: tf.Tensor = tf.add(tf.mul(s, 1 / 8), 1);
  for (let n = 7; n >= 2; n--) series = tf.add(tf.mul(tf.mul(series, s), 1 / n), 1);
  return tf.mul(series, s);
}

/** Logit of the probability e^{−s}, s > 0: −log(e^s − 1); and −d/ds of it, 1 / (1 − e^{−s}). */
function logitOfNegativeLog(s: tf.Tensor2D): { logit: tf.Tensor2D; slope: tf.Tensor2D } {
  const bounded = tf.maximum(s, TINY);
  const isSmall = tf.less(bounded, 0.5);
  const small = expMinusOneSmall(tf.minimum(bounded, 0.5));
  const complement = tf.sub(1, tf.exp(tf.neg(tf.maximum(bounded, 0.5))));
  const log = tf.where(isSmall, tf.log(small), tf.add(bounded, tf.log(complement)));
  const slope = tf.where(isSmall, tf.add(tf.div(1, small), 1), tf.div(1, complement));
  return { logit: tf.neg(log) as tf.Tensor2D, slope: slope as tf.Tensor2D };
}

/** Chain logits of every chain of the grid, and their derivatives by step logit. */
export function aggregateChains(kind: Aggregation, grid: ChainGrid): AggregatedChains {
  const { logits, mask, inverseLength, last } = grid;
  switch (kind) {
    case "meanLogit": {
      const slopes = tf.mul(mask, inverseLength) as tf.Tensor2D;
      return { chainLogits: rowSum(tf.mul(logits, slopes)), slopes };
    }
    case "last":
      return { chainLogits: rowSum(tf.mul(logits, last)), slopes: last };
    case "min": {
      // The first of equal minima, as on the CPU; a gradient of tf.min would go to all of them.
      const masked = tf.add(logits, tf.mul(tf.sub(1, mask), FAR));
      const lowest = tf.oneHot(tf.argMin(masked, 1) as tf.Tensor1D, logits.shape[1]);
      const slopes = tf.cast(lowest, "float32") as tf.Tensor2D;
      return { chainLogits: rowSum(tf.mul(logits, slopes)), slopes };
    }
    case "product":
    case "meanLogP": {
      const share = kind === "product" ? mask : tf.mul(mask, inverseLength);
      const negativeLogP = rowSum(tf.mul(share, negativeLogSigmoid(logits)));
      const { logit, slope } = logitOfNegativeLog(negativeLogP);
      const slopes = tf.mul(slope, tf.mul(share, tf.sigmoid(tf.neg(logits)))) as tf.Tensor2D;
      return { chainLogits: logit, slopes };
    }
    case "logMeanP": {
      const p = tf.mul(mask, tf.sigmoid(logits));
      const q = tf.mul(mask, tf.sigmoid(tf.neg(logits)));
      const pSum = tf.maximum(rowSum(p), TINY);
      const qSum = tf.maximum(rowSum(q), TINY);
      const scale = tf.add(tf.div(1, pSum), tf.div(1, qSum));
      return {
        chainLogits: tf.sub(tf.log(pSum), tf.log(qSum)) as tf.Tensor2D,
        slopes: tf.mul(tf.mul(p, q), scale) as tf.Tensor2D,
      };
    }
    default:
      return kind satisfies never;
  }
}
