// The policy slips, and recovers, as often and in the ways it says.
import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import {
  ACTIONS,
  ACTIONS_BY_SKILL,
  factAt,
  inclusiveFacts,
  SKILL_OF_ACTION,
  STANDARD_FACTS,
} from "./facts.ts";
import { type Policy, readStart, takeStep, USUAL_SLIPS } from "./policy.ts";
import type { Problem } from "./problem.ts";

const action = (phrase: string) => ACTIONS.findIndex((candidate) => candidate.phrase === phrase);

/** One step, "7 plus 4" (right: 1), taken from a given state. */
const problem: Problem = {
  start: 7,
  isPictured: false,
  actions: [action("plus 4")],
  track: [7, 1],
  key: 1,
};

function take(policy: Partial<Policy>, state: number, times: number) {
  const rng = createRng("policy");
  const full = {
    errorRate: 0,
    recoveryRate: 0,
    misreadRate: 0,
    facts: STANDARD_FACTS,
    slips: USUAL_SLIPS,
    ...policy,
  };
  return Array.from({ length: times }, () => {
    const step = { action: 0, input: 0, result: 0 };
    expect(takeStep(full, problem, 0, state, rng, step)).toBe(step.result);
    return step;
  });
}

describe("facts", () => {
  it("are the arithmetic they say", () => {
    const at = (phrase: string, state: number) => factAt(STANDARD_FACTS, action(phrase), state);
    expect(at("plus 4", 7)).toBe(1);
    expect(at("minus 4", 1)).toBe(7);
    expect(at("times 7", 7)).toBe(9);
    expect(at("complement 9", 3)).toBe(6);
    expect(at("floor 2", 1)).toBe(2);
    expect(at("cap 8", 9)).toBe(8);
  });

  it.each(["ring 1", "code 1"])("make %s a permutation", (phrase) => {
    const table = Array.from({ length: 10 }, (_, x) => factAt(STANDARD_FACTS, action(phrase), x));
    expect(new Set(table).size).toBe(10);
  });

  it("have eight skills", () => expect(ACTIONS_BY_SKILL).toHaveLength(8));

  it("refuse what does not exist", () => {
    expect(() => factAt(STANDARD_FACTS, ACTIONS.length, 0)).toThrow(RangeError);
  });

  it("differ under the other convention in the given share, by one", () => {
    const other = inclusiveFacts(createRng("convention"), 0.8);
    const moved = other.filter((result, i) => result !== STANDARD_FACTS[i]).length / other.length;
    // 110 facts: binomial standard error .04.
    expect(moved).toBeGreaterThan(0.68);
    expect(moved).toBeLessThan(0.92);
    for (const [i, result] of other.entries()) {
      expect([0, 1]).toContain((result - STANDARD_FACTS[i]! + 10) % 10);
    }
  });
});

describe("takeStep", () => {
  it("applies the action to where it stands when it makes no error", () => {
    for (const step of take({}, 7, 20)) {
      expect(step).toEqual({ action: problem.actions[0], input: 7, result: 1 });
    }
    for (const step of take({}, 2, 20)) expect(step.result).toBe(6);
  });

  it("slips at its rate: wrong result 60 %, wrong operand 20 %, wrong operation 20 %", () => {
    const n = 20_000;
    const steps = take({ errorRate: 0.5 }, 7, n);
    const right = problem.actions[0]!;
    const skillOf = (step: { action: number }) => SKILL_OF_ACTION[step.action];
    const wrongResult = steps.filter((step) => step.action === right && step.result !== 1);
    const wrongOperand = steps.filter(
      (s) => s.action !== right && skillOf(s) === SKILL_OF_ACTION[right],
    );
    const wrongOperation = steps.filter((step) => skillOf(step) !== SKILL_OF_ACTION[right]);
    // Standard errors below .004.
    expect(wrongResult.length / n).toBeCloseTo(0.3, 1);
    expect(wrongOperand.length / n).toBeCloseTo(0.1, 1);
    expect(wrongOperation.length / n).toBeCloseTo(0.1, 1);
    for (const step of [...wrongOperand, ...wrongOperation]) {
      expect(step.result).toBe(factAt(STANDARD_FACTS, step.action, step.input));
    }
  });

  it("recovers at its rate, and only where it is off the track", () => {
    const n = 20_000;
    const recovered = take({ recoveryRate: 0.08 }, 2, n).filter((step) => step.input === 7);
    expect(recovered.length / n).toBeGreaterThan(0.07);
    expect(recovered.length / n).toBeLessThan(0.09);
    for (const step of recovered) expect(step.result).toBe(1);
  });

  it("refuses a step the problem does not have", () => {
    const step = { action: 0, input: 0, result: 0 };
    const policy = {
      errorRate: 0,
      recoveryRate: 0,
      misreadRate: 0,
      facts: STANDARD_FACTS,
      slips: USUAL_SLIPS,
    };
    expect(() => takeStep(policy, problem, 1, 1, createRng(1), step)).toThrow(RangeError);
  });
});

describe("readStart", () => {
  const policy: Policy = {
    errorRate: 0,
    recoveryRate: 0,
    misreadRate: 0.3,
    facts: STANDARD_FACTS,
    slips: USUAL_SLIPS,
  };
  const n = 20_000;
  const read = (start: number, isPictured: boolean) => {
    const rng = createRng("read");
    return Array.from({ length: n }, () =>
      readStart(policy, { ...problem, start, isPictured }, rng),
    );
  };

  it("takes a start that the text states as it stands", () => {
    expect(new Set(read(7, false))).toEqual(new Set([7]));
  });

  it("misreads pictures at its rate, mostly by one", () => {
    const wrong = read(7, true).filter((state) => state !== 7);
    const near = wrong.filter((state) => Math.abs(state - 7) === 1);
    // Standard errors below .007; one in nine of the others is off by one, too, either way.
    expect(wrong.length / n).toBeCloseTo(0.3, 1);
    expect(near.length / wrong.length).toBeCloseTo(0.6 + 0.4 * (2 / 9), 1);
  });

  it.each([0, 9])("reads a digit whatever the picture shows: %i", (start) => {
    for (const state of read(start, true)) {
      expect(state).toBeGreaterThanOrEqual(0);
      expect(state).toBeLessThan(10);
    }
  });
});
