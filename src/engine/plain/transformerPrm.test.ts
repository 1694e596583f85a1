import { describe, expect, it } from "vitest";
import { AGGREGATIONS, META_LOSSES } from "../../domain/runConfig.ts";
import { finiteDifferences } from "../bilevel/fixtures/quadraticEngine.ts";
import type { EncodedSequences } from "../encoders/encoded.ts";
import { isTransformer, type ParameterBlock } from "../prm/layout.ts";
import { plainTransformerLosses } from "./transformerLosses.ts";
import { scoreSequences, sequenceLogits } from "./transformerPrm.ts";
import {
  differenceAlong,
  differencesAt,
  sampledParams,
  transformerProblem,
} from "./transformerProblem.ts";

function oneSequence(
  tokens: number[],
  scoreAt: number[],
  surprisal = new Float32Array(tokens.length),
): EncodedSequences {
  return {
    count: 1,
    start: Int32Array.of(0, tokens.length),
    tokens: Int32Array.from(tokens),
    surprisal,
    scoreStart: Int32Array.of(0, scoreAt.length),
    scoreAt: Int32Array.from(scoreAt),
  };
}

describe("scores", () => {
  it("of a sequence read once are those of its prefixes read one by one, to the last bit", () => {
    const { data, params } = transformerProblem({ layers: 3, width: 24, heads: 2 });
    const { sequences } = data.train;
    const logits = scoreSequences(data.layout, params, sequences);
    expect(logits).toHaveLength(sequences.scoreAt.length);
    expect(logits.every((logit) => Number.isFinite(logit))).toBe(true);
    for (let s = 0; s < sequences.count; s++) {
      for (let i = sequences.scoreStart[s]!; i < sequences.scoreStart[s + 1]!; i++) {
        const from = sequences.start[s]!;
        const at = sequences.scoreAt[i]!;
        const prefix = oneSequence(
          [...sequences.tokens.slice(from, from + at + 1)],
          [at],
          sequences.surprisal.slice(from, from + at + 1),
        );
        expect(scoreSequences(data.layout, params, prefix)[0]).toBe(logits[i]);
      }
    }
  });

  it("depend on the order of what was read before, not on what comes after", () => {
    const { data, params } = transformerProblem();
    const logit = (tokens: number[]) =>
      sequenceLogits(data.layout, params, oneSequence(tokens, [3]), 0)[0]!;
    expect(logit([1, 2, 3, 4, 5])).toBe(logit([1, 2, 3, 4, 9]));
    expect(Math.abs(logit([1, 2, 3, 4]) - logit([2, 1, 3, 4]))).toBeGreaterThan(1e-3);
  });

  // The definition a second time: vectors as lists, heads as lists of pairs, and rotary positions in
  // their relative form, a turn of each pair by the distance between query and key.
  it.each([
    { width: 16, heads: 2, layers: 2 },
    { width: 24, heads: 1, layers: 1 },
  ])("are those of the definition in relative positions: $width, $heads", (shape) => {
    const { data, params } = transformerProblem(shape);
    const { layout } = data;
    const { width, heads } = shape;
    const h = width / heads;
    const tokens = [7, 0, 36, 7, 12];
    const range = (n: number) => Array.from({ length: n }, (_, i) => i);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    const times = (x: number[], { offset, size }: ParameterBlock) => {
      const outputs = size / x.length;
      return range(outputs).map((j) => sum(x.map((v, i) => v * params[offset + i * outputs + j]!)));
    };
    const norm = (x: number[]) => {
      const mean = sum(x) / x.length;
      const variance = sum(x.map((v) => v * v)) / x.length - mean * mean;
      return x.map((v) => (v - mean) / Math.sqrt(variance + 1e-5));
    };
    const plus = (x: number[], y: number[]) => x.map((v, i) => v + y[i]!);
    const surprisal = Float32Array.of(0, 3, 0.5, 8, 1.25);
    let xs = tokens.map((token, t) =>
      range(width).map(
        (i) =>
          params[layout.token.offset + token * width + i]! +
          surprisal[t]! * params[layout.surprisal.offset + i]!,
      ),
    );
    for (const layer of layout.layers) {
      const qkv = xs.map((x) => times(norm(x), layer.queryKeyValue));
      const attended = xs.map((_, t) =>
        range(heads).flatMap((head) => {
          const at = head * h;
          const scores = range(t + 1).map((j) => {
            const pairs = range(h / 2).map((p) => {
              const turn = (t - j) * 10_000 ** ((-2 * p) / h);
              const [a, b] = [qkv[t]![at + p]!, qkv[t]![at + p + h / 2]!];
              const [c, d] = [qkv[j]![width + at + p]!, qkv[j]![width + at + p + h / 2]!];
              return (a * c + b * d) * Math.cos(turn) + (a * d - b * c) * Math.sin(turn);
            });
            return sum(pairs) / Math.sqrt(h);
          });
          const total = sum(scores.map(Math.exp));
          return range(h).map((i) =>
            sum(scores.map((score, j) => (Math.exp(score) / total) * qkv[j]![2 * width + at + i]!)),
          );
        }),
      );
      xs = xs.map((x, t) => plus(x, times(attended[t]!, layer.attentionOutput)));
      xs = xs.map((x) => {
        const up = times(norm(x), layer.up).map((v) => v / (1 + Math.exp(-v)));
        return plus(x, times(up, layer.down));
      });
    }
    const expected = [1, 4].map(
      (t) => times(norm(xs[t]!), layout.scoreWeight)[0]! + params[layout.scoreBias.offset]!,
    );
    const logits = sequenceLogits(layout, params, oneSequence(tokens, [1, 4], surprisal), 0);
    expected.forEach((logit, i) => {
      expect(logits[i]).toBeCloseTo(logit, 10);
    });
  });
});

describe("losses", () => {
  it("of the whole set are the mean squared error, weighted by domain", () => {
    const { data, params } = transformerProblem();
    const { train, layout } = data;
    const weights = [0.5, 1.7, 0.8];
    const logits = scoreSequences(layout, params, train.sequences);
    let weighted = 0;
    for (let s = 0; s < train.sequences.count; s++) {
      for (let i = train.sequences.scoreStart[s]!; i < train.sequences.scoreStart[s + 1]!; i++) {
        const error = 1 / (1 + Math.exp(-logits[i]!)) - train.labels[i]!;
        weighted += (weights[train.domains[s]!]! * error ** 2) / logits.length;
      }
    }
    const items = Int32Array.from({ length: train.sequences.count }, (_, s) => s);
    const losses = plainTransformerLosses(data);
    expect(losses.lowerLoss(params, items, weights)).toBeCloseTo(weighted, 12);
    const twice = losses.domainLosses(params, [...items, ...items]);
    losses.domainLosses(params, items).forEach((loss, k) => {
      expect(loss).toBeGreaterThan(0);
      expect(twice[k]).toBeCloseTo(loss, 12);
    });
  });

  it("of meta chains: one logit a chain, from all its sequences", () => {
    const { data, params } = transformerProblem({ metaLoss: "mse", aggregation: "meanLogit" });
    const meta = data.meta!;
    const logits = scoreSequences(data.layout, params, meta.sequences);
    const [from, to] = [meta.chainStart[1]!, meta.chainStart[2]!];
    expect(meta.sequenceStart[2]! - meta.sequenceStart[1]!).toBe(2);
    const mean = logits.slice(from, to).reduce((a, b) => a + b) / (to - from);
    const loss = (1 / (1 + Math.exp(-mean)) - meta.isCorrect[1]!) ** 2;
    expect(plainTransformerLosses(data).metaLoss(params, [1])).toBeCloseTo(loss, 12);
  });

  it.each(META_LOSSES.flatMap((m) => AGGREGATIONS.map((a) => [m, a] as const)))(
    "%s of %s is finite and not zero",
    (metaLoss, aggregation) => {
      const { data, params } = transformerProblem({ metaLoss, aggregation });
      const loss = plainTransformerLosses(data).metaLoss(params, [0, 1, 2, 3, 4]);
      expect(loss).toBeGreaterThan(0);
      expect(loss).toBeLessThan(10);
    },
  );
});

describe("the test problem", () => {
  it("has the odd cases in it", () => {
    const { data } = transformerProblem();
    const { layout, train, meta } = data;
    expect(isTransformer(layout)).toBe(true);
    const lengths = Array.from(train.sequences.start.subarray(1), (end, s) => {
      return end - train.sequences.start[s]!;
    });
    expect(lengths.slice(0, 2)).toEqual([1, layout.encoder.context]);
    expect(meta!.chainStart[1]).toBe(1);
    expect(meta!.chainStart.at(-1)).toBe(meta!.sequences.scoreAt.length);
    expect(meta!.sequenceStart.at(-1)).toBe(meta!.sequences.count);
  });

  it("takes the same differences at single places and along directions as everywhere", () => {
    const { data, params } = transformerProblem({ layers: 1, vocabulary: 9, context: 5 });
    const losses = plainTransformerLosses(data);
    const loss = (at: Float64Array) => losses.lowerLoss(at, [0, 1, 2], [0.5, 1.7, 0.8]);
    const all = finiteDifferences(loss, params);
    const places = sampledParams(data.layout);
    expect(differencesAt(loss, params, places)).toEqual(Float64Array.from(places, (i) => all[i]!));
    const direction = params.map((_, i) => Math.sin(i));
    const along = all.reduce((total, value, i) => total + value * direction[i]!, 0);
    expect(differenceAlong(loss, params, direction, 1e-6)).toBeCloseTo(along, 5);
    expect(places.length).toBe(12 * 7 + 1);
  });
});
