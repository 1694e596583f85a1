// Do seeds agree on the weights? Rank correlation between them, against weights dealt out at random: weights
// spread even where there is nothing to learn, but then each seed spreads them differently.
import { createRng } from "../base/rng.ts";
import type { WeightAgreement } from "../domain/study.ts";

const NULL_DRAWS = 4000;

/** Ranks from 1, tied values at the mean of their places. */
function midRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && values[order[j]!] === values[order[i]!]) j++;
    for (let k = i; k < j; k++) ranks[order[k]!] = (i + 1 + j) / 2;
    i = j;
  }
  return ranks;
}

/** Ranks shifted and scaled to length 1, so that a dot product is a correlation; all 0 where constant. */
function standardRanks(values: ArrayLike<number>): Float64Array {
  const ranks = midRanks(values).map((rank) => rank - (values.length + 1) / 2);
  const length = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0));
  return length > 0 ? ranks.map((rank) => rank / length) : ranks;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Spearman's rank correlation in [−1, 1], ties at mid-ranks; 0 where one of the two is constant. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`cannot rank ${a.length} values against ${b.length}`);
  }
  return dot(standardRanks(a), standardRanks(b));
}

function meanOverPairs(ranked: readonly Float64Array[]): number {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < ranked.length; i++) {
    for (let j = 0; j < i; j++) {
      sum += dot(ranked[i]!, ranked[j]!);
      pairs++;
    }
  }
  return sum / pairs;
}

/**
 * Mean rank correlation over pairs of seeds, with what the same weights give when each seed's are dealt
 * out to the domains at random. The p-value counts the observed deal among the draws, so it is never 0.
 * @param bySeed weights in domain order, a seed each.
 * @param seed of the random deals.
 * @returns null below two seeds or three domains.
 */
export function weightAgreement(
  bySeed: readonly ArrayLike<number>[],
  seed: number,
): WeightAgreement | null {
  if (bySeed.length < 2 || bySeed[0]!.length < 3) return null;
  const ranked = bySeed.map(standardRanks);
  const value = meanOverPairs(ranked);
  const rng = createRng(`${seed}/agreement`);
  const dealt = ranked.map((ranks) => ranks.slice());
  let atLeast = 0;
  const nulls = new Float64Array(NULL_DRAWS);
  for (let draw = 0; draw < NULL_DRAWS; draw++) {
    for (const ranks of dealt) rng.shuffle(ranks);
    nulls[draw] = meanOverPairs(dealt);
    // Sums in another order differ in the last digits.
    if (nulls[draw]! >= value - 1e-12) atLeast++;
  }
  nulls.sort();
  return {
    value,
    nullLow: nulls[Math.round(0.025 * (NULL_DRAWS - 1))]!,
    nullHigh: nulls[Math.round(0.975 * (NULL_DRAWS - 1))]!,
    pValue: (atLeast + 1) / (NULL_DRAWS + 1),
  };
}
