// Verdicts on made-up measurements whose truth is known.
import { describe, expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import type { ControlId } from "../domain/study.ts";
import { judge, type MeasuredControls, type MeasuredPrm, type VerdictInput } from "./verdict.ts";

const QUESTIONS = 400;
const SEEDS = [1, 2, 3, 4, 5];
const DOMAINS = Array.from({ length: 15 }, (_, k) => ({ name: `domain ${k}`, tier: null }));

/** Each question right with its own chance, plus what the control adds. */
function measured(lift: number, seed: number): MeasuredPrm {
  const questions = createRng("questions");
  const rng = createRng(`${lift} ${seed}`);
  const values = Float64Array.from({ length: QUESTIONS }, () => {
    const chance = 0.5 + 0.5 * questions.next();
    return Math.min(1, Math.max(0, chance + lift + 0.1 * rng.normal()));
  });
  return { seed, byQuestion: new Map([[8, values]]), metaAuroc: 0.7 + lift };
}

function controlsOf(lifts: Partial<Record<ControlId, number>>): MeasuredControls {
  return Object.fromEntries(
    Object.entries(lifts).map(([id, lift]) => [id, SEEDS.map((seed) => measured(lift, seed))]),
  );
}

const agreeing = SEEDS.map((seed) => {
  const rng = createRng(`weights ${seed}`);
  return Float64Array.from({ length: 15 }, (_, k) => 0.5 + k / 15 + 0.1 * rng.normal());
});
const scattered = SEEDS.map((seed) => {
  const rng = createRng(`scattered ${seed}`);
  return Float64Array.from({ length: 15 }, () => 0.5 + rng.next());
});

/** The verdict where every seed and question gains the same over vanilla, so that there is no doubt. */
function certain(gain: number) {
  const all = (share: number) =>
    SEEDS.map((seed) => ({
      seed,
      byQuestion: new Map([[8, new Float64Array(QUESTIONS).fill(share)]]),
      metaAuroc: 0.7,
    }));
  const controls = {
    retrained: all(0.6 + gain),
    vanilla: all(0.6),
    vanillaLong: all(0.6),
    permuted: all(0.5),
  };
  return judge(inputOf({}, { controls }));
}

const inputOf = (
  lifts: Partial<Record<ControlId, number>>,
  change: Partial<VerdictInput> = {},
): VerdictInput => ({
  controls: controlsOf(lifts),
  domains: DOMAINS,
  weightsBySeed: agreeing,
  recommendation: null,
  clean: null,
  questionsInAll: QUESTIONS,
  trainings: { done: 30, planned: 30 },
  steps: [],
  style: null,
  ...change,
});

describe("the verdict", () => {
  it("is benefit where every control is beaten, by the gain over the better baseline", () => {
    const found = judge(
      inputOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0.01, permuted: -0.01 }),
    );
    expect(found.verdict).toBe("benefit");
    expect(found.atN).toBe(8);
    expect(found.questions).toBe(QUESTIONS);
    expect(found.computeMatchedGain!.value).toBeGreaterThan(0.03);
    expect(found.computeMatchedGain!.value).toBeLessThan(0.06);
    const points = (100 * found.computeMatchedGain!.value).toFixed(1);
    expect(found.headline).toContain(`raised best-of-8 by +${points} points`);
    expect(found.agreement!.pValue).toBeLessThan(0.01);
    expect(found.reasons.join()).toMatch(/5 seeds agree/);
  });

  it("is none where one control explains the gain away, and says which", () => {
    const long = judge(inputOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0.06, permuted: 0 }));
    expect(long.verdict).toBe("none");
    expect(long.reasons.join()).toMatch(/more computing would do as well/);
    const permuted = judge(
      inputOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0, permuted: 0.06 }),
    );
    expect(permuted.verdict).toBe("none");
    expect(permuted.reasons.join()).toMatch(/dealt out at random would do as well/);
    expect(permuted.headline).toMatch(/no evidence of benefit/);
  });

  it("is none where there is no difference, however far the weights spread", () => {
    const found = judge(
      inputOf(
        { retrained: 0, vanilla: 0, vanillaLong: 0, permuted: 0 },
        { weightsBySeed: scattered },
      ),
    );
    expect(found.verdict).toBe("none");
    expect(found.reasons.join()).toMatch(/no more than chance/);
    expect(found.cautions.join()).toMatch(/spread is no evidence/);
  });

  it("is harm where vanilla is better", () => {
    const found = judge(inputOf({ retrained: -0.05, vanilla: 0, vanillaLong: 0, permuted: -0.05 }));
    expect(found.verdict).toBe("harm");
    expect(found.headline).toMatch(/lowered best-of-8 by \d\.\d points/);
  });

  it("does not speak of agreement where chance alone agrees fully", () => {
    const lifts = { retrained: 0.06, vanilla: 0, vanillaLong: 0, permuted: 0 };
    const two = agreeing.slice(0, 2).map((weights) => weights.slice(0, 3));
    const found = judge(inputOf(lifts, { weightsBySeed: two, domains: DOMAINS.slice(0, 3) }));
    expect(found.agreement!.nullHigh).toBeCloseTo(1, 10);
    expect(found.reasons.join()).toMatch(/too few domains and seeds/);
    expect(found.cautions.join()).not.toMatch(/do not agree/);
  });

  it("calls half a point neither benefit nor harm, however sure", () => {
    const sure = certain(0.005);
    expect(sure.verdict).toBe("none");
    expect(sure.headline).toMatch(/too little to call it benefit/);
    const loss = certain(-0.005);
    expect(loss.verdict).toBe("none");
    expect(loss.headline).toMatch(/too little to call it harm/);
    expect(certain(-0.02).verdict).toBe("harm");
    expect(certain(0.02).verdict).toBe("benefit");
  });

  it("tells when fine-tuning on the meta set does better", () => {
    const found = judge(
      inputOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0, permuted: 0, fineTuned: 0.12 }),
    );
    expect(found.verdict).toBe("benefit");
    expect(found.cautions.join()).toMatch(/Fine-tuning .* does better still/);
  });

  it("goes by the kept meta chains where there are no candidates", () => {
    const bare = (seed: number): MeasuredPrm => ({ seed, byQuestion: new Map(), metaAuroc: 0.7 });
    const controls = { retrained: SEEDS.map(bare), vanilla: SEEDS.map(bare) };
    const recommendation = (low: number, high: number) => ({
      choice: low > 0 ? ("learned" as const) : ("uniform" as const),
      gain: { value: (low + high) / 2, low, high },
      chains: 200,
      questions: 50,
      reason: "Because.",
    });
    const verdictFor = (low: number, high: number) =>
      judge(inputOf({}, { controls, recommendation: recommendation(low, high) }));
    expect(verdictFor(0.01, 0.05).verdict).toBe("benefit");
    expect(verdictFor(-0.01, 0.05).verdict).toBe("none");
    expect(verdictFor(-0.05, -0.01).verdict).toBe("harm");
    expect(verdictFor(-0.05, -0.01).headline).toMatch(/no test candidates with known answers/);
    const nothing = judge(inputOf({}, { controls }));
    expect(nothing.verdict).toBe("none");
    expect(nothing.headline).toMatch(/Nothing could be judged/);
    expect(nothing.atN).toBeNull();
  });

  it("is no benefit while a control, or a second seed, is missing", () => {
    const all = { retrained: 0.06, vanilla: 0, vanillaLong: 0, permuted: 0 };
    const trainings = { done: 3, planned: 30 };
    for (const missing of ["vanillaLong", "permuted"] as const) {
      const { [missing]: _left, ...lifts } = all;
      const found = judge(inputOf(lifts, { trainings }));
      expect(found.verdict).toBe("none");
      expect(found.reasons.join()).toMatch(/Not there to compare with/);
      expect(found.cautions[0]).toMatch(/Stopped early: 3 of 30/);
      if (missing === "vanillaLong") expect(found.headline).not.toMatch(/as much computing/);
    }
    const full = controlsOf(all);
    const one = Object.fromEntries(
      Object.entries(full).map(([id, prms]) => [id, prms.slice(0, 1)]),
    );
    const found = judge(inputOf({}, { controls: one, weightsBySeed: agreeing.slice(0, 1) }));
    expect(found.verdict).toBe("none");
    expect(found.reasons.join()).toMatch(/a second seed/);
    expect(judge(inputOf(all)).verdict).toBe("benefit");
  });

  it("is no benefit where a few lucky deals of the weights do as well", () => {
    const controls = controlsOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0 });
    const permuted = SEEDS.map((seed) => measured(seed < 3 ? 0.1 : -0.2, seed));
    const found = judge(inputOf({}, { controls: { ...controls, permuted } }));
    const row = found.controls.find(({ id }) => id === "permuted")!;
    expect(row.points[0]!.gainOverThis!.low).toBeGreaterThan(0);
    expect(found.verdict).toBe("none");
    expect(found.reasons.join()).toMatch(/better than 3 of 5 random deals: too few/);
  });

  it("warns where choosing by the model's name would do, and of questions with too few candidates", () => {
    const lifts = { retrained: 0.06, vanilla: 0, vanillaLong: 0, permuted: 0 };
    const found = judge(
      inputOf(lifts, { style: new Map([[8, 0.9]]), questionsInAll: QUESTIONS + 100 }),
    );
    expect(found.cautions.join()).toMatch(
      /by the model alone, without reading, is right in 90.0 %/,
    );
    expect(found.cautions.join()).toMatch(/Only 400 of 500 questions/);
  });

  it("pairs seeds: a seed that only one side has is left out", () => {
    const controls = controlsOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0 });
    const fewer = { ...controls, vanillaLong: controls.vanillaLong!.slice(0, 2) };
    const found = judge(inputOf({}, { controls: fewer }));
    expect(found.controls.find(({ id }) => id === "vanillaLong")!.seeds).toBe(2);
    expect(found.verdict).not.toBe("harm");
    expect(found.computeMatchedGain!.value).toBeGreaterThan(0.04);
  });

  it("holds no number that JSON would lose", () => {
    const text = JSON.stringify(
      judge(inputOf({ retrained: 0.06, vanilla: 0, vanillaLong: 0, permuted: 0 })),
      (_key, value) => {
        if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
        return value;
      },
    );
    expect(text).toContain("benefit");
  });
});
