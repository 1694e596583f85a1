// A problem: a start digit and a list of actions, with the right track and the answer key. The start is
// either stated or shown in a picture.
import type { Rng } from "../base/rng.ts";
import { ACTIONS, ACTIONS_BY_SKILL, type Facts, factAt, STATES } from "./facts.ts";

export interface Problem {
  start: number;
  /** The start stands in the question's picture, not in its text. */
  isPictured: boolean;
  /** Indices into ACTIONS, one a step. */
  actions: readonly number[];
  /** The right state before step i at [i]; the last entry is the right final answer. */
  track: readonly number[];
  /** What the domain's checker compares the final answer with; not the right one where the key is wrong. */
  key: number;
}

export interface ProblemShape {
  /** Steps, both ends included. */
  minSteps: number;
  maxSteps: number;
  /** Skills that occur; null: all. */
  skills: readonly string[] | null;
}

function actionsOf(skills: readonly string[] | null): readonly (readonly number[])[] {
  if (skills === null) return ACTIONS_BY_SKILL;
  return ACTIONS_BY_SKILL.filter((actions) =>
    actions.some((action) => skills.includes(ACTIONS[action]?.skill ?? "")),
  );
}

/**
 * Draws a problem, every skill equally likely at every step. `keyOffset` is added (mod 10) to the
 * right answer to make the key: 0 for an honest key.
 */
export function drawProblem(
  rng: Rng,
  shape: ProblemShape,
  facts: Facts,
  isPictured: boolean,
  keyOffset = 0,
): Problem {
  const length = shape.minSteps + rng.below(shape.maxSteps - shape.minSteps + 1);
  const start = rng.below(STATES);
  const choices = actionsOf(shape.skills);
  const actions = Array.from({ length }, () => rng.pick(rng.pick(choices)));
  const track = [start];
  let state = start;
  for (const action of actions) {
    state = factAt(facts, action, state);
    track.push(state);
  }
  return { start, isPictured, actions, track, key: (state + keyOffset) % STATES };
}
