// The losses over logits that the kernels computed, in JavaScript and float64: a few hundred numbers.
import { sigmoid } from "../../base/logistic.ts";
import type { ChainHalves } from "../bilevel/prmEngine.ts";
import { aggregate } from "../prm/aggregate.ts";
import type { ChainBatch } from "../prm/chainBatch.ts";
import type { EngineData } from "../prm/engineData.ts";
import { metaLoss } from "../prm/metaLoss.ts";
import type { WasmSpace, WasmVector } from "./wasmSpace.ts";

/** (σ(z) − p)² */
export function squaredError(logit: number, label: number): number {
  return (sigmoid(logit) - label) ** 2;
}

/** d(σ(z) − p)²/dz */
export function squaredErrorSlope(logit: number, label: number): number {
  const score = sigmoid(logit);
  return 2 * (score - label) * score * (1 - score);
}

/** a, [C], of the batch's step logits, and da/dz of each step, [steps]. */
export function chainLogitsOf(
  { aggregation }: Pick<EngineData, "aggregation">,
  logits: Float32Array,
  { start, isCorrect }: ChainBatch,
): { chainLogits: Float64Array; slopes: Float64Array } {
  const slopes = new Float64Array(logits.length);
  const chainLogits = Float64Array.from(isCorrect, (_, c) =>
    aggregate(aggregation, logits, start[c]!, start[c + 1]!, slopes),
  );
  return { chainLogits, slopes };
}

/** dL/dz of each step from dL/da of its chain; `slopes` is da/dz, and is overwritten. */
export function stepSlopes(
  slopes: Float64Array,
  chainSlopes: ArrayLike<number>,
  { start, isCorrect }: ChainBatch,
): Float64Array {
  for (let c = 0; c < isCorrect.length; c++) {
    for (let i = start[c]!; i < start[c + 1]!; i++) slopes[i]! *= chainSlopes[c]!;
  }
  return slopes;
}

/** L_meta of the batch's step logits and dL_meta/dz of each step, [steps]. */
export function upperLoss(
  data: Pick<EngineData, "metaLoss" | "aggregation">,
  logits: Float32Array,
  batch: ChainBatch,
): { loss: number; slopes: Float64Array } {
  const { chainLogits, slopes } = chainLogitsOf(data, logits, batch);
  const { loss, gradient } = metaLoss(data.metaLoss, chainLogits, batch.isCorrect);
  return { loss, slopes: stepSlopes(slopes, gradient, batch) };
}

/**
 * The meta loss in two halves over an engine of the kernels: `logitsOf` is its forward pass over a batch of
 * chains, `gradientOf` dL/dφ of the same batch, given dL/dz of each step.
 */
export function chainHalves<M extends ChainBatch>(
  data: Pick<EngineData, "metaLoss" | "aggregation"> & {
    meta: { isCorrect: ArrayLike<number> } | null;
  },
  space: WasmSpace,
  logitsOf: (params: WasmVector, batch: M) => Float32Array,
  gradientOf: (params: WasmVector, batch: M, slopes: Float64Array) => WasmVector,
): ChainHalves<WasmVector, number, M> {
  return {
    logits: (params, batch) =>
      space.from(chainLogitsOf(data, logitsOf(params, batch), batch).chainLogits),
    loss(logits, chainIndices) {
      const isCorrect = Float64Array.from(chainIndices, (chain) => data.meta!.isCorrect[chain]!);
      const given = Float64Array.from(space.view(logits));
      const { loss, gradient } = metaLoss(data.metaLoss, given, isCorrect);
      return { loss, slopes: space.from(gradient) };
    },
    gradient(params, batch, chainSlopes) {
      const { slopes } = chainLogitsOf(data, logitsOf(params, batch), batch);
      const given = Float64Array.from(space.view(chainSlopes));
      return gradientOf(params, batch, stepSlopes(slopes, given, batch));
    },
  };
}
