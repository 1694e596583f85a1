// Early stops: when they come, and that labels are unbiased under them. Expectations are exact, by going
// through every order of right and wrong answers that the plan allows, weighted by its probability.
import { describe, expect, test } from "vitest";
import { createRng } from "../base/rng.ts";
import { normalQuantile, StoppingPlan, type StoppingRule, wilsonInterval } from "./stoppingPlan.ts";

const rule = (
  rollouts: number,
  atLeast: number,
  width: number,
  confidence = 0.9,
): StoppingRule => ({ rollouts, adaptive: { atLeast, width, confidence } });

/** Calls `visit` with every end of the plan and its probability for a prefix of accuracy p. */
function ends(
  plan: StoppingPlan,
  most: number,
  p: number,
  visit: (made: number, correct: number, chance: number) => void,
): void {
  let reached = new Map([[0, 1]]);
  for (let made = 0; made <= most; made++) {
    const next = new Map<number, number>();
    for (const [correct, chance] of reached) {
      if (made > 0 && plan.stops(made, correct)) {
        visit(made, correct, chance);
        continue;
      }
      next.set(correct, (next.get(correct) ?? 0) + chance * (1 - p));
      next.set(correct + 1, (next.get(correct + 1) ?? 0) + chance * p);
    }
    reached = next;
  }
}

function expectations(plan: StoppingPlan, most: number, p: number) {
  const sums = { chance: 0, label: 0, share: 0, made: 0, variance: 0 };
  ends(plan, most, p, (made, correct, chance) => {
    const label = plan.accuracy(made, correct);
    sums.chance += chance;
    sums.label += chance * label;
    sums.share += (chance * correct) / made;
    sums.made += chance * made;
    sums.variance += chance * (label - p) ** 2;
  });
  return sums;
}

const RULES: [string, StoppingRule][] = [
  ["the default", rule(8, 4, 0.35)],
  ["many rollouts", rule(64, 4, 0.35)],
  ["a look after every one", rule(16, 1, 0.5)],
  ["early and wide", rule(32, 2, 0.7)],
  ["first look behind the last rollout", rule(4, 16, 0.35)],
];
const ACCURACIES = [0, 0.02, 0.1, 0.3, 0.5, 0.8, 0.95, 1];

describe.each(RULES)("%s", (_, ofPlan) => {
  const plan = new StoppingPlan(ofPlan);

  test.each(ACCURACIES)("the expected label of a prefix of accuracy %d is that accuracy", (p) => {
    const { chance, label, made } = expectations(plan, ofPlan.rollouts, p);
    expect(chance).toBeCloseTo(1, 12);
    expect(label).toBeCloseTo(p, 12);
    expect(made).toBeLessThanOrEqual(ofPlan.rollouts + 1e-9);
  });

  test("labels are shares: within [0, 1], and mirrored when right and wrong change places", () => {
    ends(plan, ofPlan.rollouts, 0.5, (made, correct) => {
      const label = plan.accuracy(made, correct);
      expect(label).toBeGreaterThanOrEqual(0);
      expect(label).toBeLessThanOrEqual(1);
      expect(plan.accuracy(made, made - correct)).toBeCloseTo(1 - label, 12);
    });
  });
});

test("correct / made would be off by several points where the label is not", () => {
  const plan = new StoppingPlan(rule(64, 4, 0.35));
  const off = ACCURACIES.map((p) => Math.abs(expectations(plan, 64, p).share - p));
  expect(Math.max(...off)).toBeGreaterThan(0.02);
});

test("early stops save most where a prefix is clear, and cost little precision", () => {
  const plan = new StoppingPlan(rule(32, 4, 0.35));
  expect(expectations(plan, 32, 0.02).made).toBeLessThan(8);
  expect(expectations(plan, 32, 0.5).made).toBeGreaterThan(15);
});

test("without early stops a label is correct / made, whatever the counts", () => {
  const plan = new StoppingPlan({ rollouts: 8, adaptive: null });
  expect(plan.looks).toEqual([8]);
  expect(plan.stops(7, 0)).toBe(false);
  expect(plan.stops(8, 3)).toBe(true);
  expect(plan.accuracy(8, 3)).toBe(3 / 8);
  expect(plan.accuracy(5, 3)).toBe(3 / 5);
});

test("looks: after the first few, then every half as many; it stops by width, never by a value", () => {
  const plan = new StoppingPlan(rule(16, 4, 0.35));
  expect(plan.looks).toEqual([4, 6, 8, 10, 12, 14, 16]);
  expect(plan.nextLook(0, 0)).toBe(4);
  expect(plan.nextLook(4, 4)).toBe(6); // 0.60 … 1 is too wide
  expect(plan.nextLook(6, 6)).toBe(6); // 0.69 … 1 is not
  expect(plan.stops(5, 5)).toBe(false); // no look
  expect(plan.nextLook(8, 4)).toBe(10);
  expect(plan.nextLook(16, 8)).toBe(16);
});

test("counts that a plan cannot end with are refused; ends between looks, by give-ups, are not", () => {
  const plan = new StoppingPlan(rule(8, 4, 0.35));
  expect(() => plan.accuracy(8, 8)).toThrow(RangeError); // it would have stopped at 6 of 6
  expect(plan.accuracy(7, 3)).toBeGreaterThan(0);
  expect(plan.accuracy(3, 1)).toBeCloseTo(1 / 3, 12);
});

test("a thousand rollouts overflow nothing, and the estimate stays unbiased", () => {
  const plan = new StoppingPlan(rule(1024, 8, 0.05, 0.95));
  const { label } = expectations(plan, 1024, 0.3);
  expect(label).toBeCloseTo(0.3, 9);
});

test("drawn at random, the mean label is the accuracy within its standard error", () => {
  const plan = new StoppingPlan(rule(16, 4, 0.4));
  const rng = createRng("stops");
  const labels = Array.from({ length: 20_000 }, () => {
    let made = 0;
    let correct = 0;
    while (made === 0 || !plan.stops(made, correct)) {
      made++;
      if (rng.chance(0.83)) correct++;
    }
    return plan.accuracy(made, correct);
  });
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const variance = labels.reduce((sum, label) => sum + (label - mean) ** 2, 0) / labels.length;
  expect(Math.abs(mean - 0.83)).toBeLessThan(3 * Math.sqrt(variance / labels.length));
});

test("Wilson's interval and the normal quantile have their tabled values", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 8);
  expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 8);
  expect(normalQuantile(0.9999)).toBeCloseTo(3.719016485455709, 8);
  const [low, high] = wilsonInterval(9, 10, 0.95);
  expect(low).toBeCloseTo(0.5958, 4);
  expect(high).toBeCloseTo(0.9821, 4);
});
