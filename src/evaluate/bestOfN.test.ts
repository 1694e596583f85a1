import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import { auroc } from "./auroc.ts";
import { bestOfN, bestOfNForQuestion, sizesUpTo } from "./bestOfN.ts";

/** All subsets of size n by brute force; ties share. */
function byEnumeration(candidates: { score: number; isCorrect: boolean }[], n: number): number {
  let sum = 0;
  let subsets = 0;
  for (let mask = 0; mask < 1 << candidates.length; mask++) {
    const chosen = candidates.filter((_, i) => mask & (1 << i));
    if (chosen.length !== n) continue;
    const best = Math.max(...chosen.map((candidate) => candidate.score));
    const top = chosen.filter((candidate) => candidate.score === best);
    sum += top.filter((candidate) => candidate.isCorrect).length / top.length;
    subsets++;
  }
  return sum / subsets;
}

describe("best-of-N", () => {
  it("without ties equals the enumeration of all subsets", () => {
    const rng = createRng(5);
    for (let trial = 0; trial < 10; trial++) {
      const candidates = Array.from({ length: 8 }, () => ({
        score: rng.next(),
        isCorrect: rng.chance(0.4),
      }));
      for (let n = 1; n <= 8; n++) {
        expect(bestOfNForQuestion(candidates, n)).toBeCloseTo(byEnumeration(candidates, n), 12);
      }
    }
  });

  it("one score for all is random choice at any N", () => {
    const candidates = [true, false, false, true].map((isCorrect) => ({ score: 0.5, isCorrect }));
    for (const n of [1, 2, 4]) expect(bestOfNForQuestion(candidates, n)).toBeCloseTo(0.5, 12);
  });

  it("with ties equals the enumeration of all subsets", () => {
    const rng = createRng(6);
    for (let trial = 0; trial < 10; trial++) {
      const candidates = Array.from({ length: 7 }, () => ({
        score: rng.below(3),
        isCorrect: rng.chance(0.4),
      }));
      for (let n = 1; n <= 7; n++) {
        expect(bestOfNForQuestion(candidates, n)).toBeCloseTo(byEnumeration(candidates, n), 12);
      }
    }
  });

  it("skips questions with fewer than N candidates, and is null where all have", () => {
    const short = [{ score: 1, isCorrect: false }];
    const long = [...short, { score: 2, isCorrect: true }];
    expect(bestOfN([short, long], 2)).toBe(1);
    expect(bestOfN([short], 2)).toBeNull();
    expect(sizesUpTo(16)).toEqual([1, 2, 4, 8, 16]);
    expect(sizesUpTo(6)).toEqual([1, 2, 4]);
  });
});

describe("AUROC", () => {
  it("counts concordant pairs, ties half", () => {
    // Pairs (positive, negative): .9>.5, .9>.1, .5=.5, .5>.1 → 3.5 of 4.
    expect(auroc([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0])).toBe(3.5 / 4);
    expect(auroc([1, 2, 3], [false, false, true])).toBe(1);
    expect(auroc([3, 2, 1], [false, false, true])).toBe(0);
    expect(auroc([1, 2], [true, true])).toBeNull();
  });
});
