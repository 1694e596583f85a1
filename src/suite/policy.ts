// The stochastic policy that writes every chain and completes every rollout: it takes one step,
// right or with a slip, from wherever it stands. It works on integers; the text comes later.
import type { Rng } from "../base/rng.ts";
import {
  ACTIONS,
  ACTIONS_BY_SKILL,
  type Facts,
  factAt,
  SKILL_OF_ACTION,
  STANDARD_FACTS,
  STATES,
} from "./facts.ts";
import type { Problem } from "./problem.ts";

export interface Policy {
  /** Chance of a slip at each step. */
  errorRate: number;
  /** Chance, at each step off the right track, to be back on it without a word. */
  recoveryRate: number;
  /** Chance of misreading the picture that shows a problem's start. */
  misreadRate: number;
  /** The facts the policy takes for right. */
  facts: Facts;
  slips: SlipMix;
}

/** What kind of slip, as shares of all slips; the rest are wrong operations. */
export interface SlipMix {
  wrongResult: number;
  wrongOperand: number;
  /** Of wrong results: off by one upwards, downwards; the rest any wrong digit. */
  oneTooMany: number;
  oneTooFew: number;
}

/** Wrong result 60 %, wrong operand 20 %, wrong operation 20 %. */
export const USUAL_SLIPS: SlipMix = {
  wrongResult: 0.6,
  wrongOperand: 0.2,
  oneTooMany: 0.6,
  oneTooFew: 0.2,
};

/** What a step says: "input action gives result". */
export interface WrittenStep {
  action: number;
  input: number;
  result: number;
}

export const RECOVERY_RATE = 0.08;
function wrongResult(rng: Rng, slips: SlipMix, right: number, usual: number): number {
  // Where the domain has its own convention, forgetting it is the likeliest slip.
  if (usual !== right && rng.chance(0.8)) return usual;
  const kind = rng.next();
  if (kind < slips.oneTooMany) return (right + 1) % STATES;
  if (kind < slips.oneTooMany + slips.oneTooFew) return (right + STATES - 1) % STATES;
  return (right + 1 + rng.below(STATES - 1)) % STATES;
}

function otherOf(rng: Rng, choices: readonly number[], taken: number): number {
  const at = choices.indexOf(taken);
  const other = choices[(at + 1 + rng.below(choices.length - 1)) % choices.length];
  if (other === undefined) throw new RangeError(`nothing but ${taken} to choose from`);
  return other;
}

/** Of misread pictures, those read one off, upwards or downwards; the rest are read as any other digit. */
const NEARLY_READ = 0.6;

/** The state a chain sets out from: the start, or what the picture of it is taken for. */
export function readStart(policy: Policy, { start, isPictured }: Problem, rng: Rng): number {
  if (!isPictured || !rng.chance(policy.misreadRate)) return start;
  if (!rng.chance(NEARLY_READ)) return (start + 1 + rng.below(STATES - 1)) % STATES;
  if (start === 0) return 1;
  return start === STATES - 1 || rng.chance(0.5) ? start - 1 : start + 1;
}

/**
 * Takes step `index` of the problem from `state`; fills `out` and returns the new state.
 * Writing a chain and completing a rollout both go through here, so the labels are the policy's own.
 */
export function takeStep(
  policy: Policy,
  problem: Problem,
  index: number,
  state: number,
  rng: Rng,
  out: WrittenStep,
): number {
  const action = problem.actions[index];
  const trackState = problem.track[index];
  if (action === undefined || trackState === undefined) {
    throw new RangeError(`step ${index} of a problem with ${problem.actions.length} steps`);
  }
  let input = state;
  if (state !== trackState && rng.chance(policy.recoveryRate)) input = trackState;
  let used = action;
  out.input = input;
  if (!rng.chance(policy.errorRate)) {
    out.action = used;
    out.result = factAt(policy.facts, used, input);
    return out.result;
  }
  const kind = rng.next();
  if (kind < policy.slips.wrongResult) {
    out.action = used;
    out.result = wrongResult(
      rng,
      policy.slips,
      factAt(policy.facts, used, input),
      factAt(STANDARD_FACTS, used, input),
    );
    return out.result;
  }
  const skill = SKILL_OF_ACTION[action] ?? 0;
  const siblings = ACTIONS_BY_SKILL[skill] ?? [];
  if (kind < policy.slips.wrongResult + policy.slips.wrongOperand) {
    // A skill with a single operand misreads the number it works on instead.
    if (siblings.length > 1) used = otherOf(rng, siblings, action);
    else input = (input + 1 + rng.below(STATES - 1)) % STATES;
  } else {
    do used = rng.below(ACTIONS.length);
    while (SKILL_OF_ACTION[used] === skill);
  }
  out.input = input;
  out.action = used;
  out.result = factAt(policy.facts, used, input);
  return out.result;
}
