// The meta loss of the GPU's engines in two halves, for batches that are computed in parts: the chains' logits
// first, the way back from what the loss of all of them says later.
import type { ChainHalves } from "../bilevel/prmEngine.ts";
import type { EngineData } from "../prm/engineData.ts";
import { type GpuChains, recordMetaLoss, uploadChains } from "./gpuMetaLoss.ts";
import type { GpuRecorder, GpuVector } from "./gpuRecorder.ts";
import type { GpuScopes } from "./gpuSpace.ts";

/**
 * Over an engine: `forward` is its pass over a batch of chains up to the step
 * logits, `backward` dL/dφ of that pass, given dL/dz.
 */
export function chainHalves<M extends { chains: GpuChains }, F extends { logits: GpuVector }>(
  recorder: GpuRecorder,
  scopes: GpuScopes,
  data: Pick<EngineData, "metaLoss" | "aggregation"> & {
    meta: { isCorrect: ArrayLike<number> } | null;
  },
  forward: (params: GpuVector, batch: M, isKept: boolean) => F,
  backward: (params: GpuVector, batch: M, pass: F, logitGradient: GpuVector) => GpuVector,
): ChainHalves<GpuVector, GpuVector, M> {
  const { metaLoss, aggregation } = data;
  return {
    logits: (params, batch) =>
      scopes.run(() => {
        const { logits } = forward(params, batch, false);
        return recordMetaLoss(recorder, scopes, data, logits, batch.chains).chainLogits;
      }),
    loss: (logits, chainIndices) =>
      scopes.run(() => {
        // Chains of one step each, whose logits are the steps'.
        const start = Int32Array.from({ length: chainIndices.length + 1 }, (_, c) => c);
        const isCorrect = Float64Array.from(chainIndices, (chain) => data.meta!.isCorrect[chain]!);
        const single = uploadChains(recorder, { start, isCorrect });
        const kinds = { metaLoss, aggregation: "last" } as const;
        const { loss, logitGradient } = recordMetaLoss(recorder, scopes, kinds, logits, single);
        return { loss, slopes: logitGradient };
      }),
    gradient: (params, batch, slopes) =>
      scopes.run(() => {
        const pass = forward(params, batch, true);
        const sloped = { ...batch.chains, labels: slopes };
        const kinds = { metaLoss: "sloped", aggregation } as const;
        const { logitGradient } = recordMetaLoss(recorder, scopes, kinds, pass.logits, sloped);
        return backward(params, batch, pass, logitGradient);
      }),
  };
}
