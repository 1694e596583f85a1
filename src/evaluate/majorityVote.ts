// Self-consistency: the most frequent final answer among N candidates, exactly in the mean over all subsets of
// size N, however many there are. Ties are broken uniformly.
import { groupByAnswer, shareCorrect, type VotingCandidate } from "./answerGroups.ts";

/**
 * P(c of the drawn are marked), c = 0 … marked, when `drawn` of `total` are drawn without replacement. By
 * ratios outwards from the likeliest c, so that nothing overflows.
 */
function hypergeometric(total: number, marked: number, drawn: number): Float64Array {
  const chances = new Float64Array(marked + 1);
  const least = Math.max(0, drawn - (total - marked));
  const most = Math.min(marked, drawn);
  const peak = Math.min(
    most,
    Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (total + 2))),
  );
  chances[peak] = 1;
  let sum = 1;
  /** P(c + 1) / P(c). */
  const ratio = (c: number) =>
    ((marked - c) * (drawn - c)) / ((c + 1) * (total - marked - drawn + c + 1));
  for (let c = peak; c < most; c++) sum += chances[c + 1] = chances[c]! * ratio(c);
  for (let c = peak; c > least; c--) sum += chances[c - 1] = chances[c]! / ratio(c - 1);
  return chances.map((chance) => chance / sum);
}

/**
 * Expected correctness of the most frequent answer among N candidates drawn without replacement. What an
 * answer is worth is the share of its candidates that are correct. Candidates without an answer have no
 * vote; where none of the N has one, any of them is chosen. Null where the question has fewer than N.
 *
 * For each count k that may win: over the answers one by one, the chance of having drawn d candidates, t
 * answers k times and none oftener, together with the summed worth of those t.
 */
export function majorityVoteForQuestion(
  candidates: readonly VotingCandidate[],
  n: number,
): number | null {
  const total = candidates.length;
  if (total < n || n < 1) return null;
  const { groupOf, sizes, values } = groupByAnswer(candidates);
  const silent = candidates.filter((_, i) => groupOf[i] === -1);
  const groups = sizes.length;
  // chances[g][d]: of drawing c from answer g when d were drawn from the answers before it.
  const chances: Float64Array[][] = [];
  let left = total;
  for (const size of sizes) {
    chances.push(
      Array.from({ length: n + 1 }, (_, drawn) =>
        n - drawn <= left ? hypergeometric(left, size, n - drawn) : new Float64Array(size + 1),
      ),
    );
    left -= size;
  }
  let expected = 0;
  const largest = Math.min(
    n,
    sizes.reduce((most, size) => Math.max(most, size), 0),
  );
  for (let k = 1; k <= largest; k++) {
    const width = Math.floor(n / k) + 1;
    let chance = new Float64Array((n + 1) * width);
    let worth = new Float64Array((n + 1) * width);
    chance[0] = 1;
    for (let g = 0; g < groups; g++) {
      const nextChance = new Float64Array(chance.length);
      const nextWorth = new Float64Array(chance.length);
      for (let d = 0; d <= n; d++) {
        const drawnFrom = chances[g]![d]!;
        const most = Math.min(k, sizes[g]!, n - d);
        for (let t = 0; t * k <= d; t++) {
          const weight = chance[d * width + t]!;
          if (weight === 0) continue;
          const weightedWorth = worth[d * width + t]!;
          for (let c = 0; c <= most; c++) {
            const to = (d + c) * width + t + Number(c === k);
            const won = c === k ? weight * values[g]! : 0;
            nextChance[to]! += weight * drawnFrom[c]!;
            nextWorth[to]! += (weightedWorth + won) * drawnFrom[c]!;
          }
        }
      }
      chance = nextChance;
      worth = nextWorth;
    }
    // The rest of the N comes from the silent ones, in the one way that is left.
    for (let d = Math.max(k, n - silent.length); d <= n; d++) {
      for (let t = 1; t * k <= d; t++) expected += worth[d * width + t]! / t;
    }
  }
  if (n > silent.length) return expected;
  let nobodyVotes = 1;
  for (let i = 0; i < n; i++) nobodyVotes *= (silent.length - i) / (total - i);
  return expected + nobodyVotes * shareCorrect(silent);
}

/** Majority vote by question, [questions]; NaN where a question has fewer than N candidates. */
export function majorityVoteByQuestion(
  questions: readonly (readonly VotingCandidate[])[],
  n: number,
): Float64Array {
  return Float64Array.from(questions, (one) => majorityVoteForQuestion(one, n) ?? Number.NaN);
}
