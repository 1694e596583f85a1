// What needs no PRM: any candidate, the oracle, and the style baseline, which chooses by who wrote the chain.
import type { ScoredCandidate } from "./bestOfN.ts";

interface JudgedCandidate {
  isCorrect: boolean;
}

/** Chance that any of N candidates drawn without replacement is correct; null where there are fewer than N. */
export function oracleForQuestion(
  candidates: readonly JudgedCandidate[],
  n: number,
): number | null {
  const total = candidates.length;
  if (total < n || n < 1) return null;
  const wrong = candidates.filter(({ isCorrect }) => !isCorrect).length;
  // C(wrong, n) / C(total, n)
  let allWrong = 1;
  for (let i = 0; i < n && allWrong > 0; i++) allWrong *= Math.max(0, wrong - i) / (total - i);
  return 1 - allWrong;
}

/** Candidates' worth of evidence that the mean of all models counts for. */
const PRIOR_CANDIDATES = 5;

/**
 * Candidates scored by how often their model is right on the other half of the questions (even against
 * odd), drawn towards the mean where it wrote few: what knowing the writer alone is worth.
 * @returns null where fewer than two models are named.
 */
export function styleBaseline(
  questions: readonly (readonly (JudgedCandidate & { model: string | null })[])[],
): ScoredCandidate[][] | null {
  const models = new Set(questions.flatMap((one) => one.flatMap(({ model }) => model ?? [])));
  if (models.size < 2) return null;
  const halves = [0, 1].map((half) => {
    const seen = questions.filter((_, q) => q % 2 === half).flat();
    const byModel = new Map<string | null, { correct: number; count: number }>();
    let correct = 0;
    for (const { model, isCorrect } of seen) {
      const tally = byModel.get(model) ?? { correct: 0, count: 0 };
      tally.correct += Number(isCorrect);
      tally.count++;
      byModel.set(model, tally);
      correct += Number(isCorrect);
    }
    const mean = seen.length > 0 ? correct / seen.length : 0;
    return (model: string | null) => {
      const tally = byModel.get(model) ?? { correct: 0, count: 0 };
      return (tally.correct + PRIOR_CANDIDATES * mean) / (tally.count + PRIOR_CANDIDATES);
    };
  });
  return questions.map((one, q) => {
    const accuracyOf = halves[1 - (q % 2)]!;
    return one.map(({ model, isCorrect }) => ({ score: accuracyOf(model), isCorrect }));
  });
}
