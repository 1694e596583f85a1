// Heads in float64 against the formulas of prm/layout.ts and against finite differences: everything the
// other engines are held against.
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../base/logistic.ts";
import { HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { AGGREGATIONS, META_LOSSES } from "../../domain/runConfig.ts";
import { finiteDifferences } from "../bilevel/fixtures/quadraticEngine.ts";
import { allIndices } from "../bilevel/fixtures/tinyPrm.ts";
import { HEAD_CHAINS, HEAD_ROWS, type HeadProblem, headProblem } from "../fixtures/headProblem.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { createPlainHeadEngine } from "./headEngine.ts";
import { scoreVectors } from "./headPrm.ts";

const WEIGHTS = Float64Array.of(0.5, 1.7, 0.8, 1);
const ALL_ROWS = allIndices(HEAD_ROWS);
const ALL_CHAINS = allIndices(HEAD_CHAINS);

/** z of a row of the train set, from the definition alone. */
function logitByHand({ data, params }: HeadProblem, row: number): number {
  const { layout, train } = data;
  const { values, width, prefix, prefixStart } = train.vectors;
  const steps = Array.from(prefix.subarray(prefixStart[row], prefixStart[row + 1]), (vector) => [
    ...values.subarray(vector * width, (vector + 1) * width),
  ]);
  const newest = steps.at(-1)!;
  const dot = (x: number[], offset: number) =>
    x.reduce((sum, value, i) => sum + value * params[offset + i]!, 0);
  const bias = params[layout.outputBias.offset]!;
  switch (layout.head) {
    case "linear":
      return dot(newest, layout.outputWeight.offset) + bias;
    case "mlp": {
      const hidden = layout.hiddenBias.size;
      const active = Array.from({ length: hidden }, (_, j) => {
        const sum = newest.reduce(
          (total, value, i) => total + value * params[layout.hiddenWeight.offset + i * hidden + j]!,
          params[layout.hiddenBias.offset + j]!,
        );
        return sum * sigmoid(sum);
      });
      return dot(active, layout.outputWeight.offset) + bias;
    }
    case "attention": {
      const powers = steps.map((x) => Math.exp(dot(x, layout.query.offset) / Math.sqrt(width)));
      const sum = powers.reduce((a, b) => a + b, 0);
      const pooled = steps.reduce(
        (total, x, j) => total + (powers[j]! / sum) * dot(x, layout.pooledWeight.offset),
        0,
      );
      return dot(newest, layout.outputWeight.offset) + pooled + bias;
    }
    default:
      return layout satisfies never;
  }
}

describe.each(HEAD_KINDS)("%s head in float64", (head) => {
  it("is what its formula says", () => {
    const problem = headProblem({ head });
    const logits = scoreVectors(problem.data.layout, problem.params, problem.data.train.vectors);
    ALL_ROWS.forEach((row) => {
      expect(logits[row]).toBeCloseTo(logitByHand(problem, row), 12);
    });
    expect(new Set(logits).size).toBeGreaterThan(HEAD_ROWS / 2);
  });

  it("lower gradient is that of Σ α_k ℓ_k", () => {
    const { data, params } = headProblem({ head });
    const engine = createPlainHeadEngine(data, Float64Array);
    const loss = (at: Float64Array) => engine.space.dot(engine.domainLosses(at, ALL_ROWS), WEIGHTS);
    const { gradient, domainLosses } = engine.lowerGradient(params, ALL_ROWS, WEIGHTS);
    expect(relativeError(gradient, finiteDifferences(loss, params))).toBeLessThan(1e-7);
    expect(relativeError(domainLosses, engine.domainLosses(params, ALL_ROWS))).toBeLessThan(1e-14);
    // Every parameter is asked about.
    expect(gradient.every((slope) => slope !== 0)).toBe(true);
  });

  for (const metaLoss of META_LOSSES) {
    it.each(AGGREGATIONS)(`meta gradient: ${metaLoss}, %s`, (aggregation) => {
      const { data, params } = headProblem({ head, metaLoss, aggregation });
      const engine = createPlainHeadEngine(data, Float64Array);
      const { gradient, loss } = engine.metaGradient(params, ALL_CHAINS);
      const expected = finiteDifferences((at) => engine.metaLoss(at, ALL_CHAINS), params);
      expect(relativeError(gradient, expected)).toBeLessThan(1e-6);
      expect(loss).toBe(engine.metaLoss(params, ALL_CHAINS));
      expect(loss).toBeGreaterThan(0);
    });
  }
});
