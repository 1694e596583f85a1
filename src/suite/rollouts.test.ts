// Are the labels honest? Each is re-estimated with many more rollouts by the same policy; the
// suite's R = 16 labels must scatter around that as binomial shares do, neither more nor less.
import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import { suitePlans } from "./domainPlan.ts";
import { generateLabelledChains, shardPolicy } from "./generateShard.ts";
import { estimateAccuracy, honestChecker, lenientChecker } from "./rollouts.ts";
import { WORDINGS } from "./wording.ts";

const plans = suitePlans("planted");
const indexOf = (tier: string) => plans.findIndex(({ plan }) => plan.tier === tier);

describe("Monte-Carlo labels", () => {
  it.each(["high", "middle"])(
    "%s: agree with an independent estimate within binomial error",
    (tier) => {
      const index = indexOf(tier);
      const { plan } = plans[index]!;
      const rng = createRng(`labels/${tier}`);
      const chains = generateLabelledChains(plan, WORDINGS[index]!, rng, new Set());
      const policy = shardPolicy(plan, rng);
      const again = createRng("again");
      const manyRollouts = 400;
      let chiSquare = 0;
      let degrees = 0;
      let difference = 0;
      for (const { written, chain } of chains) {
        for (const [i, step] of chain.steps.slice(0, -1).entries()) {
          const p = estimateAccuracy(policy, written, i + 1, honestChecker, manyRollouts, again);
          difference += step.accuracy! - p;
          if (p < 0.05 || p > 0.95) continue;
          const variance = p * (1 - p) * (1 / plan.rollouts + 1 / manyRollouts);
          chiSquare += (step.accuracy! - p) ** 2 / variance;
          degrees++;
        }
      }
      expect(degrees).toBeGreaterThan(200);
      // χ²/df has standard deviation about √(2/df) ≤ .1.
      expect(chiSquare / degrees).toBeGreaterThan(0.7);
      expect(chiSquare / degrees).toBeLessThan(1.35);
      expect(Math.abs(difference / degrees)).toBeLessThan(0.03);
    },
  );

  it("a whole chain gets 1 or 0 from an honest checker", () => {
    const { plan } = plans[0]!;
    const rng = createRng("whole");
    for (const { written } of generateLabelledChains(plan, WORDINGS[0]!, rng, new Set()).slice(
      0,
      50,
    )) {
      const last = written.steps.length;
      const accuracy = estimateAccuracy(
        shardPolicy(plan, rng),
        written,
        last,
        honestChecker,
        5,
        rng,
      );
      expect(accuracy).toBe(written.answer === written.problem.key ? 1 : 0);
    }
  });

  it("a lenient checker passes right answers always and wrong ones at its rate", () => {
    const { plan } = plans[0]!;
    const rng = createRng("lenient");
    const check = lenientChecker({ plain: 0, confident: 0.8 });
    const { written } = generateLabelledChains(plan, WORDINGS[0]!, rng, new Set())[0]!;
    const { problem } = written;
    const wrong = (problem.key + 5) % 10;
    const share = (answer: number, isConfident: boolean) =>
      Array.from({ length: 2000 }, () => check(answer, problem, isConfident, rng)).filter(Boolean)
        .length / 2000;
    expect(share(problem.key, false)).toBe(1);
    expect(share(problem.key, true)).toBe(1);
    expect(share(wrong, false)).toBe(0);
    // Binomial standard error .009.
    expect(share(wrong, true)).toBeCloseTo(0.8, 1);
  });

  it("refuses a prefix that does not exist", () => {
    const { plan } = plans[0]!;
    const rng = createRng("bad prefix");
    const { written } = generateLabelledChains(plan, WORDINGS[0]!, rng, new Set())[0]!;
    expect(() =>
      estimateAccuracy(shardPolicy(plan, rng), written, 0, honestChecker, 1, rng),
    ).toThrow(RangeError);
  });
});
