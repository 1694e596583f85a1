// What a head on a frozen encoder reads: which rows, which vectors, what is said where some are missing;
// and what is learned about the vectors' directions.
import { describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import type { Chain } from "../../domain/chain.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { createPlainHeadEngine } from "../plain/headEngine.ts";
import { scoreVectors } from "../plain/headPrm.ts";
import type { FrozenConfig } from "../prm/layout.ts";
import { headLayout } from "../prm/layout.ts";
import type { VectorChains, VectorTrainSet } from "./encoded.ts";
import type { EncodingSources } from "./encodingSources.ts";
import { chainOf } from "./fixtures.ts";
import { frozenPrmEncoder } from "./frozenEncoder.ts";
import { learnProjection } from "./learnProjection.ts";
import { learnEncoder } from "./prmEncoder.ts";
import { takeChains } from "./takeChains.ts";

const noBreath = async () => {};

function frozen(settings: Partial<FrozenConfig>): FrozenConfig {
  return parseRunConfig({ encoder: { kind: "frozen", ...settings } }).encoder as FrozenConfig;
}

/** Vectors by chain and step: [10 c + i, c] for step i of chain c; those that `has` refuses are missing. */
function featuresOf(
  chains: readonly Chain[],
  has: (chain: number, step: number) => boolean = () => true,
): EncodingSources {
  const values: number[] = [];
  const rows = new Map<string, number>();
  chains.forEach(({ steps }, c) => {
    steps.forEach((_, i) => {
      if (!has(c, i)) return;
      rows.set(`${c} ${i}`, values.length / 2);
      values.push(10 * c + i, c);
    });
  });
  return {
    pictures: async () => () => null,
    features: async () => ({
      width: 2,
      values: Float32Array.from(values),
      rowOf: (chain, index) => rows.get(`${chains.indexOf(chain)} ${index}`) ?? -1,
    }),
  };
}

const shardOf = (name: string, chains: Chain[]) => ({ name, isEnabled: true, tier: null, chains });
const chains = [
  chainOf("a", ["1", "2", "3"], [0.5, null, 1]),
  chainOf("b", ["1", "2"], [0, 0.25]),
  chainOf("c", ["1", "2", "3", "4"], [null, null, 0.75, 1]),
];
const shards = [shardOf("first", chains.slice(0, 2)), shardOf("second", chains.slice(2))];

/** The vectors a row is about, by their first number. */
function readOf({ vectors }: VectorTrainSet | VectorChains, row: number): number[] {
  const { prefix, prefixStart, values, width } = vectors;
  return [...prefix.subarray(prefixStart[row], prefixStart[row + 1])].map(
    (vector) => values[vector * width]!,
  );
}

describe("encoding for a head", () => {
  it("a row is a labelled step with a vector; attention also reads the steps before it", async () => {
    const sources = featuresOf(chains, (c, i) => !(c === 0 && i === 1) && !(c === 1 && i === 0));
    for (const head of ["linear", "attention"] as const) {
      const encoder = frozenPrmEncoder(frozen({ head, width: 2 }), null);
      const set = (await encoder.encodeTrainSet(shards, sources, noBreath)) as VectorTrainSet;
      expect([...set.labels]).toEqual([0.5, 1, 0.25, 0.75, 1]);
      expect([...set.domains]).toEqual([0, 0, 0, 1, 1]);
      const rows = set.labels.length;
      expect(Array.from({ length: rows }, (_, row) => readOf(set, row))).toEqual(
        head === "linear"
          ? [[0], [2], [11], [22], [23]]
          : [[0], [0, 2], [11], [20, 21, 22], [20, 21, 22, 23]],
      );
    }
  });

  it("of a chain every step; one without a vector is read together with the next", async () => {
    const sources = featuresOf(chains, (c, i) => !(c === 0 && i === 1) && !(c === 2 && i < 2));
    const linear = frozenPrmEncoder(frozen({ width: 2 }), null);
    const set = (await linear.encodeChains(chains, sources, noBreath)) as VectorChains;
    expect([...set.chainStart]).toEqual([0, 3, 5, 9]);
    const read = (from: VectorChains) =>
      Array.from({ length: from.vectors.count }, (_, row) => readOf(from, row).at(-1));
    expect(read(set)).toEqual([0, 2, 2, 10, 11, 22, 22, 22, 23]);
    const some = takeChains(set, [2, 0]) as VectorChains;
    expect([...some.chainStart]).toEqual([0, 4, 7]);
    expect(read(some)).toEqual([22, 22, 22, 23, 0, 2, 2]);
    const attention = frozenPrmEncoder(frozen({ head: "attention", width: 2 }), null);
    const whole = (await attention.encodeChains(chains, sources, noBreath)) as VectorChains;
    expect(readOf(whole, 2)).toEqual([0, 2]);
    expect(readOf(whole, 8)).toEqual([22, 23]);
  });

  it("says which vectors are missing", async () => {
    const encoder = frozenPrmEncoder(frozen({ features: "f.safetensors", width: 2 }), null);
    const none = featuresOf(chains, (c) => c < 2);
    await expect(encoder.encodeTrainSet(shards, none, noBreath)).rejects.toThrow(
      /“f.safetensors” have no vector of any of the 2 labelled steps of “second”/,
    );
    await expect(encoder.encodeChains(chains, none, noBreath)).rejects.toThrow(
      /no vector at the end of 1 of 3 chains, such as “” \(c\)/,
    );
    await expect(encoder.encodeChains(chains.slice(2), none, noBreath)).rejects.toThrow(
      /no vector at the end of the chain “” \(c\)/,
    );
    const wide = frozenPrmEncoder(frozen({ width: 3 }), null);
    await expect(wide.encodeChains(chains, featuresOf(chains), noBreath)).rejects.toThrow(
      /have 2 numbers a vector; this PRM reads 3/,
    );
    const nothing = featuresOf(chains, () => false);
    await expect(learnEncoder(frozen({}), { shards, meta: [] }, nothing)).rejects.toThrow(
      /no vector of any labelled step/,
    );
    await expect(
      learnEncoder(frozen({ width: 5 }), { shards, meta: [] }, featuresOf(chains)),
    ).rejects.toThrow(/encoder.width is 5; The features have 2 numbers/);
  });
});

/**
 * Vectors of variance 1/rank^decay, turned, scaled and moved; labels follow one direction of the whitened
 * vectors, spread over those ranks. Half of the rows are held out.
 */
function planted(width: number, count: number, decay: number, ranks: [number, number]) {
  const rng = createRng("planted");
  const direction = Float64Array.from({ length: width }, (_, i) =>
    i >= ranks[0] && i < ranks[1] ? rng.normal() : 0,
  );
  const length = Math.hypot(...direction);
  // A random reflection of each pair of halves would leave axes; a random matrix leaves none.
  const turn = Float64Array.from({ length: width * width }, () => rng.normal() / Math.sqrt(width));
  const offsets = Float64Array.from({ length: width }, () => 5 * rng.normal());
  const values = new Float32Array(2 * count * width);
  const chains: Chain[] = [];
  for (let row = 0; row < 2 * count; row++) {
    let right = 0;
    const x = values.subarray(row * width, (row + 1) * width);
    x.set(offsets);
    for (let i = 0; i < width; i++) {
      const z = rng.normal();
      right += (z * direction[i]!) / length;
      const share = z * (i + 1) ** (-decay / 2);
      for (let j = 0; j < width; j++) x[j]! += share * turn[i * width + j]!;
    }
    const chance = 1 / (1 + Math.exp(-2 * right));
    chains.push(chainOf(`${row}`, ["x"], [Number(rng.chance(chance))]));
  }
  const place = new Map(chains.map((chain, row) => [chain, row]));
  const sources: EncodingSources = {
    pictures: async () => () => null,
    features: async () => ({ width, values, rowOf: (chain) => place.get(chain) ?? -1 }),
  };
  const domains = [0, 1, 2].map((k) =>
    shardOf(
      `domain ${k}`,
      chains.slice(0, count).filter((_, i) => i % 3 === k),
    ),
  );
  return { sources, shards: domains, heldOut: chains.slice(count) };
}

/** How often a linear head, trained to the end on the training rows, puts a right step above a wrong one. */
async function heldOutAuroc(
  { sources, shards, heldOut }: ReturnType<typeof planted>,
  projection: number,
): Promise<number> {
  const encoder = await learnEncoder(frozen({ projection }), { shards, meta: [] }, sources);
  const layout = headLayout(encoder.config as FrozenConfig);
  const train = (await encoder.encodeTrainSet(shards, sources, noBreath)) as VectorTrainSet;
  const engine = createPlainHeadEngine(
    { kind: "frozen", layout, train, meta: null, metaLoss: "mse", aggregation: "last" },
    Float64Array,
  );
  const weights = Float64Array.of(1, 1, 1);
  const all = Int32Array.from({ length: train.labels.length }, (_, i) => i);
  const zeros = () => new Float64Array(layout.size);
  let state = { params: zeros(), first: zeros(), second: zeros(), count: 0 } as Parameters<
    typeof engine.adamW
  >[0];
  for (let step = 0; step < 120; step++) {
    const { gradient } = engine.lowerGradient(state.params, all, weights);
    state = engine.adamW(state, gradient, {
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.1,
      clipNorm: 1,
    });
  }
  const set = (await encoder.encodeChains(heldOut, sources, noBreath)) as VectorChains;
  const logits = scoreVectors(layout, state.params, set.vectors);
  const [right, wrong]: [number[], number[]] = [[], []];
  heldOut.forEach(({ steps }, i) => {
    (steps[0]!.accuracy === 1 ? right : wrong).push(logits[i]!);
  });
  let above = 0;
  for (const a of right) for (const b of wrong) above += Number(a > b);
  return above / (right.length * wrong.length);
}

describe("what is learned about the vectors", () => {
  const problems = [
    { name: "isotropic noise", decay: 0, ranks: [0, 120] },
    { name: "a decaying spectrum, the signal not in its top", decay: 1, ranks: [30, 90] },
    { name: "a decaying spectrum, the signal in its top", decay: 1, ranks: [0, 8] },
  ] as const;
  it.each(problems)("$name: a quarter of the directions tells as well", async (problem) => {
    const data = planted(120, 1500, problem.decay, [...problem.ranks]);
    const whole = await heldOutAuroc(data, 0);
    const projected = await heldOutAuroc(data, 30);
    expect(whole).toBeGreaterThan(0.75);
    expect(projected).toBeGreaterThan(whole - 0.012);
  });

  it("coordinates are centred and white; the same data give the same directions", async () => {
    const data = planted(40, 600, 1, [0, 40]);
    const learn = () =>
      learnProjection(frozen({ projection: 12 }), data.shards, [], data.sources, noBreath);
    const projection = await learn();
    expect(await learn()).toEqual(projection);
    expect(projection.note).toMatch(
      /^12 of 40 directions of the vectors, with \d+ % of their variance$/,
    );
    const encoder = frozenPrmEncoder(frozen({ projection: 12, width: 40 }), projection);
    const { vectors } = (await encoder.encodeTrainSet(
      data.shards,
      data.sources,
      noBreath,
    )) as VectorTrainSet;
    const { count, values, prefix } = vectors;
    for (let a = 0; a < 12; a++) {
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let row = 0; row < count; row++) {
          sum += values[prefix[row]! * 12 + a]! * values[prefix[row]! * 12 + b]!;
        }
        expect(sum / count).toBeCloseTo(Number(a === b), 2);
      }
    }
  });

  it("fewer rows than directions, a number that never varies, more domains than directions", async () => {
    const few = planted(40, 9, 0, [0, 40]);
    const { width, values } = await few.sources.features("", [], noBreath);
    for (let row = 0; row < 18; row++) values[row * width + 3] = 7;
    const manyShards = few.shards.flatMap(({ chains }) =>
      chains.map((chain, i) => shardOf(`${chain.id} ${i}`, [chain, { ...chain }])),
    );
    const rowOf = (chain: Chain) => Number(chain.question);
    const sources: EncodingSources = {
      ...few.sources,
      features: async () => ({ width, values, rowOf }),
    };
    for (const domains of [few.shards, manyShards]) {
      const encoder = await learnEncoder(
        frozen({ projection: 16 }),
        { shards: domains, meta: [] },
        sources,
      );
      const set = (await encoder.encodeTrainSet(domains, sources, noBreath)) as VectorTrainSet;
      expect(set.vectors.width).toBe(16);
      expect(set.vectors.values.every(Number.isFinite)).toBe(true);
      expect(set.vectors.values.some((value) => value !== 0)).toBe(true);
      expect(encoder.projection!.scale[3]).toBe(0);
    }
  });
});
