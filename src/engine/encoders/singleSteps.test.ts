// The meta set by single steps: the same logits as in whole chains, and a loss that is the plain mean over
// the steps.
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../base/logistic.ts";
import { finiteDifferences } from "../bilevel/fixtures/quadraticEngine.ts";
import { allIndices, tinyPrm } from "../bilevel/fixtures/tinyPrm.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { createPlainLexicalEngine } from "../plain/lexicalEngine.ts";
import { scoreRows } from "../plain/lexicalPrm.ts";
import { scoreSequences } from "../plain/transformerPrm.ts";
import { transformerProblem } from "../plain/transformerProblem.ts";
import { chainCount, type RowChains, type SequenceChains } from "./encoded.ts";
import { TEXT_ONLY } from "./encodingSources.ts";
import { chainOf, sums, vocabularyOf } from "./fixtures.ts";
import { encodeMetaSet, lexicalPrmEncoder, transformerPrmEncoder } from "./prmEncoder.ts";
import { singleSteps } from "./singleSteps.ts";

const noBreath = async () => {};
const judged = (steps: string[], isCorrect: boolean | null) => ({
  ...chainOf("How many apples?", steps),
  isCorrect,
});
const CHAINS = [
  judged(["Two and two is 4.", "So 4 apples.", "It is 4."], true),
  judged(["Nobody knows."], null),
  judged(["Two and two is 5.", "So 5."], false),
];

describe("the meta set by single steps", () => {
  it("has every step of the judged chains, with its chain's answer", async () => {
    const lexical = lexicalPrmEncoder({
      kind: "lexical",
      buckets: 256,
      embedding: 4,
      hidden: 4,
      blind: false,
    });
    const transformer = transformerPrmEncoder(
      {
        kind: "transformer",
        vocabulary: 200,
        layers: 1,
        width: 16,
        heads: 2,
        context: 48,
        languageModel: { steps: 0 },
        blind: false,
      },
      await vocabularyOf(sums, 200),
      null,
    );
    for (const encoder of [lexical, transformer]) {
      const set = await encodeMetaSet(encoder, CHAINS, "step", TEXT_ONLY, noBreath);
      expect([...set.isCorrect]).toEqual([1, 1, 1, 0, 0]);
      expect([...set.chainStart]).toEqual([0, 1, 2, 3, 4, 5]);
      expect(chainCount(set)).toBe(5);
      const whole = await encodeMetaSet(encoder, CHAINS, "chain", TEXT_ONLY, noBreath);
      expect([...whole.isCorrect]).toEqual([1, 0]);
      expect([...whole.chainStart]).toEqual([0, 3, 5]);
    }
  });

  it("transformer: each prefix ends at its only score, which is that of the whole chain", () => {
    const { data, params } = transformerProblem();
    const whole = data.meta!;
    const steps = singleSteps(whole) as SequenceChains;
    const { sequences } = steps;
    expect(sequences.count).toBe(whole.chainStart.at(-1));
    expect(sequences.count).toBeGreaterThan(whole.sequences.count);
    for (let s = 0; s < sequences.count; s++) {
      const length = sequences.start[s + 1]! - sequences.start[s]!;
      expect(sequences.scoreAt[sequences.scoreStart[s]!]).toBe(length - 1);
    }
    const expected = scoreSequences(data.layout, params, whole.sequences);
    const found = scoreSequences(data.layout, params, sequences);
    expect(relativeError(found, expected)).toBeLessThan(1e-12);
  });

  it("lexical: the loss is the mean over the steps, its gradient that of the mean", () => {
    const { layout, train, meta, params } = tinyPrm({ buckets: 16 });
    const steps = singleSteps(meta) as RowChains;
    const answers = Array.from(meta.isCorrect).flatMap((answer, c) =>
      new Array<number>(meta.chainStart[c + 1]! - meta.chainStart[c]!).fill(answer),
    );
    const count = answers.length;
    const isCorrect = Float32Array.from(answers);
    const meanOverSteps = (phi: Float64Array) =>
      scoreRows(layout, phi, meta.rows).reduce(
        (sum, logit, i) => sum + (sigmoid(logit) - answers[i]!) ** 2 / count,
        0,
      );
    for (const aggregation of ["meanLogit", "product", "logMeanP"] as const) {
      const engine = createPlainLexicalEngine(
        {
          kind: "lexical",
          layout,
          train,
          meta: { ...steps, isCorrect },
          metaLoss: "mse",
          aggregation,
        },
        Float64Array,
      );
      const { loss, gradient } = engine.metaGradient(params, allIndices(count));
      expect(loss).toBeCloseTo(meanOverSteps(params), 12);
      expect(relativeError(gradient, finiteDifferences(meanOverSteps, params))).toBeLessThan(1e-7);
    }
  });
});
