// Candidates of one question by their final answer, for voting. Two answers are one where they are equal after
// trimming, collapsing blanks and folding case; nothing cleverer: "0.5" and "1/2" are two answers.

/** What voting needs to know of a candidate. */
export interface VotingCandidate {
  /** Null, or blank: no vote. */
  answer: string | null;
  isCorrect: boolean;
}

export interface AnswerGroups {
  /** By candidate, its answer's index; −1 without one. */
  groupOf: Int32Array;
  /** By answer, how many candidates give it. */
  sizes: Int32Array;
  /** By answer, the share of its candidates that are correct: what choosing it is worth. */
  values: Float64Array;
}

function normalised(answer: string | null): string {
  return (answer ?? "").trim().replace(/\s+/g, " ").toLowerCase();
}

export function groupByAnswer(candidates: readonly VotingCandidate[]): AnswerGroups {
  const places = new Map<string, number>();
  const sizes: number[] = [];
  const correct: number[] = [];
  const groupOf = Int32Array.from(candidates, ({ answer, isCorrect }) => {
    const key = normalised(answer);
    if (key === "") return -1;
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
      sizes.push(0);
      correct.push(0);
    }
    sizes[place]! += 1;
    correct[place]! += Number(isCorrect);
    return place;
  });
  return {
    groupOf,
    sizes: Int32Array.from(sizes),
    values: Float64Array.from(sizes, (size, g) => correct[g]! / size),
  };
}

/** Share of candidates that are correct; NaN without candidates. */
export function shareCorrect(candidates: readonly Pick<VotingCandidate, "isCorrect">[]): number {
  return candidates.filter(({ isCorrect }) => isCorrect).length / candidates.length;
}
