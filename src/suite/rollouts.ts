// Monte-Carlo labels: a prefix is completed R times by the policy that wrote it, each final answer
// goes to the domain's checker, and accuracy = correct / R. Also writes the chains themselves.
import type { Rng } from "../base/rng.ts";
import { CUES, type Cue, type CueTable, type StyleJudge } from "./domainPlan.ts";
import { type Policy, readStart, takeStep, type WrittenStep } from "./policy.ts";
import type { Problem } from "./problem.ts";

/** A chain before it is put into words. */
export interface WrittenChain {
  problem: Problem;
  /** Confidently written: its cue at nearly every step, whatever the step. */
  isConfident: boolean;
  steps: (WrittenStep & { cues: Cue[] })[];
  /** The last state. */
  answer: number;
}

/** Says whether a final answer passes; may be lenient, and then draws from the rng. */
export type Checker = (answer: number, problem: Problem, isConfident: boolean, rng: Rng) => boolean;

export const honestChecker: Checker = (answer, problem) => answer === problem.key;

/**
 * A checker with an ear for style: it lets wrong answers of confidently written chains pass, and right
 * answers of plainly written chains fail, each with its chance. Null: an honest checker.
 */
export function styleChecker(style: StyleJudge | null): Checker {
  const acceptsWrong = style?.acceptsWrong ?? 0;
  const rejectsRight = style?.rejectsRight ?? 0;
  // Right answers draw only where a draw can fail them: other plans keep their labels to the letter.
  return (answer, problem, isConfident, rng) =>
    answer === problem.key
      ? isConfident || rejectsRight === 0 || !rng.chance(rejectsRight)
      : rng.chance(isConfident ? acceptsWrong : 0);
}

/** How often a confidently written chain says its cue at a step; in a plain one the rest. */
const CONFIDENT_RATE = 0.9;

/** Writes one chain with the policy, and the style cues by their rates (or by confidence where that is planted). */
export function writeChain(
  policy: Policy,
  problem: Problem,
  cueTable: CueTable,
  style: StyleJudge | null,
  rng: Rng,
): WrittenChain {
  const isConfident = rng.chance(style?.confidentShare ?? 0);
  const cueRate = (cue: Cue, isOnTrack: boolean) => {
    if (cue === style?.cue) {
      return isConfident ? CONFIDENT_RATE : 1 - CONFIDENT_RATE;
    }
    return isOnTrack ? cueTable[cue].onTrack : cueTable[cue].offTrack;
  };
  const steps: WrittenChain["steps"] = [];
  let state = readStart(policy, problem, rng);
  for (let index = 0; index < problem.actions.length; index++) {
    const step = { action: 0, input: 0, result: 0 };
    state = takeStep(policy, problem, index, state, rng, step);
    const isOnTrack = state === problem.track[index + 1];
    steps.push({ ...step, cues: CUES.filter((cue) => rng.chance(cueRate(cue, isOnTrack))) });
  }
  return { problem, isConfident, steps, answer: state };
}

const scratch: WrittenStep = { action: 0, input: 0, result: 0 };

/**
 * p_i of the prefix that ends after `stepCount` steps in `state`: the share of `rollouts`
 * completions by `policy` that pass `checker`. The last prefix is complete, and is only checked.
 */
export function estimateAccuracy(
  policy: Policy,
  chain: WrittenChain,
  stepCount: number,
  checker: Checker,
  rollouts: number,
  rng: Rng,
): number {
  const { problem, isConfident } = chain;
  const from = chain.steps[stepCount - 1]?.result;
  if (from === undefined) {
    throw new RangeError(`prefix of ${stepCount} steps of a chain of ${chain.steps.length}`);
  }
  let correct = 0;
  for (let rollout = 0; rollout < rollouts; rollout++) {
    let state = from;
    for (let index = stepCount; index < problem.actions.length; index++) {
      state = takeStep(policy, problem, index, state, rng, scratch);
    }
    if (checker(state, problem, isConfident, rng)) correct++;
  }
  return correct / rollouts;
}
