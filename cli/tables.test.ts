import { describe, expect, it } from "vitest";
import type { EvaluationReport, Interval, StepMetrics } from "../src/domain/evaluation.ts";
import type { RunFile } from "../src/domain/run.ts";
import { defaultRunConfig } from "../src/domain/runConfig.ts";
import type { ComparisonReport, VerdictReport } from "../src/domain/study.ts";
import { comparisonTable } from "./comparisonTable.ts";
import { evaluationLines } from "./evaluationTable.ts";
import { summaryTable } from "./summaryTable.ts";
import { trainingFolder } from "./sweep.ts";
import { percentWithInterval, pointsWithInterval } from "./textTable.ts";
import { verdictTable } from "./verdictTable.ts";

const around = (value: number, half = 0.05): Interval => ({
  value,
  low: value - half,
  high: value + half,
});

const metrics = (own: Partial<StepMetrics>): StepMetrics => ({
  steps: 120,
  chains: 40,
  goodShare: 0.75,
  auroc: 0.8,
  aurocInterval: around(0.8),
  averagePrecision: 0.5,
  firstErrorF1: 0.25,
  thresholds: [0.4, 0.5],
  meanSquaredError: 0.125,
  calibrationError: 0.0625,
  ...own,
});

const scorer = (id: string, label: string, own: Partial<StepMetrics> = {}) => ({
  scorer: id,
  label,
  overall: metrics(own),
  calibration: [],
  byDomain: [],
});

const evaluation: EvaluationReport = {
  source: "2 files",
  questions: 10,
  candidates: 44,
  unanswered: 3,
  sizes: [1, 2, 4, 8],
  aggregation: "meanLogit",
  prms: [
    { id: "retrained", label: "Retrained", step: 5 },
    { id: "vanilla", label: "Vanilla", step: 5 },
  ],
  referenceId: "vanilla",
  curves: [
    {
      id: "bestOf:retrained",
      kind: "bestOf",
      prmId: "retrained",
      label: "Retrained, best of N",
      points: [1, 2, 4, 8].map((n) => ({
        n,
        questions: [10, 10, 5, 4][Math.log2(n)] ?? 0,
        accuracy: around(0.5 + n / 100),
        gain: around(n / 100),
        isExact: true,
      })),
    },
    {
      id: "random",
      kind: "random",
      prmId: null,
      label: "One at random",
      points: [{ n: 1, questions: 10, accuracy: around(0.5), gain: null, isExact: true }],
    },
  ],
  aggregations: [],
  steps: [
    {
      source: "candidates",
      scorers: [
        scorer("retrained", "Retrained"),
        scorer("vanilla", "Vanilla", {
          auroc: null,
          aurocInterval: null,
          averagePrecision: null,
          firstErrorF1: null,
        }),
        scorer("position", "Position in the chain", { auroc: 0.79, aurocInterval: around(0.79) }),
      ],
      closeToPosition: ["retrained"],
    },
  ],
  groups: [],
  draws: 100,
};

/** Cells are two blanks or more apart. */
const cells = (line: string | undefined) => (line ?? "").split(/ {2,}/);

describe("measured values", () => {
  it("are per cent and points, with signs where they are differences", () => {
    expect(percentWithInterval(around(0.8125))).toBe("81.3 [76.3, 86.3]");
    expect(pointsWithInterval(around(0.0123))).toBe("+1.2 [-3.8, +6.2]");
    expect(pointsWithInterval(around(-0.00001, 0.00001))).toBe("0.0 [0.0, 0.0]");
    expect(pointsWithInterval(null)).toBe("-");
  });
});

describe("the evaluation of a run", () => {
  const lines = evaluationLines(evaluation);

  it("says how much was judged", () => {
    expect(lines[0]).toBe(
      "10 questions, 44 candidates (3 without a final answer), aggregation meanLogit",
    );
  });

  it("has interval and gain at the largest N that half of the questions have", () => {
    expect(cells(lines[1])).toEqual([
      "accuracy in % by N",
      ...["1", "2", "4", "8"],
      "at 4, 95 % interval",
      "points over Vanilla at 4",
    ]);
    expect(cells(lines[2])).toEqual([
      "Retrained, best of N",
      ...["51.0", "52.0", "54.0", "58.0"],
      "54.0 [49.0, 59.0]",
      "+4.0 [-1.0, +9.0]",
    ]);
    expect(cells(lines[3]).slice(0, 3)).toEqual(["One at random", "50.0", "-"]);
    expect(cells(lines[4])).toEqual(["questions with N candidates", "10", "10", "5", "4"]);
    expect(lines[5]).toMatch(/^Not all questions have so many candidates/);
    expect(lines[6]).toMatch(/for this one seed/);
  });

  it("stands steps beside the position baseline and warns where they are close", () => {
    const text = lines.join("\n");
    expect(text).toContain("120 labelled steps of the candidates, 75.0 % of them good");
    expect(cells(lines.find((line) => line.startsWith("Retrained  ")))).toEqual([
      "Retrained",
      "0.800 [0.750, 0.850]",
      ...["0.500", "0.250", "0.063", "0.125"],
    ]);
    expect(text).toMatch(/^Vanilla +- /m);
    expect(text).toMatch(/^Position in the chain {2}0\.790/m);
    expect(text).toMatch(/^warning: not clearly better than a step's position alone: Retrained\./m);
  });

  it("stands in the summary with the recommendation", () => {
    const run = {
      data: {
        domains: [{ name: "sums", rows: 3, chains: 1, steps: 3, meanAccuracy: 0.5 }],
      },
      weights: { sums: 1 },
      evaluation: { main: [], report: evaluation },
      recommendation: {
        choice: "uniform",
        gain: around(0),
        chains: 20,
        questions: 10,
        reason: "Learned weights are not clearly better.",
      },
    } as unknown as RunFile;
    const text = summaryTable(run);
    expect(text).toContain(lines.join("\n"));
    expect(text).toMatch(
      /\n\nRecommended: uniform weights\. Learned weights are not clearly better\.$/,
    );
  });
});

describe("a verdict", () => {
  const report: VerdictReport = {
    kind: "verdict",
    verdict: "none",
    headline: "Learning the weights changed best-of-8 by +1.0 points.",
    reasons: ["First reason.", "Second reason."],
    cautions: [],
    atN: 8,
    questions: 100,
    questionsInAll: 120,
    trainings: { done: 12, planned: 12 },
    steps: evaluation.steps,
    seeds: [3, 4],
    computeMatchedGain: around(0.01),
    controls: [
      {
        id: "retrained",
        label: "Learned weights",
        explanation: "",
        seeds: 2,
        points: [
          { n: 1, accuracy: around(0.5), gainOverThis: null },
          { n: 8, accuracy: around(0.9), gainOverThis: null },
        ],
        metaAuroc: 0.75,
        bySeed: [0.88, 0.92],
      },
      {
        id: "vanilla",
        label: "Vanilla",
        explanation: "",
        seeds: 2,
        points: [{ n: 8, accuracy: around(0.89), gainOverThis: around(0.01) }],
        metaAuroc: null,
        bySeed: [0.88, 0.9],
      },
    ],
    agreement: { value: 0.1, nullLow: -0.5, nullHigh: 0.5, pValue: 0.3 },
    recommendation: null,
    weights: [
      { domain: "low", tier: "harmful", mean: 0.5, bySeed: [0.4, 0.6] },
      { domain: "high", tier: "high", mean: 1.5, bySeed: [1.6, 1.4] },
    ],
    cleanNull: null,
    source: "2 files",
    config: defaultRunConfig(),
    elapsedMs: 1,
  };

  it("names controls, agreement, weights, verdict and reasons", () => {
    const lines = verdictTable(report).split("\n");
    expect(lines[0]).toBe(
      "2 files; 2 seeds (3, 4); the 100 of 120 test questions that have 8 candidates",
    );
    expect(cells(lines[3])).toEqual([
      "Learned weights",
      "90.0 [85.0, 95.0]",
      "-",
      "88.0 92.0",
      "0.750",
    ]);
    expect(cells(lines[4])).toEqual([
      "Vanilla",
      "89.0 [84.0, 94.0]",
      "+1.0 [-4.0, +6.0]",
      "88.0 90.0",
      "-",
    ]);
    const text = lines.join("\n");
    expect(text).toMatch(/rank correlation 0\.10; by chance -0\.50 to 0\.50 \(p = 0\.3000\)/);
    expect(text).toMatch(/^high +1\.500 {2}1\.60 1\.40 +high$\n^low /m);
    expect(text).toContain("Verdict: NO EVIDENCE OF BENEFIT. Learning the weights changed");
    expect(text).toContain("Position in the chain  0.790");
    expect(text).not.toContain("stopped");
    expect(text).toMatch(/\nWhy:\n {2}- First reason\.\n {2}- Second reason\.$/);
  });

  it("says that it was stopped, and that all questions count where they do", () => {
    const stopped = { questionsInAll: 100, trainings: { done: 5, planned: 12 } };
    const lines = verdictTable({ ...report, ...stopped, seeds: [3] }).split("\n");
    expect(lines[0]).toBe("2 files; 1 seed (3); 100 test questions");
    expect(lines[1]).toBe("stopped after 5 of 12 trainings");
  });

  it("does without test candidates", () => {
    const text = verdictTable({ ...report, atN: null, questions: 0 });
    expect(text).toContain("no test candidates");
    expect(text).not.toContain("best-of-8 in %");
  });
});

describe("a sweep", () => {
  const report: ComparisonReport = {
    kind: "comparison",
    title: "lower.steps",
    rows: [
      {
        label: "lower.steps 10",
        differences: {},
        seeds: 2,
        points: [{ n: 4, accuracy: around(0.6), gainOverFirst: null }],
        metaAuroc: 0.6,
        agreement: null,
        weightSpread: [0.5, 1.75],
        bySeed: [0.6, 0.6],
      },
      {
        label: "lower.steps 20",
        differences: { "lower.steps": 20 },
        seeds: 2,
        points: [{ n: 4, accuracy: around(0.65), gainOverFirst: around(0.05) }],
        metaAuroc: 0.65,
        agreement: { value: 0.5, nullLow: -0.25, nullHigh: 0.25, pValue: 0.01 },
        weightSpread: [0.5, 2],
        bySeed: [0.65, 0.65],
      },
    ],
    atN: 4,
    questions: 30,
    seeds: [1, 2],
    source: "2 files",
    elapsedMs: 1,
  };

  it("is a row a variant, gains over the first", () => {
    const lines = comparisonTable(report).split("\n");
    expect(lines[0]).toBe(
      "2 files; 2 seeds (1, 2); 30 questions with 4 candidates each, 95 % intervals",
    );
    expect(cells(lines[2])).toEqual([
      ...["lower.steps 10", "60.0 [55.0, 65.0]", "-", "0.600", "0.50 to 1.75", "-"],
    ]);
    expect(cells(lines[3])).toEqual([
      ...["lower.steps 20", "65.0 [60.0, 70.0]", "+5.0 [0.0, +10.0]"],
      ...["0.650", "0.50 to 2.00", "0.50 (-0.25 to 0.25)"],
    ]);
  });

  it("gives every training a folder of its own", () => {
    const run = { seed: 12 } as RunFile;
    expect(trainingFolder({ label: "mode vanilla, lower.steps 10, seed 12", run })).toBe(
      "mode_vanilla_lower.steps_10-seed12",
    );
    expect(trainingFolder({ label: "../lower.steps 10", run })).toBe("lower.steps_10-seed12");
  });
});
