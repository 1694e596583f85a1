// The PRM's parameters: names, shapes and where each stands in the one flat vector φ.
import type { Rng } from "../../base/rng.ts";
import type { RunConfig } from "../../domain/runConfig.ts";

export type EncoderConfig = RunConfig["encoder"];

export interface ParameterBlock {
  name: string;
  shape: readonly [number] | readonly [number, number];
  /** Index of the first element in the flat vector. */
  offset: number;
  size: number;
}

export interface PrmLayout {
  encoder: EncoderConfig;
  blocks: {
    /** [buckets, embedding], the rows of the hashed features. */
    embedding: ParameterBlock;
    /** [embedding], added to the bag before its activation. */
    embeddingBias: ParameterBlock;
    /** [embedding, hidden] */
    hiddenWeight: ParameterBlock;
    /** [hidden] */
    hiddenBias: ParameterBlock;
    /** [hidden], to the logit. */
    outputWeight: ParameterBlock;
    /** [1] */
    outputBias: ParameterBlock;
  };
  /** Number of parameters. */
  size: number;
}

/**
 * x (sparse bag of hashed features, values x_f) →
 * a = silu(Σ_f x_f E_f + b) → h = silu(a W + c) → logit z = h·w + d, score V_φ = σ(z).
 */
export function prmLayout(encoder: EncoderConfig): PrmLayout {
  let offset = 0;
  const block = (
    name: string,
    shape: readonly [number] | readonly [number, number],
  ): ParameterBlock => {
    const size = shape.reduce<number>((product, extent) => product * extent, 1);
    const result = { name, shape, offset, size };
    offset += size;
    return result;
  };
  const { buckets, embedding, hidden } = encoder;
  const blocks = {
    embedding: block("embedding.weight", [buckets, embedding]),
    embeddingBias: block("embedding.bias", [embedding]),
    hiddenWeight: block("hidden.weight", [embedding, hidden]),
    hiddenBias: block("hidden.bias", [hidden]),
    outputWeight: block("output.weight", [hidden]),
    outputBias: block("output.bias", [1]),
  };
  return { encoder, blocks, size: offset };
}

/** Standard deviation of the embedding at the start (algorithm notes: .01). */
const EMBEDDING_STD = 0.01;

/** φ at step 0: small embeddings, fan-in scaled dense weights, zero biases. */
export function initialParams(layout: PrmLayout, rng: Rng): Float64Array {
  const params = new Float64Array(layout.size);
  const fill = (block: ParameterBlock, std: number) => {
    for (let i = 0; i < block.size; i++) params[block.offset + i] = rng.normal() * std;
  };
  const { embedding, hidden } = layout.encoder;
  fill(layout.blocks.embedding, EMBEDDING_STD);
  fill(layout.blocks.hiddenWeight, Math.sqrt(2 / embedding));
  fill(layout.blocks.outputWeight, Math.sqrt(1 / hidden));
  return params;
}
