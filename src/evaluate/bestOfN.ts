// Best-of-N accuracy: how often the highest-scored of N candidate chains is correct. Exact over all
// subsets of size N (hypergeometric), not one random draw.

export interface ScoredCandidate {
  score: number;
  isCorrect: boolean;
}

/**
 * Expected correctness of the best-scored of N candidates drawn without replacement from one
 * question's candidates; ties are broken uniformly. Null where the question has fewer than N.
 */
export function bestOfNForQuestion(
  candidates: readonly ScoredCandidate[],
  n: number,
): number | null {
  const total = candidates.length;
  if (total < n || n < 1) return null;
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  // P(the best of N has rank r) = C(total−1−r, n−1) / C(total, n), by recurrence from r = 0.
  let probability = n / total;
  let expected = 0;
  let r = 0;
  while (r < total) {
    let groupProbability = 0;
    let groupCorrect = 0;
    const from = r;
    while (r < total && sorted[r]!.score === sorted[from]!.score) {
      groupProbability += probability;
      groupCorrect += Number(sorted[r]!.isCorrect);
      const left = total - 1 - r;
      probability *= left > 0 ? Math.max(0, left - (n - 1)) / left : 0;
      r++;
    }
    expected += (groupProbability * groupCorrect) / (r - from);
  }
  return expected;
}

/** Best-of-N by question, [questions]; NaN where a question has fewer than N candidates. */
export function bestOfByQuestion(
  questions: readonly (readonly ScoredCandidate[])[],
  n: number,
): Float64Array {
  return Float64Array.from(questions, (one) => bestOfNForQuestion(one, n) ?? Number.NaN);
}

/** Mean over questions; null where no question has N candidates. */
export function bestOfN(
  questions: readonly (readonly ScoredCandidate[])[],
  n: number,
): number | null {
  const values = bestOfByQuestion(questions, n).filter((value) => !Number.isNaN(value));
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

/** The N worth showing: powers of two up to the largest question. */
export function sizesUpTo(largest: number): number[] {
  const sizes: number[] = [];
  for (let n = 1; n <= largest; n *= 2) sizes.push(n);
  return sizes;
}

/** Best-of-N by N for every size worth showing; empty without questions. */
export function bestOfEverySize(
  questions: readonly (readonly ScoredCandidate[])[],
): Map<number, number> {
  const largest = questions.reduce((size, scored) => Math.max(size, scored.length), 0);
  return new Map(
    sizesUpTo(largest).flatMap((n) => {
      const accuracy = bestOfN(questions, n);
      return accuracy === null ? [] : [[n, accuracy] as const];
    }),
  );
}
