import { describe, expect, it } from "vitest";
import { sigmoid } from "../base/logistic.ts";
import { createRng } from "../base/rng.ts";
import type { CandidateQuestion } from "../domain/chain.ts";
import type { MethodKind } from "../domain/evaluation.ts";
import { AGGREGATIONS, type Aggregation } from "../domain/runConfig.ts";
import { bestOfN } from "./bestOfN.ts";
import { stepGroups } from "./candidateGroups.ts";
import { type EvaluationInput, evaluateCandidates } from "./evaluateCandidates.ts";
import { majorityVoteForQuestion } from "./majorityVote.ts";
import { weightedVoteForQuestion } from "./weightedVote.ts";

const noTurn = async () => {};

/** Questions of two domains, eight candidates of two models each; the PRM "good" sees a little of what is correct. */
function makeInput(questionCount: number): EvaluationInput {
  const rng = createRng("evaluate");
  const questions: CandidateQuestion[] = Array.from({ length: questionCount }, (_, q) => ({
    id: String(q),
    question: `question ${q}`,
    domain: q % 3 === 0 ? "sums" : "facts",
    candidates: Array.from({ length: 8 }, (_, c) => {
      const isCorrect = rng.chance(c % 2 === 0 ? 0.6 : 0.3);
      return {
        id: `${q}/${c}`,
        question: `question ${q}`,
        steps: Array.from({ length: 2 + (c % 3) }, () => ({
          text: "",
          accuracy: Number(isCorrect),
        })),
        groundTruth: null,
        isCorrect,
        answer: isCorrect ? "right" : rng.pick(["wrong", "worse", null]),
        model: c % 2 === 0 ? "better" : "poorer",
        imagePath: null,
      };
    }),
  }));
  const chains = questions.flatMap(({ candidates }) => candidates);
  const chainStart = new Int32Array(chains.length + 1);
  chains.forEach(({ steps }, c) => {
    chainStart[c + 1] = chainStart[c]! + steps.length;
  });
  const prm = (id: string, signal: number) => {
    const ofChain = () =>
      Float64Array.from(chains, (chain) => signal * Number(chain.isCorrect) + rng.normal());
    return {
      entry: { id, label: id, step: 10 },
      aggregation: "meanLogit" as const,
      stepLogits: Float64Array.from({ length: chainStart.at(-1)! }, () => rng.normal()),
      chainStart,
      chainLogits: Object.fromEntries(AGGREGATIONS.map((kind) => [kind, ofChain()])) as Record<
        Aggregation,
        Float64Array
      >,
    };
  };
  return {
    source: "made up",
    questions,
    prms: [prm("good", 1.5), prm("vanilla", 0.2)],
    referenceId: "vanilla",
    aggregation: "min",
    heldOut: [],
    heldOutLogits: [],
  };
}

describe("evaluation of candidates", () => {
  it("curves hold what each method gives, and gains what is between them", async () => {
    const input = makeInput(60);
    const report = await evaluateCandidates(input, noTurn);
    expect(report).toMatchObject({ questions: 60, candidates: 480, sizes: [1, 2, 4, 8] });
    expect(report.unanswered).toBe(
      input.questions.flatMap(({ candidates }) => candidates).filter(({ answer }) => !answer)
        .length,
    );
    expect(report.curves.map(({ id }) => id)).toEqual([
      "bestOf:good",
      "bestOf:vanilla",
      "weightedVote:good",
      "weightedVote:vanilla",
      "majority",
      "random",
      "oracle",
      "style",
    ]);
    const scored = (prm: number, kind: Aggregation) =>
      input.questions.map(({ candidates }, q) =>
        candidates.map(({ isCorrect, answer }, c) => ({
          isCorrect: isCorrect === true,
          answer,
          score: sigmoid(input.prms[prm]!.chainLogits[kind][8 * q + c]!),
        })),
      );
    const meanOf = (values: (number | null)[]) =>
      values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
    const [good, vanilla] = [scored(0, "min"), scored(1, "min")];
    const expected: Partial<Record<MethodKind, (n: number) => number>> = {
      bestOf: (n) => bestOfN(good, n)!,
      weightedVote: (n) => meanOf(good.map((one, q) => weightedVoteForQuestion(one, n, q)!.value)),
      majority: (n) => meanOf(good.map((one) => majorityVoteForQuestion(one, n))),
      random: () => bestOfN(good, 1)!,
    };
    for (const { kind, prmId, points } of report.curves) {
      for (const { n, accuracy, gain, questions, isExact } of points) {
        expect([questions, isExact]).toEqual([60, true]);
        expect(accuracy.low).toBeLessThanOrEqual(accuracy.value);
        expect(accuracy.high).toBeGreaterThanOrEqual(accuracy.value);
        if (prmId === "vanilla" && kind === "bestOf") expect(gain).toBeNull();
        else expect(gain!.value).toBeCloseTo(accuracy.value - bestOfN(vanilla, n)!, 12);
        const wanted = expected[kind];
        if (prmId !== "vanilla" && wanted) expect(accuracy.value).toBeCloseTo(wanted(n), 12);
      }
    }
    const best = report.curves[0]!.points.at(-1)!;
    expect(best.gain!.low).toBeGreaterThan(0);
    const style = report.curves.at(-1)!.points.at(-1)!.accuracy.value;
    expect(style).toBeGreaterThan(report.curves[5]!.points[0]!.accuracy.value);

    expect(report.aggregations).toHaveLength(2 * AGGREGATIONS.length);
    for (const { prmId, aggregation, accuracy, gain } of report.aggregations) {
      const ranked = scored(prmId === "good" ? 0 : 1, aggregation);
      expect(accuracy[3]).toBeCloseTo(bestOfN(ranked, 8)!, 12);
      const own = bestOfN(scored(prmId === "good" ? 0 : 1, "meanLogit"), 8)!;
      if (aggregation === "meanLogit") expect(gain).toBeNull();
      else expect(gain!.value).toBeCloseTo(accuracy[3]! - own, 12);
    }
    expect(report.steps.map(({ source }) => source)).toEqual(["candidates"]);
    expect(await evaluateCandidates(input, noTurn)).toEqual(report);
  });

  it("breakdowns choose among the group's own candidates", async () => {
    const input = makeInput(30);
    const { groups } = await evaluateCandidates(input, noTurn);
    expect(groups.map(({ by, rows }) => [by, rows.map(({ group }) => group)])).toEqual([
      ["domain", ["sums", "facts"]],
      ["steps", ["2 steps", "3 steps", "4 steps"]],
      ["model", ["better", "poorer"]],
    ]);
    const better = groups[2]!.rows[0]!;
    const own = input.questions.map(({ candidates }, q) =>
      candidates.flatMap(({ model, isCorrect }, c) =>
        model === "better"
          ? [{ isCorrect: isCorrect!, score: input.prms[0]!.chainLogits.min[8 * q + c]! }]
          : [],
      ),
    );
    expect(better).toMatchObject({ questions: 30, candidates: 120, n: 4 });
    expect(better.passAt1).toBeCloseTo(bestOfN(own, 1)!, 12);
    expect(better.prms[0]!.bestOf!.value).toBeCloseTo(bestOfN(own, 4)!, 12);
    expect(better.prms[1]!.gain).toBeNull();
    expect(better.prms[0]!.chainAuroc).toBeGreaterThan(0.7);
  });

  it("questions with an image and without are told apart", async () => {
    const input = makeInput(12);
    for (const { candidates } of input.questions.slice(0, 5)) {
      for (const candidate of candidates) candidate.imagePath = "i.png";
    }
    const { groups } = await evaluateCandidates(input, noTurn);
    const rows = groups.find(({ by }) => by === "image")!.rows;
    expect(rows.map(({ group, questions }) => [group, questions])).toEqual([
      ["with an image", 5],
      ["without an image", 7],
    ]);
  });

  it("leaves out what does not say whether it is correct, and answers where nothing is left", async () => {
    const input = makeInput(12);
    const [first, second] = [input.questions[0]!, input.questions[1]!];
    for (const candidate of first.candidates) candidate.isCorrect = null;
    second.candidates[0]!.isCorrect = null;
    const report = await evaluateCandidates(input, noTurn);
    expect([report.questions, report.candidates]).toEqual([11, 87]);
    // Best of 8 over the ten questions that still have eight, each with its own logits.
    const ranked = input.questions.slice(2).map(({ candidates }, q) =>
      candidates.map(({ isCorrect }, c) => ({
        isCorrect: isCorrect!,
        score: input.prms[0]!.chainLogits.min[8 * (q + 2) + c]!,
      })),
    );
    const point = report.curves[0]!.points.at(-1)!;
    expect([point.n, point.questions]).toEqual([8, 10]);
    expect(point.accuracy.value).toBeCloseTo(bestOfN(ranked, 8)!, 12);

    const nothing = await evaluateCandidates(
      { ...input, questions: [], prms: [], referenceId: null },
      noTurn,
    );
    expect([nothing.sizes, nothing.steps, nothing.groups]).toEqual([[], [], []]);
    const cut = { ...input, questions: input.questions.slice(1) };
    await expect(evaluateCandidates(cut, noTurn)).rejects.toThrow(RangeError);
  });

  it("puts numbers of steps together where there are many", () => {
    const names = stepGroups(Array.from({ length: 400 }, (_, i) => 1 + (i % 20)));
    const groups = new Set(names.values());
    expect(groups.size).toBe(8);
    expect(names.get(1)).toMatch(/^1–/);
    expect(names.size).toBe(20);
    // One number holds nearly all: the rest still fit into eight.
    const skewed = stepGroups([...new Array<number>(500).fill(3), ...Array(30).keys()]);
    expect(new Set(skewed.values()).size).toBeLessThanOrEqual(8);
    expect(stepGroups([2, 3]).get(3)).toBe("3 steps");
  });
});
