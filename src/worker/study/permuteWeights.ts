// The control of permuted weights: the same weights on the wrong domains.
import { createRng } from "../../base/rng.ts";

/** The weights dealt out anew, no domain keeping its own where that can be. */
export function permuteWeights(weights: Float64Array, seed: number): Float64Array {
  const rng = createRng(`permuted weights ${seed}`);
  const places = Array.from(weights, (_, k) => k);
  rng.shuffle(places);
  // Along a random cycle every domain gets another one's weight.
  const dealt = new Float64Array(weights.length);
  places.forEach((place, i) => {
    dealt[place] = weights[places[(i + 1) % places.length]!]!;
  });
  return dealt;
}
