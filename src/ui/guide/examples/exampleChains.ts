// Chains that the live examples score: one question of the kind the small PRM was trained on, answered well and
// badly. They stay in English, as the data that it was trained on.

export const EXAMPLE_QUESTION = "Start with 2. Add 3, then 1, then 2. What is the sum?";

export const RIGHT_STEPS = ["2 + 3 = 5.", "5 + 1 = 6.", "6 + 2 = 8."] as const;
/** A slip in the second step; the third is right by itself. */
export const SLIPPED_STEPS = ["2 + 3 = 5.", "5 + 1 = 7.", "7 + 2 = 9."] as const;

export const CANDIDATE_NAMES = ["right", "small", "early", "late"] as const;
export type CandidateName = (typeof CANDIDATE_NAMES)[number];

/** Four answers to the question. */
export const CANDIDATES: Record<CandidateName, readonly string[]> = {
  right: RIGHT_STEPS,
  small: ["2 + 1 = 3.", "3 + 2 = 5.", "5 + 1 = 6.", "6 + 1 = 7.", "7 + 1 = 8."],
  early: ["2 + 3 = 6.", "6 + 1 = 7.", "7 + 2 = 9."],
  late: ["2 + 3 = 5.", "5 + 1 = 6.", "6 + 2 = 9."],
};
