import { describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { ESTIMATORS, parseRunConfig, type RunConfigInput } from "../../domain/runConfig.ts";
import { tinyPrm } from "./fixtures/tinyPrm.ts";
import { BilevelTrainer } from "./trainer.ts";
import type { TrainerCheckpoint } from "./trainerState.ts";

const CONFIG: RunConfigInput = {
  lower: { steps: 60, batchSize: 8 },
  upper: {
    unroll: 5,
    warmupSteps: 10,
    metaBatchSize: 4,
    trainBatchSize: 8,
    hessianBatchSize: 8,
    terms: 3,
    cosineEvery: 2,
  },
};

function makeTrainer(
  overrides: RunConfigInput = {},
  checkpoint: TrainerCheckpoint | null = null,
  fixedWeights: Float64Array | null = null,
  start: (params: Float64Array) => Float64Array = (params) => params,
) {
  const { engine, layout, params, train, meta } = tinyPrm({ rowCount: 60 });
  const config = parseRunConfig({ ...CONFIG, ...overrides });
  return new BilevelTrainer({
    engine,
    config,
    initialParams: start(params),
    blocks: layout.blocks,
    itemDomains: train.domains,
    metaChainCount: meta.isCorrect.length,
    fixedWeights,
    rng: createRng(config.seed),
    checkpoint,
    now: () => 0,
  });
}

async function runToEnd(trainer: ReturnType<typeof makeTrainer>) {
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  return { records, params: await trainer.params() };
}

describe("bilevel trainer", () => {
  for (const estimator of ESTIMATORS) {
    it(`${estimator}: weights start at 1, part after the warm-up, keep mean 1; same seed, same trace`, async () => {
      const overrides = { upper: { ...CONFIG.upper, estimator } };
      const { records, params } = await runToEnd(makeTrainer(overrides));
      const again = await runToEnd(makeTrainer(overrides));
      expect(again.records).toEqual(records);
      expect(again.params).toEqual(params);

      expect(records.map((record) => record.step)).toEqual([
        5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60,
      ]);
      // Warm-up of 10 lower steps: the first upper step follows lower step 15.
      expect(records.map((record) => record.upperStep)).toEqual([
        0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ]);
      expect(records[1]!.weights).toEqual([1, 1, 1]);
      expect(records[1]!.metaLoss).toBeNull();
      const last = records.at(-1)!;
      expect(last.metaLoss).toBeGreaterThan(0);
      expect(Math.max(...last.weights) - Math.min(...last.weights)).toBeGreaterThan(0.01);
      expect(last.weights.reduce((sum, weight) => sum + weight, 0) / 3).toBeCloseTo(1, 12);
    });

    it(`${estimator}: goes on from a checkpoint as if it had not stopped`, async () => {
      const overrides = { upper: { ...CONFIG.upper, estimator } };
      const whole = await runToEnd(makeTrainer(overrides));
      const first = makeTrainer(overrides);
      for (let i = 0; i < 5; i++) await first.advance(() => 0);
      const rest = await runToEnd(makeTrainer(overrides, await first.checkpoint()));
      expect(rest.records).toEqual(whole.records.slice(5));
      expect(rest.params).toEqual(whole.params);
    });
  }

  for (const estimator of ESTIMATORS) {
    it(`${estimator}: tells h_k at every upper step and cosines at every second; measuring moves nothing`, async () => {
      const upper = { ...CONFIG.upper, estimator };
      const often = await runToEnd(makeTrainer({ upper }));
      const rarely = await runToEnd(makeTrainer({ upper: { ...upper, cosineEvery: 1000 } }));
      const withoutCosine = ({ records }: typeof often) =>
        records.map(({ cosine: _, ...rest }) => rest);
      expect(withoutCosine(often)).toEqual(withoutCosine(rarely));
      expect(often.params).toEqual(rarely.params);
      expect(rarely.records.filter(({ cosine }) => cosine !== null)).toHaveLength(1);

      // The first two records are the warm-up's.
      expect(often.records.map(({ alignment }) => alignment?.length ?? null)).toEqual([
        ...[null, null],
        ...often.records.slice(2).map(() => 3),
      ]);
      expect(often.records.map(({ cosine }) => cosine !== null)).toEqual([
        ...[false, false, true, false, true, false, true, false, true, false, true, false],
      ]);
      for (const { cosine } of often.records) {
        for (const value of cosine ?? []) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
      }
      const first = often.records[2]!;
      const highest = first.alignment!.indexOf(Math.max(...first.alignment!));
      const lowest = first.alignment!.indexOf(Math.min(...first.alignment!));
      expect(first.weights[highest]).toBeGreaterThan(first.weights[lowest]!);
    });
  }

  it("another seed gives another trace", async () => {
    const [a, b] = [await runToEnd(makeTrainer()), await runToEnd(makeTrainer({ seed: 2 }))];
    expect(a.records.at(-1)!.weights).not.toEqual(b.records.at(-1)!.weights);
  });

  it("fixed weights stay, take no upper step and need no meta set", async () => {
    const weights = Float64Array.of(0.5, 1, 1.5);
    const { records } = await runToEnd(
      makeTrainer({ lower: { ...CONFIG.lower, learningRate: 0.05 } }, null, weights),
    );
    for (const record of records) {
      expect(record.weights).toEqual([0.5, 1, 1.5]);
      expect(record.metaLoss).toBeNull();
      expect(record.alignment).toBeNull();
      expect(record.cosine).toBeNull();
      expect(record.upperStep).toBe(0);
    }
    expect(records.at(-1)!.lowerLoss).toBeLessThan(records[0]!.lowerLoss);
  });

  it("a number of steps that U does not divide ends with a short interval and no upper step", async () => {
    const { records } = await runToEnd(makeTrainer({ lower: { ...CONFIG.lower, steps: 22 } }));
    expect(records.map((record) => record.step)).toEqual([5, 10, 15, 20, 22]);
    expect(records.at(-1)!.upperStep).toBe(records.at(-2)!.upperStep);
  });

  it("tells the length of the last step's gradient before it is clipped", async () => {
    const { engine, params, train } = tinyPrm({ rowCount: 60 });
    const lower = { ...CONFIG.lower, batchSize: 60, clipNorm: 1e-3 };
    const ones = Float64Array.of(1, 1, 1);
    const upper = { ...CONFIG.upper, unroll: 1 };
    const trainer = makeTrainer({ lower, upper }, null, ones);
    const { gradientNorm } = await trainer.advance(() => 0);
    // Every row once: the batch of the first step is the whole set.
    const all = Int32Array.from(train.labels, (_, row) => row);
    const { gradient } = engine.lowerGradient(params, all, ones);
    expect(gradientNorm).toBeCloseTo(Math.hypot(...gradient), 12);
    expect(gradientNorm).toBeGreaterThan(1e-3);
  });

  it("says so when a loss is no longer finite", async () => {
    const trainer = makeTrainer({}, null, null, (params) => params.fill(Number.NaN));
    await expect(runToEnd(trainer)).rejects.toThrow(/not finite came up in lower steps 1 to 5/);
  });
});
