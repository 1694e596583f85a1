// The transformer PRM's losses in float64, forward only, written out from their definitions: with
// finite differences they are what every engine's gradients are tested against.
import { sigmoid } from "../../base/logistic.ts";
import type { SequenceMetaSet } from "../encoders/encoded.ts";
import { stepsAnItem } from "../encoders/encoded.ts";
import { aggregate } from "../prm/aggregate.ts";
import type { TransformerData } from "../prm/engineData.ts";
import { metaLoss } from "../prm/metaLoss.ts";
import type { FloatArray } from "./arraySpace.ts";
import { sequenceLogits } from "./transformerPrm.ts";

export interface PlainTransformerLosses {
  /** Σ_k α_k ℓ_k of the sequences `items` of the training set (repeats count twice); weights: α, [K]. */
  lowerLoss(params: FloatArray, items: ArrayLike<number>, weights: ArrayLike<number>): number;
  /** ℓ_k = Σ_{scores of domain k} (V − p)² / (items · stepsAnItem), [K]. */
  domainLosses(params: FloatArray, items: ArrayLike<number>): Float64Array;
  /** L_meta of the chains `chains` of the meta set. Throws where there is none. */
  metaLoss(params: FloatArray, chains: ArrayLike<number>): number;
}

export function plainTransformerLosses(data: TransformerData): PlainTransformerLosses {
  const { layout, train } = data;

  function requireMeta(): SequenceMetaSet {
    if (!data.meta) throw new Error("these losses were made without a meta set");
    return data.meta;
  }

  function domainLosses(params: FloatArray, items: ArrayLike<number>): Float64Array {
    const losses = new Float64Array(train.domainCount);
    const divisor = items.length * stepsAnItem(train);
    for (let i = 0; i < items.length; i++) {
      const item = items[i]!;
      const firstScore = train.sequences.scoreStart[item]!;
      sequenceLogits(layout, params, train.sequences, item).forEach((logit, score) => {
        const error = sigmoid(logit) - train.labels[firstScore + score]!;
        losses[train.domains[item]!]! += error ** 2 / divisor;
      });
    }
    return losses;
  }

  /** A of all scores of the chain, over all its sequences. */
  function chainLogit(params: FloatArray, meta: SequenceMetaSet, chain: number): number {
    const logits: number[] = [];
    for (let s = meta.sequenceStart[chain]!; s < meta.sequenceStart[chain + 1]!; s++) {
      logits.push(...sequenceLogits(layout, params, meta.sequences, s));
    }
    return aggregate(data.aggregation, logits, 0, logits.length);
  }

  return {
    domainLosses,
    lowerLoss: (params, items, weights) =>
      domainLosses(params, items).reduce((sum, loss, k) => sum + weights[k]! * loss, 0),
    metaLoss(params, chains) {
      const meta = requireMeta();
      const chainLogits = Float64Array.from(chains, (chain) => chainLogit(params, meta, chain));
      const isCorrect = Float64Array.from(chains, (chain) => meta.isCorrect[chain]!);
      return metaLoss(data.metaLoss, chainLogits, isCorrect).loss;
    },
  };
}
