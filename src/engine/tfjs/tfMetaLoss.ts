// L_meta on the device: the loss of a batch of chain logits and its gradient, as prm/metaLoss.ts.
import * as tf from "@tensorflow/tfjs-core";
import type { MetaLoss } from "../../domain/runConfig.ts";
import { VARIANCE_FLOOR } from "../prm/metaLoss.ts";
import { negativeLogSigmoid } from "./tfAggregate.ts";
import { scoreErrors } from "./tfScore.ts";

export interface ChainLabels {
  /** y, [C, 1]. */
  isCorrect: tf.Tensor2D;
  /** logit of the batch's base rate, kept finite. */
  baseRateLogit: number;
  /** Pairs of a correct and a wrong chain in the batch. */
  pairCount: number;
}

export interface DeviceMetaLoss {
  loss: tf.Scalar;
  /** dL/da, [C, 1]. */
  gradient: tf.Tensor2D;
}

/** chainLogits: a, [C, 1]. */
export function deviceMetaLoss(
  kind: MetaLoss,
  chainLogits: tf.Tensor2D,
  labels: ChainLabels,
): DeviceMetaLoss {
  const chains = chainLogits.shape[0];
  const { isCorrect } = labels;
  switch (kind) {
    case "mse":
    case "centered": {
      const isCentered = kind === "centered";
      const shifted = isCentered
        ? tf.add(tf.sub(chainLogits, tf.mean(chainLogits)), labels.baseRateLogit)
        : chainLogits;
      const { error, slope } = scoreErrors(shifted as tf.Tensor2D, isCorrect);
      const loss = tf.mean(tf.square(error)) as tf.Scalar;
      const raw = tf.mul(tf.mul(error, slope), 2 / chains) as tf.Tensor2D;
      // The mean that is subtracted depends on every logit.
      return { loss, gradient: isCentered ? tf.sub(raw, tf.mean(raw)) : raw };
    }
    case "standardized": {
      const centred = tf.sub(chainLogits, tf.mean(chainLogits));
      const variance = tf.add(tf.mean(tf.square(centred)), VARIANCE_FLOOR);
      const deviation = tf.sqrt(variance);
      const standard = tf.div(centred, deviation) as tf.Tensor2D;
      const { error, slope } = scoreErrors(
        tf.add(standard, labels.baseRateLogit) as tf.Tensor2D,
        isCorrect,
      );
      const loss = tf.mean(tf.square(error)) as tf.Scalar;
      const raw = tf.mul(tf.mul(error, slope), 2 / chains);
      const alongStandard = tf.mul(standard, tf.mean(tf.mul(raw, standard)));
      const free = tf.sub(tf.sub(raw, tf.mean(raw)), alongStandard);
      return { loss, gradient: tf.div(free, deviation) as tf.Tensor2D };
    }
    case "pairwise": {
      if (labels.pairCount === 0)
        return { loss: tf.scalar(0), gradient: tf.zerosLike(chainLogits) };
      const row = (x: tf.Tensor) => tf.reshape(x, [1, chains]);
      // Element (i, j): correct chain i against wrong chain j.
      const pairs = tf.mul(
        tf.mul(isCorrect, row(tf.sub(1, isCorrect))),
        1 / labels.pairCount,
      ) as tf.Tensor2D;
      const margin = tf.sub(chainLogits, row(chainLogits));
      const loss = tf.sum(tf.mul(pairs, negativeLogSigmoid(margin))) as tf.Scalar;
      const slope = tf.mul(pairs, tf.sigmoid(tf.neg(margin))) as tf.Tensor2D;
      const asCorrect = tf.sum(slope, 1, true);
      const asWrong = tf.matMul(slope, tf.ones([chains, 1]), true, false);
      return { loss, gradient: tf.sub(asWrong, asCorrect) as tf.Tensor2D };
    }
    default:
      return kind satisfies never;
  }
}
