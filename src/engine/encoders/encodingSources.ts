// What an encoder needs besides the text of the chains: their pictures, and vectors of a frozen encoder.
import type { Chain } from "../../domain/chain.ts";
import type { Picture } from "../../domain/picture.ts";
import type { Breather } from "./breather.ts";

/** Vectors of steps as they are stored, and where each step's stands. */
export interface StepVectors {
  /** d */
  width: number;
  /** [vectors × width]; not to be changed. */
  values: Float32Array;
  /** Row of the vector of the prefix that ends with step `index`; −1 where there is none. */
  rowOf(chain: Chain, index: number): number;
}

export interface EncodingSources {
  /** The pictures of these chains, decoded; null for a chain without one. */
  pictures(
    chains: readonly Chain[],
    breathe: Breather,
  ): Promise<(chain: Pick<Chain, "imagePath">) => Picture | null>;
  /**
   * Vectors of these chains from the feature set `id` ("": the only one there is); what a model in the
   * browser can still compute is computed. Throws StudioError("data") where there is no such set.
   */
  features(id: string, chains: readonly Chain[], breathe: Breather): Promise<StepVectors>;
}

/** Neither pictures nor features: for text alone. */
export const TEXT_ONLY: EncodingSources = {
  pictures: async () => () => null,
  features: async () => {
    throw new Error("there are no features here");
  },
};
