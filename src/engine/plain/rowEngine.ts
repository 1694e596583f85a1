// PrmEngine in typed arrays for a PRM that reads a row a step, whatever a row is: sparse features, or
// vectors of a frozen encoder. In float64 the yardstick of the tests.
import { sigmoid } from "../../base/logistic.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { biasCorrections, clipFactor } from "../optim/adamW.ts";
import { aggregate } from "../prm/aggregate.ts";
import type { EngineData } from "../prm/engineData.ts";
import { metaLoss } from "../prm/metaLoss.ts";
import { createArraySpace, type FloatArray, type FloatArrayKind } from "./arraySpace.ts";

/** Forward and backward passes over single rows; holds the activations of the last forward pass. */
export interface RowNetwork<R> {
  /** Logit z of row `row`. */
  forward(params: FloatArray, rows: R, row: number): number;
  /** Adds dL/dφ to `gradient`, given dL/dz of the row that `forward` was last called with. */
  backward(
    params: FloatArray,
    rows: R,
    row: number,
    logitGradient: number,
    gradient: FloatArray,
  ): void;
}

/** What a row engine computes on; as EngineData, of one kind of rows. */
export interface RowData<R> extends Pick<EngineData, "metaLoss" | "aggregation"> {
  paramCount: number;
  train: { rows: R; labels: Float32Array; domains: Int32Array; domainCount: number };
  meta: { rows: R; chainStart: Int32Array; isCorrect: Float32Array } | null;
}

export type PlainRowEngine = PrmEngine<FloatArray, number, Int32Array, Int32Array>;

export function createPlainRowEngine<R>(
  network: RowNetwork<R>,
  data: RowData<R>,
  Kind: FloatArrayKind,
): PlainRowEngine {
  const { paramCount, train, meta } = data;
  const space = createArraySpace(Kind);

  function requireMeta(): NonNullable<RowData<R>["meta"]> {
    if (!meta) throw new Error("this engine was made without a meta set");
    return meta;
  }

  /** Visits the steps of the batch's chains once; the rows of chain c are listed in start. */
  function chainsForward(params: FloatArray, chains: Int32Array) {
    const { rows, chainStart } = requireMeta();
    const rowOf: number[] = [];
    const start = new Int32Array(chains.length + 1);
    chains.forEach((chain, c) => {
      for (let row = chainStart[chain]!; row < chainStart[chain + 1]!; row++) rowOf.push(row);
      start[c + 1] = rowOf.length;
    });
    const logits = Float64Array.from(rowOf, (row) => network.forward(params, rows, row));
    const slopes = new Float64Array(logits.length);
    const chainLogits = new Float64Array(chains.length);
    for (let c = 0; c < chains.length; c++) {
      chainLogits[c] = aggregate(data.aggregation, logits, start[c]!, start[c + 1]!, slopes);
    }
    return { rows, rowOf, start, slopes, chainLogits };
  }

  /** ∇_φ Σ_c s_c a_c */
  function chainsBackward(
    params: FloatArray,
    { rows, rowOf, start, slopes }: ReturnType<typeof chainsForward>,
    chainSlopes: FloatArray,
  ): FloatArray {
    const gradient = new Kind(paramCount);
    chainSlopes.forEach((chainSlope, c) => {
      for (let at = start[c]!; at < start[c + 1]!; at++) {
        const slope = chainSlope * slopes[at]!;
        if (slope === 0) continue;
        network.forward(params, rows, rowOf[at]!);
        network.backward(params, rows, rowOf[at]!, slope, gradient);
      }
    });
    return gradient;
  }

  function lossOf(chainLogits: FloatArray, chains: Int32Array) {
    const { isCorrect } = requireMeta();
    const labels = Float64Array.from(chains, (chain) => isCorrect[chain]!);
    return metaLoss(data.metaLoss, Float64Array.from(chainLogits), labels);
  }

  return {
    space,
    domainCount: train.domainCount,
    paramCount,
    trainBatch: (rowIndices) => rowIndices,
    metaBatch: (chainIndices) => chainIndices,

    lowerGradient(params, batch, weights) {
      const gradient = new Kind(paramCount);
      const domainLosses = new Kind(train.domainCount);
      for (const row of batch) {
        const score = sigmoid(network.forward(params, train.rows, row));
        const error = score - train.labels[row]!;
        const domain = train.domains[row]!;
        domainLosses[domain]! += (error * error) / batch.length;
        const slope = (2 * weights[domain]! * error * score * (1 - score)) / batch.length;
        network.backward(params, train.rows, row, slope, gradient);
      }
      return { gradient, domainLosses };
    },

    domainLosses(params, batch) {
      const losses = new Kind(train.domainCount);
      for (const row of batch) {
        const error = sigmoid(network.forward(params, train.rows, row)) - train.labels[row]!;
        losses[train.domains[row]!]! += (error * error) / batch.length;
      }
      return losses;
    },

    metaGradient(params, batch) {
      const forward = chainsForward(params, batch);
      const { loss, gradient } = lossOf(forward.chainLogits, batch);
      return { gradient: chainsBackward(params, forward, gradient), loss };
    },

    metaLoss: (params, batch) => lossOf(chainsForward(params, batch).chainLogits, batch).loss,

    chains: {
      logits: (params, batch) => space.from(chainsForward(params, batch).chainLogits),
      loss(logits, chainIndices) {
        const { loss, gradient } = lossOf(logits, chainIndices);
        return { loss, slopes: space.from(gradient) };
      },
      gradient: (params, batch, slopes) =>
        chainsBackward(params, chainsForward(params, batch), slopes),
    },

    // The plain adamWUpdate in one pass and in place; a step is mostly this.
    adamW(state, gradient, hyper) {
      const count = state.count + 1;
      const correction = biasCorrections(hyper, count);
      const { params, first, second } = state;
      const clip = clipFactor(space, gradient, hyper.clipNorm);
      const keep = 1 - hyper.learningRate * hyper.weightDecay;
      const rate = hyper.learningRate / correction.first;
      const rootScale = 1 / Math.sqrt(correction.second);
      for (let i = 0; i < params.length; i++) {
        const g = clip * gradient[i]!;
        const m = hyper.beta1 * first[i]! + (1 - hyper.beta1) * g;
        const v = hyper.beta2 * second[i]! + (1 - hyper.beta2) * g * g;
        first[i] = m;
        second[i] = v;
        params[i] = keep * params[i]! - (rate * m) / (Math.sqrt(v) * rootScale + hyper.epsilon);
      }
      return { params, first, second, count };
    },
  };
}
