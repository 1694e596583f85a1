// What the worker writes in English is known to the page, sentence by sentence: none is left English in
// another language because somebody has reworded it in the worker.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRng } from "../src/base/rng.ts";
import { ABLATION_IDS, ABLATIONS, ablationVariants } from "../src/domain/ablations.ts";
import type { Chain } from "../src/domain/chain.ts";
import type { Interval } from "../src/domain/evaluation.ts";
import type { BackendInfo } from "../src/domain/run.ts";
import { defaultRunConfig } from "../src/domain/runConfig.ts";
import type { Recommendation, Verdict, WeightAgreement } from "../src/domain/study.ts";
import { CONTROL_IDS } from "../src/domain/study.ts";
import { CONTROLS, verdictTasks } from "../src/domain/verdictTasks.ts";
import { DeviceFailure } from "../src/engine/deviceFailure.ts";
import { stepGroups } from "../src/evaluate/candidateGroups.ts";
import { recommend } from "../src/evaluate/recommend.ts";
import type { Gains } from "../src/evaluate/verdictRule.ts";
import { type VerdictFacts, verdictWords } from "../src/evaluate/verdictWords.ts";
import { said } from "../src/strings/said.ts";
import { loadAreas, setLanguage, t } from "../src/strings/strings.ts";
import { Remedies } from "../src/worker/remedies.ts";

beforeAll(async () => {
  await loadAreas(["evaluate"]);
  await setLanguage("zh-Hant");
});
afterAll(() => setLanguage("en"));

/** Two English words beside one another, apart from names. */
const ENGLISH = /[a-z]{2,} [a-z]{2,}/;

function expectSaid(sentence: string): void {
  const words = said(sentence);
  expect(words, sentence).not.toBe(sentence);
  expect(words, sentence).not.toMatch(ENGLISH);
  expect(words, sentence).not.toContain("{{");
}

const gain = (value: number, width = 0.02): Interval => ({
  value,
  low: value - width,
  high: value + width,
});
const agreement = (pValue: number, nullHigh = 0.2): WeightAgreement => ({
  value: 0.4,
  nullLow: -0.2,
  nullHigh,
  pValue,
});
const recommendation = (choice: Recommendation["choice"], value: number): Recommendation => ({
  choice,
  gain: gain(value),
  chains: 300,
  questions: 60,
  reason:
    "Learned weights judge unseen chains better: AUROC 0.731 with learned weights, 0.702 with uniform ones, on 300 meta chains of 60 questions that were kept from training (better in 97 % of resamples). Neither judges them better than chance.",
});

const VERDICTS: readonly Verdict[] = ["benefit", "none", "harm"];
const CHANGES = [-0.2, -0.03, -0.005, 0, 0.005, 0.03];

function* allGains(): Generator<Gains> {
  for (const vanilla of CHANGES) {
    for (const other of CHANGES) {
      for (const beaten of [1, 7]) {
        const all = gain(other, beaten === 7 ? 0.001 : 0.02);
        yield {
          vanilla: gain(vanilla, 0.001),
          vanillaLong: all,
          matched: all,
          permuted: all,
          drawsBeaten: { beaten, of: 7 },
          fineTuned: all,
          oracle: all,
        };
      }
      const some = { vanilla: gain(vanilla), drawsBeaten: { beaten: 0, of: 0 } };
      const none = { vanillaLong: null, matched: null, permuted: null };
      yield { ...some, ...none, fineTuned: null, oracle: null };
      yield { ...some, ...none, permuted: gain(other), fineTuned: null, oracle: null };
      yield { ...some, ...none, vanillaLong: gain(other), fineTuned: null, oracle: null };
    }
  }
}

function* allFacts(): Generator<VerdictFacts> {
  const others = {
    questions: 200,
    questionsInAll: 240,
    spread: [0.3, 1.9] as [number, number],
    trainings: { done: 30, planned: 56 },
  };
  for (const verdict of VERDICTS) {
    for (const seeds of [1, 7]) {
      for (const agreed of [null, agreement(0.001), agreement(0.5), agreement(0.5, 1)]) {
        const about = { ...others, verdict, seeds, agreement: agreed };
        for (const gains of allGains()) {
          // There is no benefit without a control of as much computing.
          if (verdict === "benefit" && gains.matched === null) continue;
          const cleanNull = { agreement: agreed, spread: [0.7, 1.3] as [number, number] };
          const choice = gains.matched === null ? "learned" : "uniform";
          yield {
            ...about,
            atN: 8,
            gains,
            recommendation: recommendation(choice, 0.02),
            cleanNull: { ...cleanNull, gain: gains.permuted },
            style: 0.61,
            accuracy: 0.72,
          };
        }
        for (const value of CHANGES) {
          const without = { atN: null, gains: null, cleanNull: null, style: null, accuracy: null };
          yield { ...about, ...without, recommendation: recommendation("uniform", value) };
          yield { ...about, ...without, recommendation: null };
        }
      }
    }
  }
}

test("a verdict, whatever it is", () => {
  const sentences = new Set<string>();
  for (const facts of allFacts()) {
    const { headline, reasons, cautions } = verdictWords(facts);
    for (const sentence of [headline, ...reasons, ...cautions]) sentences.add(sentence);
  }
  expect(sentences.size).toBeGreaterThan(50);
  for (const sentence of sentences) expectSaid(sentence);
});

test("what is recommended, and why", () => {
  const rng = createRng("recommended");
  const kept = Array.from(
    { length: 120 },
    (_, i): Chain => ({
      id: `c${i}`,
      question: `question ${i % 40}`,
      steps: [],
      groundTruth: null,
      isCorrect: rng.next() < 0.5,
      answer: null,
      model: null,
      imagePath: null,
    }),
  );
  /** Logits that tell right chains from wrong ones by so much. */
  const judging = (skill: number) => [
    Float64Array.from(kept, ({ isCorrect }) => rng.normal() + (isCorrect ? skill : -skill)),
  ];
  const reasons = [
    recommend(kept, judging(2), judging(0)),
    recommend(kept, judging(0.5), judging(0.5)),
    recommend(kept, judging(0), judging(2)),
    recommend(kept, judging(-1), judging(-2)),
  ].map((found) => found?.reason ?? "");
  expect(new Set(reasons.map((reason) => reason.replaceAll(/[\d.]+/g, "")))).toHaveProperty(
    "size",
    4,
  );
  for (const reason of reasons) expectSaid(reason);
});

test("what helped a run whose device failed", () => {
  const device = (name: BackendInfo["name"], engine: BackendInfo["engine"]): BackendInfo => ({
    name,
    engine,
    adapter: "made up",
    isFallback: false,
    reason: "",
  });
  const on = device("webgpu", "fused");
  const now = device("cpu", "fused");
  const failures = [
    new DeviceFailure("lost", "Gone"),
    new DeviceFailure("memory", "Full"),
    new DeviceFailure("kernel", "Unknown", { kernel: "forward", usesSubgroups: true }),
  ];
  for (const failure of failures) {
    const remedies = new Remedies(defaultRunConfig("lexical"));
    // What is tried first, and what when that did not help.
    for (let time = 0; time < 8; time++) {
      expectSaid(remedies.against(failure, on).notice(now, 120) ?? "");
    }
  }
});

test("the trainings of a verdict and what they are there for", () => {
  const tasks = verdictTasks([1, 2], { hasHarmful: true, hasCleanNull: true });
  for (const { label } of tasks) expectSaid(label);
  for (const id of CONTROL_IDS) {
    expectSaid(CONTROLS[id].label);
    expect(t(`evaluate:controls.explanations.${id}`)).not.toBe(CONTROLS[id].explanation);
  }
});

test("ablations and their variants", () => {
  for (const id of ABLATION_IDS) {
    expectSaid(ABLATIONS[id].title);
    for (const { label } of ablationVariants(defaultRunConfig("lexical"), id)) {
      // "⅓ × (0.01)" is the same in every language.
      if (/[a-z]/.test(label)) expectSaid(label);
    }
  }
});

test("groups of questions by their number of steps", () => {
  for (const name of stepGroups([1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 90]).values()) {
    expectSaid(name);
  }
});

describe("in English", () => {
  test("the page's own words for controls and ablations are the worker's", async () => {
    await setLanguage("en");
    for (const id of CONTROL_IDS) {
      expect(t(`evaluate:controls.explanations.${id}`)).toBe(CONTROLS[id].explanation);
    }
    for (const id of ABLATION_IDS) {
      expect(t(`evaluate:ablations.choices.${id}.title`)).toBe(ABLATIONS[id].title);
      expect(t(`evaluate:ablations.choices.${id}.about`)).toBe(ABLATIONS[id].explanation);
    }
    await setLanguage("zh-Hant");
  });
});
