// PrmEngine of the transformer in TensorFlow.js, operation by operation: the reference the fused kernels
// are tested against. Import it after openBackend, and dynamically: it pulls in @tensorflow/tfjs-core.
import * as tf from "@tensorflow/tfjs-core";
import { StudioError } from "../../base/errors.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import { stepsAnItem } from "../encoders/encoded.ts";
import { adamWUpdate } from "../optim/adamW.ts";
import type { TransformerData } from "../prm/engineData.ts";
import { groupingCsr, paddedSize } from "./csr.ts";
import { type CsrTensors, csrMatMul, csrTensors } from "./csrMatMul.ts";
import {
  type ChainGridTensors,
  chainGridTensors,
  gridLogits,
  gridMetaLoss,
  gridWidthOf,
  lossOfChains,
} from "./tfChainGrid.ts";
import { withGradient } from "./tfGradient.ts";
import { scoreErrors } from "./tfScore.ts";
import { createTfSpace } from "./tfSpace.ts";
import { type SequenceTensors, sequenceTensors } from "./tfTransformerBatch.ts";
import { transformerLogits } from "./tfTransformerNetwork.ts";

/** R scores, padding included. */
export interface TfSequenceTrainBatch {
  sequences: SequenceTensors;
  /** p, [R]. */
  labels: tf.Tensor1D;
  /** k of each score, [R]. */
  domains: tf.Tensor1D;
  /** 2/N, 0 where padded, [R]. */
  slopeScale: tf.Tensor1D;
  /** [K, R], 1/N where the score is one of domain k. */
  domainShares: CsrTensors;
}

export interface TfSequenceMetaBatch {
  sequences: SequenceTensors;
  grid: ChainGridTensors;
}

export type TfTransformerEngine = PrmEngine<
  tf.Tensor1D,
  tf.Scalar,
  TfSequenceTrainBatch,
  TfSequenceMetaBatch
>;

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfTransformerEngine(data: TransformerData): TfTransformerEngine {
  if (!tf.getBackend()) {
    throw new StudioError("device", "createTfTransformerEngine was called before openBackend");
  }
  const { layout, train, meta } = data;
  const space = createTfSpace();
  const gridWidth = meta ? gridWidthOf(meta) : 0;
  const stepsAnItemOfSet = stepsAnItem(train);

  /** ℓ_k of logits z, [K]; its gradient by z is Σ_k dy_k · dℓ_k/dz. */
  function lossesOfLogits(logits: tf.Tensor1D, batch: TfSequenceTrainBatch): tf.Tensor1D {
    const losses = withGradient<tf.Tensor1D, tf.Tensor1D>((z, save) => {
      const { error, slope } = scoreErrors(z, batch.labels);
      save([error, slope]);
      return {
        value: csrMatMul(batch.domainShares, tf.square(error), 1),
        pullBack: (dy, saved) => {
          const [e, s] = saved as [tf.Tensor1D, tf.Tensor1D];
          const weight = tf.mul(tf.gather(dy, batch.domains), batch.slopeScale);
          return tf.mul(tf.mul(e, s), weight);
        },
      };
    });
    return losses(logits);
  }

  function domainLosses(params: tf.Tensor1D, batch: TfSequenceTrainBatch): tf.Tensor1D {
    return lossesOfLogits(transformerLogits(layout, params, batch.sequences), batch);
  }

  /** L_meta, differentiable: with the gradient of gridMetaLoss. */
  function metaLoss(params: tf.Tensor1D, { sequences, grid }: TfSequenceMetaBatch): tf.Scalar {
    const loss = withGradient<tf.Tensor1D, tf.Scalar>((z, save) => {
      const { loss: value, logitGradient } = gridMetaLoss(data, grid, z);
      save([logitGradient()]);
      return { value, pullBack: (dy, saved) => tf.mul(dy, (saved as [tf.Tensor1D])[0]) };
    });
    return loss(transformerLogits(layout, params, sequences));
  }

  /** Σ_c s_c a_c, differentiable: the way back through the aggregation is gridLogits' own. */
  function slopedLogits(
    params: tf.Tensor1D,
    { sequences, grid }: TfSequenceMetaBatch,
    slopes: tf.Tensor1D,
  ): tf.Scalar {
    const sloped = withGradient<tf.Tensor1D, tf.Scalar>((z, save) => {
      const { chainLogits, backward } = gridLogits(data.aggregation, grid, z);
      save([backward(slopes)]);
      return {
        value: tf.sum(tf.mul(tf.reshape(chainLogits, [-1]), slopes)) as tf.Scalar,
        pullBack: (dy, saved) => tf.mul(dy, (saved as [tf.Tensor1D])[0]),
      };
    });
    return sloped(transformerLogits(layout, params, sequences));
  }

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,

    trainBatch(itemIndices) {
      const { scoreStart } = train.sequences;
      const labels: number[] = [];
      const domains: number[] = [];
      for (const item of itemIndices) {
        for (let score = scoreStart[item]!; score < scoreStart[item + 1]!; score++) {
          labels.push(train.labels[score]!);
          domains.push(train.domains[item]!);
        }
      }
      const count = paddedSize(labels.length);
      const padded = (values: number[], filler: number) =>
        Float32Array.from({ length: count }, (_, i) => values[i] ?? filler);
      const share = 1 / (itemIndices.length * stepsAnItemOfSet);
      return {
        sequences: sequenceTensors(layout, train.sequences, itemIndices, itemIndices.length, count),
        labels: tf.tensor1d(padded(labels, 0)),
        domains: tf.tensor1d(Int32Array.from(padded(domains, 0)), "int32"),
        slopeScale: tf.tensor1d(new Float32Array(count).fill(2 * share, 0, labels.length)),
        domainShares: csrTensors(groupingCsr(padded(domains, -1), train.domainCount, share)),
      };
    },

    metaBatch(chainIndices) {
      if (!meta) throw new Error("this engine was made without a meta set");
      const grid = chainGridTensors(meta, chainIndices, gridWidth);
      const indices: number[] = [];
      for (const chain of chainIndices) {
        for (let s = meta.sequenceStart[chain]!; s < meta.sequenceStart[chain + 1]!; s++) {
          indices.push(s);
        }
      }
      const count = paddedSize(indices.length);
      return {
        sequences: sequenceTensors(layout, meta.sequences, indices, count, grid.count),
        grid,
      };
    },

    // L = Σ_k α_k ℓ_k: its gradient is that of the domain losses, pulled back from α.
    lowerGradient: (params, batch, weights) =>
      tf.tidy(() => {
        const { value, grad } = tf.valueAndGrad((phi) => domainLosses(phi as tf.Tensor1D, batch))(
          params,
          weights,
        );
        return { gradient: grad as tf.Tensor1D, domainLosses: value as tf.Tensor1D };
      }),

    domainLosses: (params, batch) => tf.tidy(() => domainLosses(params, batch)),

    metaGradient: (params, batch) =>
      tf.tidy(() => {
        const { value, grad } = tf.valueAndGrad((phi) => metaLoss(phi as tf.Tensor1D, batch))(
          params,
        );
        return { gradient: grad as tf.Tensor1D, loss: value as tf.Scalar };
      }),

    metaLoss: (params, { sequences, grid }) =>
      tf.tidy(() => gridMetaLoss(data, grid, transformerLogits(layout, params, sequences)).loss),

    chains: {
      logits: (params, { sequences, grid }) =>
        tf.tidy(() => {
          const logits = transformerLogits(layout, params, sequences);
          const { chainLogits } = gridLogits(data.aggregation, grid, logits);
          return tf.reshape(chainLogits, [-1]) as tf.Tensor1D;
        }),
      loss: (logits, chainIndices) =>
        tf.tidy(() => lossOfChains(data.metaLoss, logits, meta!, chainIndices)),
      gradient: (params, batch, slopes) =>
        tf.tidy(() => {
          const along = tf.grad((phi) => slopedLogits(phi as tf.Tensor1D, batch, slopes));
          return along(params) as tf.Tensor1D;
        }),
    },

    adamW: (state, gradient, hyper) =>
      space.scope(() => adamWUpdate(space, state, gradient, hyper)),
  };
}
