// PRM-weighted voting: among N candidates, the answer with the largest sum of chain scores. There is no short
// way to the mean over all subsets, so they are gone through one by one, or sampled where they are too many.
import { createRng } from "../base/rng.ts";
import { groupByAnswer, type VotingCandidate } from "./answerGroups.ts";

/** More subsets than this are sampled. */
const MOST_SUBSETS = 20_000;
const SAMPLED_SUBSETS = 4000;
/** Sums that differ relatively by less are tied: they were added up in different orders. */
const TIE = 1e-12;

export interface WeightedCandidate extends VotingCandidate {
  /** Chain score in (0, 1). */
  score: number;
}

export interface WeightedVote {
  value: number;
  /** False where the subsets were sampled. */
  isExact: boolean;
}

function binomial(total: number, drawn: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(drawn, total - drawn); i++) ways *= (total - i + 1) / i;
  return Math.round(ways);
}

/**
 * Expected correctness of the answer with the largest sum of chain scores among N candidates drawn without
 * replacement; ties are broken uniformly. What an answer is worth, and who has no vote, as in majorityVote.
 * Null where the question has fewer than N.
 * @param seed of the sampled subsets.
 */
export function weightedVoteForQuestion(
  candidates: readonly WeightedCandidate[],
  n: number,
  seed: number,
): WeightedVote | null {
  const total = candidates.length;
  if (total < n || n < 1) return null;
  const { groupOf, values } = groupByAnswer(candidates);
  // A score that underflows is still a vote.
  const scores = Float64Array.from(candidates, ({ score }) => Math.max(score, 1e-300));
  const worth = Float64Array.from(candidates, ({ isCorrect }) => Number(isCorrect));
  const sums = new Float64Array(values.length);
  let silentWorth = 0;

  /** Of the subset whose sums these are. */
  function winnersWorth(): number {
    let best = 0;
    for (let g = 0; g < sums.length; g++) if (sums[g]! > best) best = sums[g]!;
    if (best === 0) return silentWorth / n;
    let [won, tied] = [0, 0];
    const bar = best * (1 - TIE);
    for (let g = 0; g < sums.length; g++) {
      if (sums[g]! < bar) continue;
      won += values[g]!;
      tied++;
    }
    return won / tied;
  }

  /** Sum over all ways to draw `missing` ≥ 1 more of the candidates from `from` on. */
  function sumOver(from: number, missing: number): number {
    let sum = 0;
    for (let i = from; i <= total - missing; i++) {
      const group = groupOf[i]!;
      if (group < 0) {
        silentWorth += worth[i]!;
        sum += missing === 1 ? winnersWorth() : sumOver(i + 1, missing - 1);
        silentWorth -= worth[i]!;
      } else {
        const before = sums[group]!;
        sums[group] = before + scores[i]!;
        sum += missing === 1 ? winnersWorth() : sumOver(i + 1, missing - 1);
        sums[group] = before;
      }
    }
    return sum;
  }

  const subsets = binomial(total, n);
  if (subsets <= MOST_SUBSETS) return { value: sumOver(0, n) / subsets, isExact: true };

  const rng = createRng(`${seed}/weightedVote/${n}/${total}`);
  const places = Int32Array.from({ length: total }, (_, i) => i);
  let sum = 0;
  for (let draw = 0; draw < SAMPLED_SUBSETS; draw++) {
    sums.fill(0);
    silentWorth = 0;
    for (let i = 0; i < n; i++) {
      const j = i + rng.below(total - i);
      const place = places[j]!;
      places[j] = places[i]!;
      places[i] = place;
      const group = groupOf[place]!;
      if (group < 0) silentWorth += worth[place]!;
      else sums[group]! += scores[place]!;
    }
    sum += winnersWorth();
  }
  return { value: sum / SAMPLED_SUBSETS, isExact: false };
}
