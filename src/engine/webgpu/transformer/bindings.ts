// What the transformer's kernels share: how their bindings are typed and what a batch's upload holds.
import type { KernelBinding } from "../gpuRecorder.ts";

export const floats = (name: string): KernelBinding => ({ name, type: "array<f32>" });
export const pairs = (name: string): KernelBinding => ({ name, type: "array<vec2f>" });
export const vectors = (name: string): KernelBinding => ({ name, type: "array<vec4f>" });
export const integers = (name: string): KernelBinding => ({ name, type: "array<u32>" });
export const integerPairs = (name: string): KernelBinding => ({ name, type: "array<vec2u>" });
export const integerVectors = (name: string): KernelBinding => ({ name, type: "array<vec4u>" });
export const written = (binding: KernelBinding): KernelBinding => ({ ...binding, isWritten: true });

/** Places in a batch's upload: counts first, then three numbers an item from `items` on. */
export const BATCH = {
  /** Tokens N of all sequences, packed one after the other. */
  tokens: 0,
  /** Scores R of all sequences. */
  scores: 1,
  /** Sequences. */
  sequences: 2,
  /** Words of 32 tokens in a vocabulary mask's row. */
  words: 3,
  /** Parts in which sums over tokens and scores are made. */
  splits: 4,
  tokensASplit: 5,
  scoresASplit: 6,
  /** Bits of 1 / (items · stepsAnItem), a float. */
  lossShare: 7,
  /** From here: a sequence's number in its set, its first token and first score in the batch. */
  items: 8,
} as const;
export const BATCH_ITEM = 3;
