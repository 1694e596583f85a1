// The candidates that an evaluation counts: those that say whether they are correct, question by question.
import type { CandidateQuestion } from "../domain/chain.ts";
import type { ScoredCandidate } from "./bestOfN.ts";

export interface JudgedCandidate {
  isCorrect: boolean;
  answer: string | null;
  model: string | null;
  /** It names an image. */
  hasImage: boolean;
  /** Number of steps. */
  steps: number;
  /** Index among all candidates of all questions, in order. */
  chain: number;
}

export interface JudgedQuestion {
  domain: string | null;
  candidates: JudgedCandidate[];
}

/** Candidates that do not say whether they are correct are left out, and questions that have no others. */
export function judgedQuestions(questions: readonly CandidateQuestion[]): JudgedQuestion[] {
  let chain = 0;
  return questions.flatMap(({ domain, candidates }) => {
    const judged = candidates.flatMap(({ isCorrect, answer, model, steps, imagePath }) => {
      const place = chain++;
      return isCorrect === null
        ? []
        : [
            {
              isCorrect,
              answer,
              model,
              hasImage: imagePath !== null,
              steps: steps.length,
              chain: place,
            },
          ];
    });
    return judged.length > 0 ? [{ domain, candidates: judged }] : [];
  });
}

/** With a PRM's score for each; `scores` by index among all candidates. */
export function scoredBy(
  questions: readonly JudgedQuestion[],
  scores: ArrayLike<number>,
): ScoredCandidate[][] {
  return questions.map(({ candidates }) =>
    candidates.map(({ isCorrect, chain }) => ({ score: scores[chain]!, isCorrect })),
  );
}
