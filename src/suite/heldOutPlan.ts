// What meta and test share: one distribution of problems, wordings, policy and cue, drawn separately.
import type { CueRates } from "./domainPlan.ts";
import type { ProblemShape } from "./problem.ts";

const REVERSED_CUE: CueRates = { onTrack: 0.27, offTrack: 0.63 };

export const HELD_OUT = {
  shape: { minSteps: 5, maxSteps: 7, skills: null } satisfies ProblemShape,
  errorRate: 0.18,
  misreadRate: 0.25,
  /** Every cue points weakly the other way: it is likelier where the chain has gone wrong. */
  cues: { clearly: REVERSED_CUE, "no doubt": REVERSED_CUE, "of course": REVERSED_CUE },
  metaProblems: 250,
  metaChainsPerProblem: 4,
  testProblems: 400,
  candidatesPerProblem: 16,
  /** Candidates of each question whose steps carry labels, for measuring step AUROC held out. */
  labelledCandidates: 4,
  rollouts: 16,
} as const;
