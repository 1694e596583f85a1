// Which rows a step sees: epochs without replacement, from a seed.
import type { Rng } from "../../base/rng.ts";

export interface Sampler {
  /** The next `size` indices; a batch may span two epochs. */
  next(size: number): Int32Array;
  /** Indices drawn so far; a fresh sampler of the same seed that draws as many stands where this one does. */
  readonly drawn: number;
}

export function createSampler(count: number, rng: Rng): Sampler {
  if (count <= 0) throw new RangeError(`cannot sample from ${count} items`);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  let at = count;
  let drawn = 0;
  return {
    get drawn() {
      return drawn;
    },
    next(size) {
      const batch = new Int32Array(size);
      for (let i = 0; i < size; i++) {
        if (at === count) {
          rng.shuffle(order);
          at = 0;
        }
        batch[i] = order[at++]!;
      }
      drawn += size;
      return batch;
    },
  };
}
