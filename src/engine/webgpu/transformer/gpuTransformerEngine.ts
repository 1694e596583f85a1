// PrmEngine on WebGPU for the transformer PRM: sequences resident, batches packed on the GPU, forward and
// backward in hand-written kernels, a lower step in one submission.
import type { PrmEngine } from "../../bilevel/prmEngine.ts";
import { type EncodedSequences, stepsAnItem } from "../../encoders/encoded.ts";
import { chainBatch } from "../../prm/chainBatch.ts";
import type { TransformerData } from "../../prm/engineData.ts";
import { recordAdamW } from "../gpuAdamW.ts";
import { chainHalves } from "../gpuChainHalves.ts";
import { type GpuChains, recordMetaLoss, uploadChains } from "../gpuMetaLoss.ts";
import type { GpuRecorder, GpuVector } from "../gpuRecorder.ts";
import { createGpuSpace, GpuScopes } from "../gpuSpace.ts";
import { residentSequences, type SequenceBatch, sequenceBatch } from "./sequenceBatch.ts";
import { tokenKernels } from "./tokenKernels.ts";
import { transformerPasses } from "./transformerPasses.ts";

type MetaBatch = SequenceBatch & { chains: GpuChains };

export type GpuTransformerEngine = PrmEngine<GpuVector, GpuVector, SequenceBatch, MetaBatch>;

function longestOf({ count, start }: EncodedSequences): number {
  let longest = 1;
  for (let s = 0; s < count; s++) longest = Math.max(longest, start[s + 1]! - start[s]!);
  return longest;
}

/**
 * hasQuads: whether kernels share loads between neighbouring invocations (see quadLoads.ts); by default
 * where the device was opened with subgroups. Throws RangeError where the width is no multiple of 16 (tiles
 * of the matrix kernels), or a set larger than the GPU binds in one buffer.
 */
export function createGpuTransformerEngine(
  recorder: GpuRecorder,
  data: TransformerData,
  hasQuads = recorder.device.features.has("subgroups"),
): GpuTransformerEngine {
  const { layout, train, meta } = data;
  const { width } = layout.encoder;
  if (width % 16 !== 0) throw new RangeError(`width must be a multiple of 16, got ${width}`);
  const scopes = new GpuScopes(recorder);
  const space = createGpuSpace(recorder, scopes);
  const longest = Math.max(longestOf(train.sequences), meta ? longestOf(meta.sequences) : 1);
  const passes = transformerPasses(recorder, scopes, layout, longest, hasQuads);
  const kernels = tokenKernels(layout);
  const trainSet = residentSequences(recorder, train.sequences, train.labels, train.domains);
  const metaSet = meta ? residentSequences(recorder, meta.sequences, null, null) : null;
  const steps = stepsAnItem(train);

  const metaLossOf = (logits: GpuVector, { chains }: MetaBatch) =>
    recordMetaLoss(recorder, scopes, data, logits, chains);

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,

    trainBatch: (items) =>
      sequenceBatch(recorder, scopes, kernels, trainSet, items, 1 / (items.length * steps)),

    metaBatch(chainIndices) {
      if (!meta || !metaSet) throw new Error("this engine was made without a meta set");
      const sequences: number[] = [];
      for (const chain of chainIndices) {
        const end = meta.sequenceStart[chain + 1]!;
        for (let s = meta.sequenceStart[chain]!; s < end; s++) sequences.push(s);
      }
      return {
        ...sequenceBatch(recorder, scopes, kernels, metaSet, sequences, 0),
        chains: uploadChains(recorder, chainBatch(meta, chainIndices)),
      };
    },

    lowerGradient: (params, batch, weights) =>
      scopes.run(() => {
        const activations = passes.forward(params, batch, true);
        const { logits } = activations;
        const slope = passes.lowerSlope(batch, logits, weights);
        const domainLosses = passes.domainLosses(batch, logits, train.domainCount);
        return { gradient: passes.backward(params, batch, activations, slope), domainLosses };
      }),

    domainLosses: (params, batch) =>
      scopes.run(() => {
        const { logits } = passes.forward(params, batch, false);
        return passes.domainLosses(batch, logits, train.domainCount);
      }),

    metaGradient: (params, batch) =>
      scopes.run(() => {
        const activations = passes.forward(params, batch, true);
        const { loss, logitGradient } = metaLossOf(activations.logits, batch);
        return { gradient: passes.backward(params, batch, activations, logitGradient), loss };
      }),

    metaLoss: (params, batch) =>
      scopes.run(() => metaLossOf(passes.forward(params, batch, false).logits, batch).loss),

    chains: chainHalves<MetaBatch, ReturnType<typeof passes.forward>>(
      recorder,
      scopes,
      data,
      passes.forward,
      passes.backward,
    ),

    adamW(state, gradient, hyper) {
      const updated = recordAdamW(recorder, space, state, gradient, hyper);
      recorder.submit();
      return updated;
    },
  };
}
