import { describe, expect, it } from "vitest";
import { createRng, type Rng } from "../base/rng.ts";
import { auroc } from "./auroc.ts";
import { aurocGain } from "./aurocGain.ts";
import { bootstrapMean, createResampler, type Resamples } from "./bootstrap.ts";
import { clusteredAuroc } from "./clusteredAuroc.ts";
import { crossedGain, crossedMean } from "./pairedGain.ts";
import { spearman, weightAgreement } from "./rankCorrelation.ts";
import { normalCdf, studentTQuantile } from "./studentT.ts";

/** Share of `trials` intervals that hold the truth. */
function coverage(
  trials: number,
  truth: number,
  interval: (trial: number) => { low: number; high: number },
): number {
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = interval(trial);
    if (low <= truth && truth <= high) held++;
  }
  return held / trials;
}

describe("Student's t", () => {
  it("agrees with the tables", () => {
    const table: [number, number, number][] = [
      [0.975, 1, 12.7062047364],
      [0.975, 2, 4.3026527297],
      [0.975, 5, 2.5705818356],
      [0.975, 19, 2.0930240544],
      [0.975, 399, 1.9659272959],
      [0.95, 10, 1.8124611228],
      [0.9995, 4, 8.6103015814],
      [0.025, 5, -2.5705818356],
      [0.975, 1e9, 1.959987708],
    ];
    for (const [probability, degrees, t] of table) {
      expect(studentTQuantile(probability, degrees)).toBeCloseTo(t, 8);
    }
    expect(studentTQuantile(0.5, 3)).toBeCloseTo(0, 12);
    expect(() => studentTQuantile(1, 3)).toThrow(RangeError);
  });

  it("normal distribution function", () => {
    expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 14);
    expect(normalCdf(-6)).toBeCloseTo(9.865876450377e-10, 15);
    expect(normalCdf(0)).toBe(0.5);
    expect([normalCdf(-20), normalCdf(20)]).toEqual([0, 1]);
  });
});

describe("bootstrap over questions", () => {
  it("leaves NaN out, holds the mean, and has no width where there is no spread", () => {
    const values = [0, 1, NaN, 1, 0.5, NaN];
    const interval = bootstrapMean(values)!;
    expect(interval).toEqual(bootstrapMean([0, 1, 1, 0.5])!);
    expect(interval.value).toBeCloseTo(0.625, 14);
    expect(interval.low).toBeLessThan(0.4);
    expect(interval.high).toBeGreaterThan(0.9);
    expect(bootstrapMean([0.3, 0.3])).toEqual({ value: 0.3, low: 0.3, high: 0.3 });
    expect(bootstrapMean([NaN])).toBeNull();
  });

  it("twenty right of twenty may still be 83 %", () => {
    const { share, mean } = createResampler(200, 1);
    const all = new Float64Array(20).fill(1);
    expect(share(all)!.low).toBeCloseTo(0.8315665, 6);
    expect(share(all)!.high).toBe(1);
    expect(share(new Float64Array(20))!.high).toBeCloseTo(1 - 0.8315665, 6);
    expect(mean(all)).toEqual({ value: 1, low: 1, high: 1 });
    expect(share([0.5, 0.5])).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(share([0, 1, 1, 0.5])).toEqual(mean([0, 1, 1, 0.5]));
    const rng = createRng("nearly all");
    const held = coverage(
      1500,
      0.95,
      () => share(Float64Array.from({ length: 20 }, () => +rng.chance(0.95)))!,
    );
    expect(held).toBeGreaterThan(0.94);
  });

  it("resamples hold n questions each, the same ones whenever they are asked for", () => {
    const resampler = createResampler(50, 3);
    const { counts } = resampler.of(7);
    for (let draw = 0; draw < 50; draw++) {
      expect(counts.slice(draw * 7, draw * 7 + 7).reduce((a, b) => a + b)).toBe(7);
    }
    expect(resampler.of(7).counts).toBe(counts);
    expect(createResampler(50, 3).of(7).counts).toEqual(counts);
    expect(createResampler(50, 4).of(7).counts).not.toEqual(counts);
  });

  it("covers the truth in about 95 of 100 samples, at 20, 60 and 400 questions", () => {
    const kinds: { truth: number; draw: (rng: Rng) => number }[] = [
      // Best-of-N of one question: often 0 or 1, sometimes in between.
      { truth: 0.35 + 0.3 * 0.5, draw: (rng) => (rng.chance(0.7) ? +rng.chance(0.5) : rng.next()) },
      // Rather skewed: 0 or 1, at .8.
      { truth: 0.8, draw: (rng) => +rng.chance(0.8) },
      // Skewed without a bound: exponential.
      { truth: 1, draw: (rng) => -Math.log(1 - rng.next()) },
    ];
    for (const { truth, draw } of kinds) {
      for (const n of [20, 60, 400]) {
        const rng = createRng(`coverage ${truth} ${n}`);
        const resampler = createResampler(600, 1);
        const trials = n === 400 ? 600 : 1500;
        const held = coverage(
          trials,
          truth,
          () => resampler.mean(Float64Array.from({ length: n }, () => draw(rng)))!,
        );
        const error = Math.sqrt((0.95 * 0.05) / trials);
        // Skewness costs a little at 20 that no percentile can give back.
        expect(held).toBeGreaterThan(0.95 - 3 * error - (n === 20 ? 0.03 : 0.01));
        expect(held).toBeLessThan(0.95 + 3 * error + 0.01);
      }
    }
  });
});

describe("clustered AUROC", () => {
  it("a resample's AUROC is that of its chains written out", () => {
    const rng = createRng("clusters");
    const chains = Array.from({ length: 60 }, () => ({
      score: rng.below(12),
      good: rng.chance(0.5),
      question: rng.below(9),
    }));
    const resamples: Resamples = createResampler(30, 1).of(9);
    const resampled = clusteredAuroc(
      chains.map(({ score }) => score),
      chains.map(({ good }) => good),
      chains.map(({ question }) => question),
    );
    for (let draw = 0; draw < 30; draw++) {
      const written = chains.flatMap((chain) =>
        new Array<typeof chain>(resamples.counts[draw * 9 + chain.question]!).fill(chain),
      );
      const naive = auroc(
        written.map(({ score }) => score),
        written.map(({ good }) => good),
      );
      expect(resampled(resamples, draw)).toBeCloseTo(naive!, 12);
    }
    const oneKind = clusteredAuroc([1, 2], [true, true], [0, 1]);
    expect(oneKind(createResampler(1, 1).of(2), 0)).toBeNaN();
  });

  it("the gain is the difference of mean AUROCs, and says how sure it is", () => {
    const rng = createRng("gain");
    const count = 300;
    const isCorrect = Array.from({ length: count }, () => rng.chance(0.5));
    const question = isCorrect.map((_, i) => 7 * Math.floor(i / 3));
    const scored = (signal: number) =>
      Float64Array.from(isCorrect, (correct) => signal * Number(correct) + rng.normal());
    const learned = [scored(1.5), scored(1.5)];
    const uniform = [scored(0.5), scored(0.5)];
    const better = aurocGain({ question, learned, uniform, isCorrect });
    const mean = (seeds: Float64Array[]) =>
      (auroc(seeds[0]!, isCorrect)! + auroc(seeds[1]!, isCorrect)!) / 2;
    expect(better.learned).toBeCloseTo(mean(learned), 14);
    expect(better.gain.value).toBeCloseTo(mean(learned) - mean(uniform), 14);
    expect(better.gain.low).toBeGreaterThan(0);
    expect(better.positiveShare).toBe(1);
    const same = aurocGain({ question, learned, uniform: learned, isCorrect });
    expect(same.gain).toEqual({ value: 0, low: 0, high: 0 });
    expect(same.positiveShare).toBe(0);
    expect(() => aurocGain({ question, learned: [], uniform, isCorrect })).toThrow(RangeError);
  });
});

describe("mean over questions and seeds", () => {
  it("by hand: two seeds, three questions", () => {
    // Seeds' mean by question: 2, 3, 4: a = 1/3. Means by seed: 2, 4: b = 2/2.
    const { value, low, high } = crossedGain([Float64Array.of(1, 2, 3), Float64Array.of(3, 4, 5)]);
    const [a, b] = [1 / 3, 1];
    const half = studentTQuantile(0.975, (a + b) ** 2 / (b ** 2 + a ** 2 / 2)) * Math.sqrt(a + b);
    expect(value).toBe(3);
    expect(low).toBeCloseTo(3 - half, 12);
    expect(high).toBeCloseTo(3 + half, 12);
  });

  it("one seed is a paired t interval; NaN questions do not count", () => {
    const { value, low } = crossedGain([Float64Array.of(1, NaN, 2, 3)]);
    expect(value).toBe(2);
    expect(low).toBeCloseTo(2 - 4.3026527297 / Math.sqrt(3), 8);
    expect(() => crossedGain([Float64Array.of(NaN)])).toThrow(RangeError);
    expect(crossedGain([Float64Array.of(0.2)])).toEqual({ value: 0.2, low: 0.2, high: 0.2 });
  });

  it("shares stay between 0 and 1", () => {
    const [few, many] = [Float64Array.of(0, 0, 0, 0, 0.6), Float64Array.of(1, 1, 1, 1, 0.4)];
    expect(crossedGain([few]).low).toBeLessThan(0);
    expect(crossedMean([few])).toEqual({ ...crossedGain([few]), low: 0 });
    expect(crossedMean([many])).toEqual({ ...crossedGain([many]), high: 1 });
    const allRight = [1, 2].map(() => Float64Array.of(1, 1, NaN, 1));
    expect(crossedMean(allRight)).toEqual({ value: 1, low: 0.025 ** (1 / 3), high: 1 });
  });

  it("covers the truth where seeds differ; questions alone would not", () => {
    for (const seeds of [2, 3, 5]) {
      const rng = createRng(`crossed ${seeds}`);
      let missedByQuestions = 0;
      const trials = 1500;
      const held = coverage(trials, 0.05, () => {
        const effects = Float64Array.from({ length: 60 }, () => 0.3 * rng.normal());
        const bySeed = Array.from({ length: seeds }, () => {
          const seedEffect = 0.08 * rng.normal();
          return effects.map((effect) => 0.05 + effect + seedEffect + 0.2 * rng.normal());
        });
        const mean = effects.map(
          (_, q) => bySeed.reduce((sum, values) => sum + values[q]!, 0) / seeds,
        );
        const naive = crossedGain([mean]);
        if (naive.low > 0.05 || naive.high < 0.05) missedByQuestions++;
        return crossedGain(bySeed);
      });
      // From two seeds the degrees of freedom can only be guessed at.
      expect(held).toBeGreaterThan(seeds === 2 ? 0.905 : 0.93);
      // The residual is counted twice, which errs on the wide side.
      expect(held).toBeLessThan(0.995);
      expect(missedByQuestions / trials).toBeGreaterThan(0.1);
    }
  });
});

describe("agreement of weights", () => {
  it("Spearman: monotone 1, reversed −1, ties at mid-ranks, constant 0", () => {
    expect(spearman([1, 5, 9], [0.1, 0.2, 7])).toBeCloseTo(1, 14);
    expect(spearman([1, 5, 9], [3, 2, 1])).toBeCloseTo(-1, 14);
    // Ranks 1.5 1.5 3 against 1 2 3: covariance 1.5 over sqrt(1.5 · 2).
    expect(spearman([4, 4, 6], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(3), 14);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBe(0);
  });

  it("seeds that agree stand out of the null, others do not, and the p-value is uniform there", () => {
    const truth = Array.from({ length: 15 }, (_, k) => k);
    const rng = createRng("agree");
    const noisy = () => truth.map((weight) => weight + 2 * rng.normal());
    const agreed = weightAgreement([noisy(), noisy(), noisy()], 1)!;
    expect(agreed.value).toBeGreaterThan(agreed.nullHigh);
    expect(agreed.pValue).toBe(1 / 4001);
    let rejected = 0;
    for (let trial = 0; trial < 60; trial++) {
      const apart = [1, 2].map(() => rng.shuffle([...truth]));
      if (weightAgreement(apart, trial)!.pValue <= 0.1) rejected++;
    }
    expect(rejected).toBeLessThan(15);
    expect(weightAgreement([truth], 1)).toBeNull();
    expect(
      weightAgreement(
        [
          [1, 2],
          [1, 2],
        ],
        1,
      ),
    ).toBeNull();
  });

  it("three domains: the null is the six deals of two seeds", () => {
    // Correlations of 1 2 3 with its six orders: 1, .5, .5, −.5, −.5, −1; a sixth is at least 1.
    const { value, pValue, nullLow, nullHigh } = weightAgreement(
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      2,
    )!;
    expect(value).toBeCloseTo(1, 14);
    expect(Math.abs(pValue - 1 / 6)).toBeLessThan(4 * Math.sqrt(5 / 36 / 4000));
    expect([nullLow, nullHigh].map((at) => Math.round(at))).toEqual([-1, 1]);
  });
});
