// σ of logits against targets in [0, 1], exact in float32 also where σ rounds to 0 or 1.
import * as tf from "@tensorflow/tfjs-core";

export interface ScoreErrors<T extends tf.Tensor> {
  /** σ(z) − target. */
  error: T;
  /** dσ/dz = σ(z) σ(−z). */
  slope: T;
}

/** Logits and targets of one shape. */
export function scoreErrors<T extends tf.Tensor>(logits: T, targets: T): ScoreErrors<T> {
  const score = tf.sigmoid(logits);
  // 1 − σ(z) would keep no digit of a score near 1.
  const complement = tf.sigmoid(tf.neg(logits));
  const above = tf.mul(score, tf.sub(1, targets));
  const below = tf.mul(complement, targets);
  return { error: tf.sub(above, below) as T, slope: tf.mul(score, complement) as T };
}
