// What pulls a domain's weight, against float64 finite differences of the meta loss along the domain's
// gradient: in sum, chain by chain, and in sign.
import { describe, expect, it } from "vitest";
import { sigmoid } from "../base/logistic.ts";
import { createRng } from "../base/rng.ts";
import { HEAD_KINDS } from "../domain/encoderDefaults.ts";
import { META_LOSSES, META_UNITS, parseRunConfig, type RunConfig } from "../domain/runConfig.ts";
import { finiteDifferences } from "./bilevel/fixtures/quadraticEngine.ts";
import { allIndices, type TinyPrm, tinyPrm } from "./bilevel/fixtures/tinyPrm.ts";
import { domainPulls } from "./domainPulls.ts";
import { headProblem } from "./fixtures/headProblem.ts";
import { createPlainHeadEngine } from "./plain/headEngine.ts";
import { scoreVectors } from "./plain/headPrm.ts";
import { scoreRows } from "./plain/lexicalPrm.ts";
import { plainTransformerLosses } from "./plain/transformerLosses.ts";
import { scoreSequences } from "./plain/transformerPrm.ts";
import { transformerProblem } from "./plain/transformerProblem.ts";
import { aggregate } from "./prm/aggregate.ts";
import { metaLoss } from "./prm/metaLoss.ts";
import { createWasmTransformerEngine } from "./wasm/transformerEngine.ts";
import { openWasmKernels } from "./wasm/wasmEngine.ts";

const DOMAIN = 1;
const tiny = tinyPrm({ rowCount: 60, buckets: 16 });
const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
const normed = (values: Float64Array) => {
  const length = Math.sqrt(sumOf(values.map((value) => value * value)));
  return values.map((value) => value / length);
};

function upperOf(overrides: Partial<RunConfig["upper"]>): RunConfig["upper"] {
  return { ...parseRunConfig({}).upper, probeRadius: 1e-3, ...overrides };
}

function pullsOf(
  { layout, train, meta, params }: TinyPrm,
  upper: RunConfig["upper"],
  domain = DOMAIN,
) {
  return domainPulls({
    config: { encoder: { ...layout.encoder, blind: false }, upper },
    params,
    train,
    meta,
    domain,
    rng: createRng(1),
    score: async (phi) => scoreRows(layout, phi, meta.rows),
  });
}

/** ∇ℓ_k / ‖∇ℓ_k‖ by differences. */
const alongDomain = normed(
  finiteDifferences((phi) => tiny.engine.domainLosses(phi, allIndices(60))[DOMAIN]!, tiny.params),
);

/** Slope of f at φ along the domain's gradient. */
function slopeOf(f: (phi: Float64Array) => number): number {
  const at = (distance: number) =>
    f(tiny.params.map((value, i) => value + distance * alongDomain[i]!));
  return (at(1e-4) - at(-1e-4)) / 2e-4;
}

describe("what pulls a domain's weight", () => {
  for (const unit of META_UNITS) {
    for (const kind of META_LOSSES) {
      it(`adds up to the slope of the meta loss: ${kind}, by ${unit}`, async () => {
        const upper = upperOf({ metaLoss: kind, metaUnit: unit, aggregation: "meanLogit" });
        const { layout, meta } = tiny;
        const { chainStart } = meta;
        const loss = (phi: Float64Array) => {
          const steps = scoreRows(layout, phi, meta.rows);
          const answers = Array.from(meta.isCorrect);
          const logits = answers.map((_, c) =>
            aggregate("meanLogit", steps, chainStart[c]!, chainStart[c + 1]!),
          );
          const byStep = answers.flatMap((answer, c) =>
            Array.from(steps.subarray(chainStart[c], chainStart[c + 1]), () => answer),
          );
          return unit === "chain"
            ? metaLoss(kind, Float64Array.from(logits), answers).loss
            : metaLoss(kind, steps, byStep).loss;
        };
        const { pulls } = await pullsOf(tiny, upper);
        const expected = slopeOf(loss);
        expect(Math.abs(expected)).toBeGreaterThan(1e-4);
        expect(sumOf(pulls) / expected).toBeCloseTo(1, 3);
      });
    }
  }

  it("is each chain's own: above 0 where training more on the domain lowers its loss", async () => {
    const { layout, meta } = tiny;
    const { chainStart, isCorrect } = meta;
    const { pulls, chainLogits } = await pullsOf(tiny, upperOf({ metaLoss: "mse" }));
    const signs = new Set<number>();
    isCorrect.forEach((answer, c) => {
      const logitAt = (phi: Float64Array) =>
        aggregate(
          "meanLogit",
          scoreRows(layout, phi, meta.rows),
          chainStart[c]!,
          chainStart[c + 1]!,
        );
      const own = (phi: Float64Array) => (sigmoid(logitAt(phi)) - answer) ** 2 / isCorrect.length;
      expect(pulls[c]! / slopeOf(own)).toBeCloseTo(1, 2);
      expect(chainLogits[c]).toBeCloseTo(logitAt(tiny.params), 12);
      const trained = tiny.params.map((value, i) => value - 1e-3 * alongDomain[i]!);
      expect(Math.sign(pulls[c]!)).toBe(Math.sign(own(tiny.params) - own(trained)));
      signs.add(Math.sign(pulls[c]!));
    });
    expect(signs).toEqual(new Set([-1, 1]));
  });

  it("is nothing where the domain has no items", async () => {
    const domains = tiny.train.domains.map(() => 0);
    const { pulls } = await pullsOf({ ...tiny, train: { ...tiny.train, domains } }, upperOf({}));
    expect(pulls).toEqual(new Float64Array(tiny.meta.isCorrect.length));
  });

  it("transformer: adds up as well", async () => {
    const { data, params } = transformerProblem({ metaLoss: "standardized" });
    const { layout, train } = data;
    const meta = data.meta!;
    const upper = upperOf({ metaLoss: "standardized", probeRadius: 0.01 });
    const { pulls } = await domainPulls({
      config: { encoder: { ...layout.encoder, languageModel: { steps: 0 }, blind: false }, upper },
      params,
      train,
      meta,
      domain: DOMAIN,
      rng: createRng(1),
      score: async (phi) => scoreSequences(layout, phi, meta.sequences),
    });
    const engine = createWasmTransformerEngine(await openWasmKernels(), data, 1);
    const { space } = engine;
    const items = allIndices(train.sequences.count).filter((s) => train.domains[s] === DOMAIN);
    const { gradient } = engine.lowerGradient(
      space.from(params),
      engine.trainBatch(items),
      space.from([1, 1, 1]),
    );
    const along = normed(await space.read(gradient));
    const plain = plainTransformerLosses(data);
    const lossAt = (distance: number) =>
      plain.metaLoss(
        params.map((value, i) => value + distance * along[i]!),
        allIndices(meta.isCorrect.length),
      );
    const expected = (lossAt(1e-4) - lossAt(-1e-4)) / 2e-4;
    expect(sumOf(pulls) / expected).toBeCloseTo(1, 2);
  });

  it.each(HEAD_KINDS)("%s head: adds up as well", async (head) => {
    const { data, params } = headProblem({ head, metaLoss: "standardized" });
    const { layout, train } = data;
    const meta = data.meta!;
    const { pulls } = await domainPulls({
      config: {
        encoder: { ...layout.encoder, features: "", blind: false },
        upper: upperOf({ metaLoss: "standardized" }),
      },
      params,
      train,
      meta,
      domain: DOMAIN,
      rng: createRng(1),
      score: async (phi) => scoreVectors(layout, phi, meta.vectors),
    });
    const engine = createPlainHeadEngine(data, Float64Array);
    const items = allIndices(train.labels.length).filter((row) => train.domains[row] === DOMAIN);
    const ones = Float64Array.from({ length: train.domainCount }, () => 1);
    const along = normed(Float64Array.from(engine.lowerGradient(params, items, ones).gradient));
    const lossAt = (distance: number) =>
      engine.metaLoss(
        params.map((value, i) => value + distance * along[i]!),
        allIndices(meta.isCorrect.length),
      );
    const expected = (lossAt(1e-4) - lossAt(-1e-4)) / 2e-4;
    expect(Math.abs(expected)).toBeGreaterThan(1e-4);
    expect(sumOf(pulls) / expected).toBeCloseTo(1, 2);
  });
});
