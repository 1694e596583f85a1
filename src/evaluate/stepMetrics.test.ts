import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import type { Chain } from "../domain/chain.ts";
import { averagePrecision } from "./averagePrecision.ts";
import { calibrationBins, calibrationError } from "./calibration.ts";
import { crossFittedThresholds, firstErrorF1 } from "./firstError.ts";
import { positionBaseline } from "./positionBaseline.ts";
import { stepMetrics } from "./stepMetrics.ts";
import { stepReport } from "./stepReport.ts";
import { type LabelledChain, layOutSteps, rowsOfDomain } from "./stepRows.ts";

function chainOf(labels: readonly (number | null)[]): Chain {
  return {
    id: "",
    question: "",
    steps: labels.map((accuracy) => ({ text: "", accuracy })),
    groundTruth: null,
    isCorrect: null,
    answer: null,
    model: null,
    imagePath: null,
  };
}

function labelled(
  question: string,
  labels: readonly (number | null)[],
  domain: string | null = null,
): LabelledChain {
  return { chain: chainOf(labels), question, domain };
}

/** Three chains a question, up to six steps, labels that fall along a chain more often than not. */
function randomChains(seed: string, questions: number): LabelledChain[] {
  const rng = createRng(seed);
  return Array.from({ length: 3 * questions }, (_, c) => {
    const turns = rng.below(8);
    const labels = Array.from({ length: 1 + rng.below(6) }, (_, i) =>
      rng.chance(0.1) ? null : i < turns ? 0.5 + rng.below(5) / 8 : rng.below(4) / 8,
    );
    return labelled(String(Math.floor(c / 3)), labels, `domain ${c % 9 < 3 ? "a" : "b"}`);
  });
}

describe("layout of labelled steps", () => {
  it("leaves out what has no label and knows where each step came from", () => {
    const rows = layOutSteps([
      labelled("x", [1, null, 0.25], "a"),
      labelled("x", [null]),
      labelled("y", [0.5], "b"),
    ]);
    expect([...rows.labels]).toEqual([1, 0.25, 0.5]);
    expect([...rows.isGood]).toEqual([1, 0, 1]);
    expect([...rows.index]).toEqual([0, 2, 0]);
    expect([...rows.source]).toEqual([0, 2, 4]);
    expect([...rows.chainStart]).toEqual([0, 2, 3]);
    expect([...rows.half]).toEqual([0, 0, 1]);
    expect(rows.domains).toEqual(["a", "b"]);
    const { rows: own, kept } = rowsOfDomain(rows, "b");
    expect([...kept]).toEqual([2]);
    expect([...own.chainStart]).toEqual([0, 1]);
    // The half is that of all questions, the number is its own.
    expect([own.half[0], own.question[0], own.questions]).toEqual([1, 0, 1]);
  });
});

describe("average precision", () => {
  it("by hand, ties retrieved together", () => {
    // .9 sought; .8 not; .5 sought and not together: 1/1 · ½ + 2/4 · ½.
    expect(averagePrecision([0.8, 0.9, 0.5, 0.5], [0, 1, 1, 0])).toBeCloseTo(0.75, 14);
    expect(averagePrecision([1, 2], [1, 1])).toBeNull();
    expect(averagePrecision([1, 1, 1, 1], [1, 0, 0, 0])).toBe(0.25);
  });

  it("equals the naive sum over thresholds", () => {
    const rng = createRng("precision");
    for (let trial = 0; trial < 20; trial++) {
      const items = Array.from({ length: 40 }, () => ({
        score: rng.below(15),
        sought: rng.chance(0.3),
      }));
      const total = items.filter(({ sought }) => sought).length;
      let [sum, recallBefore] = [0, 0];
      for (let threshold = 15; threshold >= 0; threshold--) {
        const retrieved = items.filter(({ score }) => score >= threshold);
        const hits = retrieved.filter(({ sought }) => sought).length;
        if (retrieved.length > 0) sum += (hits / total - recallBefore) * (hits / retrieved.length);
        recallBefore = hits / total;
      }
      const scores = items.map(({ score }) => score);
      const isSought = items.map(({ sought }) => sought);
      expect(averagePrecision(scores, isSought)).toBeCloseTo(sum, 12);
    }
  });
});

describe("calibration", () => {
  it("by hand: two bins, and a score of 1 in the last", () => {
    const bins = calibrationBins([0.12, 0.18, 1, 0.95], [0.5, 0.25, 1, 0.75]);
    expect(bins.map(({ low, steps }) => [low, steps])).toEqual([
      [0.1, 2],
      [0.9, 2],
    ]);
    expect(bins[0]!.meanScore).toBeCloseTo(0.15, 14);
    expect(bins[0]!.meanLabel).toBeCloseTo(0.375, 14);
    expect(calibrationError(bins)).toBeCloseTo((0.225 + 0.1) / 2, 14);
  });
});

describe("first error", () => {
  /** As ProcessBench says it: the first step below t, or none. */
  function naiveF1(
    chains: readonly { labels: number[]; scores: number[]; threshold: number }[],
  ): number {
    const judged = chains.map(({ labels, scores, threshold }) => ({
      truth: labels.findIndex((label) => label < 0.5),
      found: scores.findIndex((score) => score < threshold),
    }));
    const accuracy = (some: typeof judged) =>
      some.filter(({ truth, found }) => truth === found).length / some.length;
    const faulty = accuracy(judged.filter(({ truth }) => truth >= 0));
    const sound = accuracy(judged.filter(({ truth }) => truth < 0));
    return faulty + sound === 0 ? 0 : (2 * faulty * sound) / (faulty + sound);
  }

  it("equals the naive search over all thresholds, each half judged by the other's", () => {
    for (let trial = 0; trial < 15; trial++) {
      const rows = layOutSteps(randomChains(`first ${trial}`, 14));
      const rng = createRng(`scores ${trial}`);
      const scores = rows.labels.map((label) => (label + rng.below(8) / 8 + 0.1) / 2.2);
      const chains = Array.from({ length: rows.chainStart.length - 1 }, (_, c) => ({
        labels: [...rows.labels.slice(rows.chainStart[c], rows.chainStart[c + 1])],
        scores: [...scores.slice(rows.chainStart[c], rows.chainStart[c + 1])],
        half: rows.half[rows.chainStart[c]!]!,
      }));
      const thresholds = crossFittedThresholds(rows, scores)!;
      const sorted = [...new Set(scores)].sort((a, b) => a - b);
      const midpoints = [...sorted, 1].map((score, i) => (score + (sorted[i - 1] ?? 0)) / 2);
      for (const half of [0, 1]) {
        const others = chains.filter((chain) => chain.half !== half);
        const f1At = (threshold: number) =>
          naiveF1(others.map((chain) => ({ ...chain, threshold })));
        expect(f1At(thresholds[half]!)).toBeCloseTo(Math.max(...midpoints.map(f1At)), 12);
      }
      const naive = naiveF1(
        chains.map((chain) => ({ ...chain, threshold: thresholds[chain.half]! })),
      );
      expect(firstErrorF1(rows, scores, thresholds)).toBeCloseTo(naive, 12);
    }
  });

  it("is null where a half has no faulty or no sound chain", () => {
    const rows = layOutSteps([labelled("x", [1, 0]), labelled("x", [1]), labelled("y", [1])]);
    expect(crossFittedThresholds(rows, Float64Array.of(0.9, 0.1, 0.8, 0.7))).toBeNull();
  });
});

describe("position baseline", () => {
  it("is the mean label at the index in the other half, or at the nearest index", () => {
    const rows = layOutSteps([
      labelled("even", [1, 0.5, 0, 0.25]),
      labelled("odd", [0.8, 0.2]),
      labelled("odd", [0.4]),
    ]);
    // Even steps by odd ones: index 0 → .6, index 1 and beyond → .2; odd by even: 1, .5, 1.
    const expected = [0.6, 0.2, 0.2, 0.2, 1, 0.5, 1];
    positionBaseline(rows).forEach((score, r) => {
      expect(score).toBeCloseTo(expected[r]!, 14);
    });
    expect([...positionBaseline(layOutSteps([labelled("only", [1])]))]).toEqual([0.5]);
  });
});

describe("step metrics", () => {
  it("by hand: shares, squared error, and no AUROC without both kinds", () => {
    const rows = layOutSteps([labelled("x", [1, 0.25]), labelled("y", [0.5])]);
    const metrics = stepMetrics(rows, Float64Array.of(0.9, 0.35, 0.3), null, null);
    expect(metrics).toMatchObject({ steps: 3, chains: 2, goodShare: 2 / 3, auroc: 0.5 });
    expect(metrics.meanSquaredError).toBeCloseTo((0.01 + 0.01 + 0.04) / 3, 14);
    expect([metrics.firstErrorF1, metrics.thresholds, metrics.aurocInterval]).toEqual([
      null,
      null,
      null,
    ]);
    const sound = stepMetrics(
      layOutSteps([labelled("x", [1])]),
      Float64Array.of(0.5),
      Float64Array.of(Number.NaN),
      null,
    );
    expect([sound.auroc, sound.aurocInterval, sound.averagePrecision]).toEqual([null, null, null]);
  });

  it("flags a PRM that only counts steps, not one that reads labels", async () => {
    const chains = randomChains("flags", 60);
    const rng = createRng("flag scores");
    const steps = chains.flatMap(({ chain }) => chain.steps.map((step, i) => ({ step, i })));
    const prm = (id: string, logit: (at: (typeof steps)[number]) => number) => ({
      entry: { id, label: id, step: 1 },
      stepLogits: Float64Array.from(steps, logit),
    });
    const report = (await stepReport(
      "candidates",
      chains,
      [
        prm("counter", ({ i }) => 1 - i),
        prm("reader", ({ step }) => 4 * ((step.accuracy ?? 0) - 0.5) + rng.normal()),
      ],
      () => undefined,
    ))!;
    expect(report.closeToPosition).toEqual(["counter"]);
    expect(report.scorers.map(({ scorer }) => scorer)).toEqual(["counter", "reader", "position"]);
    for (const { overall, byDomain } of report.scorers) {
      expect(overall.aurocInterval!.low).toBeLessThan(overall.auroc!);
      expect(byDomain.map(({ domain }) => domain)).toEqual(["domain a", "domain b"]);
      expect(byDomain.reduce((sum, { metrics }) => sum + metrics.steps, 0)).toBe(overall.steps);
    }
    const unlabelled = [labelled("x", [null, null])];
    expect(await stepReport("candidates", unlabelled, [], () => undefined)).toBeNull();
  });
});
