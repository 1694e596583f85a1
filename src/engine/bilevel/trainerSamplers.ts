// What a trainer draws its batches with: one sampler each for the lower steps, the upper steps' train batches
// and their meta batches, and the domains' own for the cosines. All from one seed, at any place of the run.
import type { Rng } from "../../base/rng.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { DomainCosines } from "./domainCosines.ts";
import { createSampler, type Sampler } from "./sampler.ts";
import type { TrainerCheckpoint } from "./trainerState.ts";

export interface TrainerSamplers {
  lower: Sampler;
  upper: Sampler;
  /** Null where no weights are learned. */
  meta: Sampler | null;
  cosines: DomainCosines | null;
}

export interface SampledSets {
  config: RunConfig;
  itemDomains: ArrayLike<number>;
  domainCount: number;
  metaChainCount: number;
  learnsWeights: boolean;
  rng: Rng;
}

/** The samplers as they stood at the checkpoint; at the start of the run where it is null. */
export function samplersAt(
  { config, itemDomains, domainCount, metaChainCount, learnsWeights, rng }: SampledSets,
  checkpoint: Pick<TrainerCheckpoint, "drawn" | "upperStep"> | null,
): TrainerSamplers {
  const samplers = {
    lower: createSampler(itemDomains.length, rng.fork("lower")),
    upper: createSampler(itemDomains.length, rng.fork("upper")),
    meta: learnsWeights ? createSampler(metaChainCount, rng.fork("meta")) : null,
    cosines: learnsWeights
      ? new DomainCosines({
          encoder: config.encoder.kind,
          itemDomains,
          domainCount,
          every: config.upper.cosineEvery,
          rng: rng.fork("cosine"),
        })
      : null,
  };
  if (checkpoint) {
    const { drawn, upperStep } = checkpoint;
    samplers.lower.next(drawn.lower);
    samplers.upper.next(drawn.upper);
    samplers.meta?.next(drawn.meta);
    samplers.cosines?.skipTo(upperStep);
  }
  return samplers;
}
