// Are the labels honest? Each is re-estimated with many more rollouts by the same policy; the
// suite's R = 16 labels must scatter around that as binomial shares do, neither more nor less.
import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import { suitePlans } from "./domainPlan.ts";
import { generateLabelledChains, shardPolicy } from "./generateShard.ts";
import { estimateAccuracy, honestChecker, styleChecker } from "./rollouts.ts";
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
      const chains = generateLabelledChains(plan, WORDINGS[index]!, rng, new Set(), new Map());
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
    for (const { written } of generateLabelledChains(
      plan,
      WORDINGS[0]!,
      rng,
      new Set(),
      new Map(),
    ).slice(0, 50)) {
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

  it("a checker that heeds style passes and fails answers at its rates", () => {
    const { plan } = plans[0]!;
    const rng = createRng("style");
    const check = styleChecker({
      cue: "clearly",
      confidentShare: 0.5,
      acceptsWrong: 0.8,
      rejectsRight: 0.3,
    });
    const { written } = generateLabelledChains(plan, WORDINGS[0]!, rng, new Set(), new Map())[0]!;
    const { problem } = written;
    const wrong = (problem.key + 5) % 10;
    const share = (answer: number, isConfident: boolean) =>
      Array.from({ length: 2000 }, () => check(answer, problem, isConfident, rng)).filter(Boolean)
        .length / 2000;
    expect(share(problem.key, true)).toBe(1);
    expect(share(wrong, false)).toBe(0);
    // Binomial standard errors .009 and .010.
    expect(share(wrong, true)).toBeCloseTo(0.8, 1);
    expect(share(problem.key, false)).toBeCloseTo(0.7, 1);
  });

  it("without a style to heed the checker goes by the key alone", () => {
    const { plan } = plans[0]!;
    const rng = createRng("no style");
    const check = styleChecker(null);
    const { written } = generateLabelledChains(plan, WORDINGS[0]!, rng, new Set(), new Map())[0]!;
    for (let answer = 0; answer < 10; answer++) {
      for (const isConfident of [true, false]) {
        const passes = check(answer, written.problem, isConfident, rng);
        expect(passes).toBe(answer === written.problem.key);
      }
    }
  });

  it("half of the chains of a domain with such a checker are confident, by their words", () => {
    const planned = plans.filter(({ plan }) => plan.style !== null);
    expect(planned.map(({ name }) => name)).toEqual(["circuit_counter", "line_trends", "map_grid"]);
    for (const { name, plan } of planned) {
      const { cue, confidentShare } = plan.style!;
      const wording = WORDINGS.find((other) => other.name === name)!;
      const chains = generateLabelledChains(plan, wording, createRng(name), new Set(), new Map());
      const confident = chains.filter(({ written }) => written.isConfident);
      // About 210 chains: binomial standard error .035.
      expect(Math.abs(confident.length / chains.length - confidentShare)).toBeLessThan(0.14);
      const rate = (of: typeof chains) => {
        const steps = of.flatMap(({ chain }) => chain.steps);
        return steps.filter(({ text }) => text.includes(cue)).length / steps.length;
      };
      expect(rate(confident)).toBeGreaterThan(0.85);
      expect(rate(chains.filter((chain) => !confident.includes(chain)))).toBeLessThan(0.15);
    }
  });

  it("refuses a prefix that does not exist", () => {
    const { plan } = plans[0]!;
    const rng = createRng("bad prefix");
    const { written } = generateLabelledChains(plan, WORDINGS[0]!, rng, new Set(), new Map())[0]!;
    expect(() =>
      estimateAccuracy(shardPolicy(plan, rng), written, 0, honestChecker, 1, rng),
    ).toThrow(RangeError);
  });
});
