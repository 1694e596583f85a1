import { describe, expect, it } from "vitest";
import { createRng, type Rng } from "../base/rng.ts";
import { groupByAnswer } from "./answerGroups.ts";
import { majorityVoteByQuestion, majorityVoteForQuestion } from "./majorityVote.ts";
import { oracleForQuestion, styleBaseline } from "./passAtN.ts";
import { type WeightedCandidate, weightedVoteForQuestion } from "./weightedVote.ts";

/** Mean of a choice's worth over all subsets of size n, one by one. */
function overSubsets<T>(items: readonly T[], n: number, worth: (subset: T[]) => number): number {
  let sum = 0;
  let subsets = 0;
  for (let mask = 0; mask < 1 << items.length; mask++) {
    const subset = items.filter((_, i) => mask & (1 << i));
    if (subset.length !== n) continue;
    sum += worth(subset);
    subsets++;
  }
  return sum / subsets;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The choice by votes of the given weight, naively; answers are worth their share in all candidates. */
function naiveVote(
  all: readonly WeightedCandidate[],
  subset: readonly WeightedCandidate[],
  weight: (candidate: WeightedCandidate) => number,
): number {
  const votes = new Map<string, number>();
  for (const one of subset) {
    if (one.answer !== null) votes.set(one.answer, (votes.get(one.answer) ?? 0) + weight(one));
  }
  if (votes.size === 0) return mean(subset.map(({ isCorrect }) => Number(isCorrect)));
  const best = Math.max(...votes.values());
  const winners = [...votes].filter(([, sum]) => sum > best - 1e-9).map(([answer]) => answer);
  const worthOf = (answer: string) =>
    mean(all.filter((one) => one.answer === answer).map(({ isCorrect }) => Number(isCorrect)));
  return mean(winners.map(worthOf));
}

function randomCandidates(rng: Rng, count: number): WeightedCandidate[] {
  return Array.from({ length: count }, () => ({
    answer: rng.chance(0.2) ? null : rng.pick(["a", "b", "c", "d"]),
    // Quarters add up exactly, so that equal sums are ties in any order.
    score: (1 + rng.below(3)) / 4,
    isCorrect: rng.chance(0.4),
  }));
}

describe("majority vote", () => {
  it("equals the enumeration of all subsets, with ties and candidates that do not answer", () => {
    const rng = createRng("majority");
    for (let trial = 0; trial < 25; trial++) {
      const candidates = randomCandidates(rng, 1 + rng.below(9));
      for (let n = 1; n <= candidates.length; n++) {
        const naive = overSubsets(candidates, n, (some) => naiveVote(candidates, some, () => 1));
        expect(majorityVoteForQuestion(candidates, n)).toBeCloseTo(naive, 12);
      }
    }
  });

  it("by hand: of A A B, two are drawn: AA, AB, AB", () => {
    const candidates = [true, true, false].map((isCorrect) => ({
      answer: isCorrect ? " The  Answer" : "b",
      isCorrect,
    }));
    expect(majorityVoteForQuestion(candidates, 2)).toBeCloseTo((1 + 0.5 + 0.5) / 3, 14);
    expect(majorityVoteForQuestion(candidates, 3)).toBe(1);
    expect(majorityVoteForQuestion(candidates, 4)).toBeNull();
    expect([...majorityVoteByQuestion([candidates, candidates.slice(1)], 3)]).toEqual([1, NaN]);
  });

  it("answers are one where they differ in case and blanks only", () => {
    const answers = ["Blue  whale", " blue whale ", "BLUE\twhale", "0.5", "1/2", "  ", null];
    const { groupOf } = groupByAnswer(answers.map((answer) => ({ answer, isCorrect: false })));
    expect([...groupOf]).toEqual([0, 0, 0, 1, 2, -1, -1]);
  });

  it("64 candidates agree with a large sample of subsets", () => {
    const rng = createRng("many");
    const candidates = Array.from({ length: 64 }, () => {
      const answer = String(rng.below(7));
      return { answer, isCorrect: answer === "1" };
    });
    for (const n of [5, 16, 32]) {
      const draws = 20_000;
      let sum = 0;
      for (let draw = 0; draw < draws; draw++) {
        const some = rng.shuffle([...candidates]).slice(0, n);
        const votes = new Map<string, number>();
        for (const { answer } of some) votes.set(answer, (votes.get(answer) ?? 0) + 1);
        const best = Math.max(...votes.values());
        const winners = [...votes].filter(([, count]) => count === best);
        if (votes.get("1") === best) sum += 1 / winners.length;
      }
      const exact = majorityVoteForQuestion(candidates, n)!;
      expect(exact).toBeGreaterThan(0);
      expect(Math.abs(exact - sum / draws)).toBeLessThan(
        4 * Math.sqrt((exact * (1 - exact)) / draws) + 1e-9,
      );
    }
    const allApart = candidates.map((one, i) => ({ ...one, answer: String(i) }));
    const share = allApart.filter(({ isCorrect }) => isCorrect).length / 64;
    expect(majorityVoteForQuestion(allApart, 32)).toBeCloseTo(share, 12);
  });
});

describe("weighted vote", () => {
  it("equals the enumeration of all subsets, with ties and candidates that do not answer", () => {
    const rng = createRng("weighted");
    for (let trial = 0; trial < 25; trial++) {
      const candidates = randomCandidates(rng, 1 + rng.below(9));
      for (let n = 1; n <= candidates.length; n++) {
        const naive = overSubsets(candidates, n, (some) =>
          naiveVote(candidates, some, ({ score }) => score),
        );
        const { value, isExact } = weightedVoteForQuestion(candidates, n, 1)!;
        expect(value).toBeCloseTo(naive, 12);
        expect(isExact).toBe(true);
      }
    }
    expect(weightedVoteForQuestion([], 1, 1)).toBeNull();
  });

  it("equal scores are a majority vote; too many subsets are sampled, and it says so", () => {
    const candidates = randomCandidates(createRng("equal"), 24).map((one) => ({
      ...one,
      score: 0.3,
    }));
    const exact = weightedVoteForQuestion(candidates, 3, 1)!;
    expect(exact.isExact).toBe(true);
    expect(exact.value).toBeCloseTo(majorityVoteForQuestion(candidates, 3)!, 12);
    const sampled = weightedVoteForQuestion(candidates, 12, 1)!;
    expect(sampled.isExact).toBe(false);
    expect(Math.abs(sampled.value - majorityVoteForQuestion(candidates, 12)!)).toBeLessThan(
      4 / Math.sqrt(4000) / 2,
    );
    expect(weightedVoteForQuestion(candidates, 12, 1)).toEqual(sampled);
  });
});

describe("without a PRM", () => {
  it("the oracle equals the enumeration of all subsets", () => {
    const candidates = [true, false, false, true, false, false].map((isCorrect) => ({ isCorrect }));
    for (let n = 1; n <= 6; n++) {
      const naive = overSubsets(candidates, n, (some) =>
        Number(some.some(({ isCorrect }) => isCorrect)),
      );
      expect(oracleForQuestion(candidates, n)).toBeCloseTo(naive, 14);
    }
    expect(oracleForQuestion(candidates, 7)).toBeNull();
  });

  it("style knows a model from the other half of the questions only", () => {
    const by = (model: string, isCorrect: boolean) => ({ model, isCorrect });
    const scores = styleBaseline([
      [by("x", true), by("y", false)],
      [by("x", false), by("y", true)],
    ])!;
    // The even question is scored by the odd one: x 0 of 1, y 1 of 1, mean .5, prior of 5.
    expect(scores[0]!.map(({ score }) => score)).toEqual([2.5 / 6, 3.5 / 6]);
    expect(scores[1]!.map(({ score }) => score)).toEqual([3.5 / 6, 2.5 / 6]);
    expect(styleBaseline([[by("x", true), { model: null, isCorrect: false }]])).toBeNull();
  });
});
