// The losses over logits that the kernels computed, in JavaScript and float64: a few hundred numbers.
import { sigmoid } from "../../base/logistic.ts";
import { aggregate } from "../prm/aggregate.ts";
import type { ChainBatch } from "../prm/chainBatch.ts";
import type { EngineData } from "../prm/engineData.ts";
import { metaLoss } from "../prm/metaLoss.ts";

/** (σ(z) − p)² */
export function squaredError(logit: number, label: number): number {
  return (sigmoid(logit) - label) ** 2;
}

/** d(σ(z) − p)²/dz */
export function squaredErrorSlope(logit: number, label: number): number {
  const score = sigmoid(logit);
  return 2 * (score - label) * score * (1 - score);
}

/** L_meta of the batch's step logits and dL_meta/dz of each step, [steps]. */
export function upperLoss(
  data: Pick<EngineData, "metaLoss" | "aggregation">,
  logits: Float32Array,
  { start, isCorrect }: ChainBatch,
): { loss: number; slopes: Float64Array } {
  const slopes = new Float64Array(logits.length);
  const chainLogits = Float64Array.from(isCorrect, (_, c) =>
    aggregate(data.aggregation, logits, start[c]!, start[c + 1]!, slopes),
  );
  const { loss, gradient } = metaLoss(data.metaLoss, chainLogits, isCorrect);
  gradient.forEach((chainSlope, c) => {
    for (let i = start[c]!; i < start[c + 1]!; i++) slopes[i]! *= chainSlope;
  });
  return { loss, slopes };
}
