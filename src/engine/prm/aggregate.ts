// A: from a chain's step logits to one chain logit, with its gradient. Works on raw logits throughout:
// logit(sigmoid(z)) is infinite in float32 from z ≈ 17.
import { logSigmoid, sigmoid } from "../../base/logistic.ts";
import type { Aggregation } from "../../domain/runConfig.ts";

/** logit of the probability e^{logP}, logP ≤ 0: logP − log(1 − e^{logP}). */
function logitOfLog(logP: number): number {
  const bounded = Math.min(logP, -Number.MIN_VALUE);
  return bounded - Math.log(-Math.expm1(bounded));
}

/** log Σ σ(sign · z) over logits[from..to). */
function logSumExp(logits: ArrayLike<number>, from: number, to: number, sign: 1 | -1): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) largest = Math.max(largest, logSigmoid(sign * logits[i]!));
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(logSigmoid(sign * logits[i]!) - largest);
  return largest + Math.log(sum);
}

/**
 * Chain logit A(z_1..z_n) of logits[from..to); the chain's score is σ of it. When `gradient` is given,
 * dA/dz_i is written to gradient[from..to).
 * - meanLogit: mean z (the paper's); last: z_n; min: min z
 * - product: logit of Π σ(z_i); meanLogP: logit of the geometric mean of σ(z_i)
 * - logMeanP: logit of the arithmetic mean of σ(z_i)
 */
export function aggregate(
  kind: Aggregation,
  logits: ArrayLike<number>,
  from: number,
  to: number,
  gradient?: Float64Array,
): number {
  const n = to - from;
  if (n <= 0) throw new RangeError(`a chain needs at least one step, got ${n}`);
  const spread = (derivative: (z: number, index: number) => number) => {
    if (gradient) for (let i = from; i < to; i++) gradient[i] = derivative(logits[i]!, i);
  };
  switch (kind) {
    case "meanLogit": {
      let sum = 0;
      for (let i = from; i < to; i++) sum += logits[i]!;
      gradient?.fill(1 / n, from, to);
      return sum / n;
    }
    case "last":
      spread((_z, i) => (i === to - 1 ? 1 : 0));
      return logits[to - 1]!;
    case "min": {
      let lowest = from;
      for (let i = from + 1; i < to; i++) if (logits[i]! < logits[lowest]!) lowest = i;
      spread((_z, i) => (i === lowest ? 1 : 0));
      return logits[lowest]!;
    }
    case "product":
    case "meanLogP": {
      const share = kind === "product" ? 1 : 1 / n;
      let logP = 0;
      for (let i = from; i < to; i++) logP += share * logSigmoid(logits[i]!);
      // dA/dlogP = 1 / (1 − e^{logP}); dlogP/dz = share · σ(−z)
      const slope = -1 / Math.expm1(Math.min(logP, -Number.MIN_VALUE));
      spread((z) => slope * share * sigmoid(-z));
      return logitOfLog(logP);
    }
    case "logMeanP": {
      // A = log Σσ(z) − log Σσ(−z); the shares keep the gradient finite where every σ underflows.
      const right = logSumExp(logits, from, to, 1);
      const wrong = logSumExp(logits, from, to, -1);
      spread(
        (z) =>
          Math.exp(logSigmoid(z) - right) * sigmoid(-z) +
          Math.exp(logSigmoid(-z) - wrong) * sigmoid(z),
      );
      return right - wrong;
    }
    default:
      return kind satisfies never;
  }
}

/** Chain logits, [chains]; chain c's step logits are logits[chainStart[c] .. chainStart[c+1]). */
export function aggregateChains(
  kind: Aggregation,
  logits: ArrayLike<number>,
  chainStart: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: chainStart.length - 1 }, (_, chain) =>
    aggregate(kind, logits, chainStart[chain]!, chainStart[chain + 1]!),
  );
}
