import { expect, test } from "vitest";
import { parseRunConfig } from "../../domain/runConfig.ts";
import type { ControlRow, VerdictReport } from "../../domain/study.ts";
import { changedSince, headlineGain, shortVerdict } from "./verdictSummary.ts";

const gain = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 });

function report(
  verdict: VerdictReport["verdict"],
  matched: number,
  vanilla: number,
): VerdictReport {
  const row: ControlRow = {
    id: "vanilla",
    label: "Vanilla",
    explanation: "",
    seeds: 2,
    points: [4, 8].map((n) => ({
      n,
      accuracy: gain(0.7),
      gainOverThis: gain(n === 8 ? vanilla : 1),
    })),
    metaAuroc: null,
    bySeed: [],
  };
  return {
    kind: "verdict",
    verdict,
    headline: "",
    reasons: [],
    cautions: [],
    atN: 8,
    questions: 1,
    questionsInAll: 1,
    trainings: { done: 2, planned: 2 },
    steps: [],
    seeds: [1, 2],
    computeMatchedGain: gain(matched),
    controls: [row],
    agreement: null,
    recommendation: null,
    weights: [],
    cleanNull: null,
    source: "",
    config: parseRunConfig({}),
    elapsedMs: 0,
  };
}

test("a benefit is told by what it gains over as much computing, harm by what it loses to vanilla", () => {
  expect(shortVerdict(report("benefit", 0.041, 0.06))).toBe("Yes: +4.1 points");
  expect(shortVerdict(report("harm", -0.05, -0.032))).toBe("Harm: −3.2 points");
  expect(headlineGain(report("harm", -0.05, -0.032))?.value).toBe(-0.032);
  expect(shortVerdict(report("none", 0.01, 0.02))).toBe("No evidence of benefit");
});

test("without test candidates there is a verdict without points", () => {
  const without = { ...report("benefit", 0, 0), computeMatchedGain: null, atN: null };
  expect(shortVerdict(without)).toBe("Yes, as far as meta chains tell");
  expect(headlineGain({ ...without, verdict: "harm", controls: [] })).toBeNull();
});

test("settings that a verdict does not depend on do not outdate it", () => {
  const of = report("benefit", 0.04, 0.05);
  expect(changedSince(of, parseRunConfig({ seed: 5, mode: "vanilla", backend: "cpu" }))).toEqual(
    [],
  );
  expect(
    changedSince(of, parseRunConfig({ lower: { steps: 7 }, evaluation: { every: 2 } })),
  ).toEqual(["lower.steps"]);
  expect(changedSince(of, null)).toEqual([]);
});
