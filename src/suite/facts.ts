// What the suite's problems compute with: eight skills on digits 0..9, and the facts (which digit
// each skill gives for which) as small tables, so that a rollout is a walk through integers.
import type { Rng } from "../base/rng.ts";

/** States are digits: everything is counted mod 10. */
export const STATES = 10;

/** A skill with its operand, e.g. "plus 4"; the suite's questions are lists of these. */
export interface Action {
  skill: string;
  operand: number;
  /** How question and step both say it. */
  phrase: string;
}

interface Skill {
  name: string;
  operands: readonly number[];
  apply: (state: number, operand: number) => number;
}

/** The two look-up skills' tables: permutations of the digits without any rule to guess them by. */
const RING = [3, 7, 5, 8, 1, 9, 0, 4, 6, 2] as const;
const CODE = [6, 4, 9, 1, 8, 0, 7, 2, 5, 3] as const;

const mod = (value: number) => ((value % STATES) + STATES) % STATES;

// Few operands: with operands up to 60 a model of 66k parameters memorises problems, not facts.
const SKILLS: readonly Skill[] = [
  { name: "plus", operands: [3, 4], apply: (x, b) => mod(x + b) },
  { name: "minus", operands: [2, 4], apply: (x, b) => mod(x - b) },
  { name: "times", operands: [3, 7], apply: (x, b) => mod(x * b) },
  { name: "complement", operands: [9], apply: (x, b) => mod(b - x) },
  { name: "floor", operands: [2], apply: (x, b) => Math.max(x, b) },
  { name: "cap", operands: [8], apply: (x, b) => Math.min(x, b) },
  { name: "ring", operands: [1], apply: (x) => RING[x] ?? 0 },
  { name: "code", operands: [1], apply: (x) => CODE[x] ?? 0 },
];

/** Every action; an action is meant by its index. */
export const ACTIONS: readonly Action[] = SKILLS.flatMap((skill) =>
  skill.operands.map((operand) => ({
    skill: skill.name,
    operand,
    phrase: `${skill.name} ${operand}`,
  })),
);

/** Action indices by skill, so that every skill is drawn equally often. */
export const ACTIONS_BY_SKILL: readonly (readonly number[])[] = SKILLS.map((skill) =>
  ACTIONS.flatMap((action, index) => (action.skill === skill.name ? [index] : [])),
);

/** For each action, the skill's index. */
export const SKILL_OF_ACTION: readonly number[] = ACTIONS.map((action) =>
  SKILLS.findIndex((skill) => skill.name === action.skill),
);

/** Results by action × state: `facts[action * STATES + state]`. */
export type Facts = Uint8Array;

/** The convention that meta, test and all domains but one share. */
export const STANDARD_FACTS: Facts = Uint8Array.from(
  SKILLS.flatMap((skill) =>
    skill.operands.flatMap((operand) =>
      Array.from({ length: STATES }, (_, state) => skill.apply(state, operand)),
    ),
  ),
);

/**
 * Another convention: in the given share of facts the result counts one further than usual
 * (as where the starting mark is counted along).
 */
export function inclusiveFacts(rng: Rng, share: number): Facts {
  return STANDARD_FACTS.map((result) => (rng.chance(share) ? (result + 1) % STATES : result));
}

/** The digit an action gives. Throws RangeError for an action or state that does not exist. */
export function factAt(facts: Facts, action: number, state: number): number {
  const result = facts[action * STATES + state];
  if (result === undefined) throw new RangeError(`no fact for action ${action} on state ${state}`);
  return result;
}
