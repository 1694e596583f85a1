// The upper level's loss over a batch of chain logits, with its gradient.
import { logSigmoid, sigmoid } from "../../base/logistic.ts";
import type { MetaLoss } from "../../domain/runConfig.ts";

export interface MetaLossResult {
  loss: number;
  /** dL/da_c, one a chain. */
  gradient: Float64Array;
}

/** logit of the batch's share of correct chains, kept finite where all or none are correct. */
export function baseRateLogit(isCorrect: ArrayLike<number>): number {
  const n = isCorrect.length;
  let correct = 0;
  for (let c = 0; c < n; c++) correct += isCorrect[c]!;
  const rate = Math.min(Math.max(correct / n, 0.5 / n), 1 - 0.5 / n);
  return Math.log(rate / (1 - rate));
}

/** Added to the variance of the chain logits, so that equal logits have a deviation to divide by. */
export const VARIANCE_FLOOR = 1e-6;

function moments(logits: Float64Array): { mean: number; deviation: number } {
  const n = logits.length;
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / n;
  const variance = logits.reduce((sum, logit) => sum + (logit - mean) ** 2, 0) / n;
  return { mean, deviation: Math.sqrt(variance + VARIANCE_FLOOR) };
}

/**
 * L_meta of chain logits a_c against y_c.
 * - mse: the paper's, mean (σ(a) − y)²
 * - centered: the same on a − mean(a) + logit(base rate); a shared bias of the logits then cannot
 *   swamp the ranking signal
 * - standardized: MSE(σ(u + logit(base rate)), y) of the logits standardised over the batch to mean 0
 *   and deviation 1: neither a shared bias nor the logits' scale can be learned, only their ranking.
 *   (With centered, a domain of random labels earns weight because it shrinks the logits.)
 * - pairwise: mean over all (correct, wrong) pairs of softplus(−(a_correct − a_wrong)); 0 without pairs
 */
export function metaLoss(
  kind: MetaLoss,
  chainLogits: Float64Array,
  isCorrect: ArrayLike<number>,
): MetaLossResult {
  const n = chainLogits.length;
  const gradient = new Float64Array(n);
  let loss = 0;
  switch (kind) {
    case "mse":
    case "centered": {
      let shift = 0;
      if (kind === "centered") {
        let sum = 0;
        for (let c = 0; c < n; c++) sum += chainLogits[c]!;
        shift = baseRateLogit(isCorrect) - sum / n;
      }
      let total = 0;
      for (let c = 0; c < n; c++) {
        const score = sigmoid(chainLogits[c]! + shift);
        const error = score - isCorrect[c]!;
        loss += (error * error) / n;
        gradient[c] = (2 * error * score * (1 - score)) / n;
        total += gradient[c]!;
      }
      // The mean that is subtracted depends on every logit.
      if (kind === "centered") for (let c = 0; c < n; c++) gradient[c]! -= total / n;
      return { loss, gradient };
    }
    case "standardized": {
      const { mean, deviation } = moments(chainLogits);
      const shift = baseRateLogit(isCorrect);
      const standard = chainLogits.map((logit) => (logit - mean) / deviation);
      let total = 0;
      let alongStandard = 0;
      for (let c = 0; c < n; c++) {
        const score = sigmoid(standard[c]! + shift);
        const error = score - isCorrect[c]!;
        loss += (error * error) / n;
        gradient[c] = (2 * error * score * (1 - score)) / n;
        total += gradient[c]!;
        alongStandard += gradient[c]! * standard[c]!;
      }
      // What moves all logits alike, or stretches them, changes nothing.
      for (let c = 0; c < n; c++) {
        gradient[c] = (gradient[c]! - total / n - (standard[c]! * alongStandard) / n) / deviation;
      }
      return { loss, gradient };
    }
    case "pairwise": {
      let correct = 0;
      for (let c = 0; c < n; c++) correct += isCorrect[c]!;
      const pairs = correct * (n - correct);
      if (pairs === 0) return { loss: 0, gradient };
      for (let i = 0; i < n; i++) {
        if (isCorrect[i] !== 1) continue;
        for (let j = 0; j < n; j++) {
          if (isCorrect[j] === 1) continue;
          const margin = chainLogits[i]! - chainLogits[j]!;
          loss -= logSigmoid(margin) / pairs;
          const slope = sigmoid(-margin) / pairs;
          gradient[i]! -= slope;
          gradient[j]! += slope;
        }
      }
      return { loss, gradient };
    }
    default:
      return kind satisfies never;
  }
}
