// A made-up problem for heads on frozen vectors: domains whose labels follow one direction of the vectors,
// and some whose labels lead elsewhere. Nothing in it is text; every step's vector is drawn from a seed.
import { createRng, type Rng } from "../src/base/rng.ts";
import type { Chain, Corpus, Tier } from "../src/domain/chain.ts";
import type { EncodingSources } from "../src/engine/encoders/encodingSources.ts";

export const SPECTRA = ["flat", "decaying"] as const;
/** Variances of the vectors' principal directions: all alike, or falling as 1/rank. */
export type Spectrum = (typeof SPECTRA)[number];
export const SIGNALS = ["top", "middle", "everywhere"] as const;
/** The principal directions that labels depend on: the first 1/24th, ranks of a fifth to a half, or all. */
export type Signal = (typeof SIGNALS)[number];

export interface FrozenProblemOptions {
  seed: number;
  /** d */
  width: number;
  spectrum: Spectrum;
  signal: Signal;
  /** Domains that are fair, that contradict the meta set, and whose labels are noise. */
  domains: { fair: number; harmful: number; noise: number };
  rowsADomain: number;
  metaChains: number;
  questions: number;
}

const STEPS = 4;
const CANDIDATES = 8;
const ROLLOUTS = 8;

/** A unit vector on the principal directions of the signal. */
function directionOf(rng: Rng, width: number, signal: Signal): Float64Array {
  const [from, to] = {
    top: [0, Math.ceil(width / 24)],
    middle: [Math.floor(width / 5), Math.floor(width / 2)],
    everywhere: [0, width],
  }[signal] as [number, number];
  const out = new Float64Array(width);
  for (let i = from; i < to; i++) out[i] = rng.normal();
  const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0));
  return out.map((value) => value / length);
}

/** The largest power of two that divides it. */
const powerIn = (width: number) => width & -width;

/** A rotation that mixes all numbers: signs, a shuffle and Hadamard transforms of blocks, three times. */
function createRotation(rng: Rng, width: number): (x: Float64Array) => Float64Array {
  const block = powerIn(width);
  const rounds = Array.from({ length: 3 }, () => ({
    signs: Float64Array.from({ length: width }, () => (rng.chance(0.5) ? 1 : -1)),
    order: rng.shuffle(Int32Array.from({ length: width }, (_, i) => i)),
  }));
  return (x) => {
    let now = x;
    for (const { signs, order } of rounds) {
      const next = Float64Array.from(order, (from, i) => signs[i]! * now[from]!);
      for (let half = 1; half < block; half *= 2) {
        for (let i = 0; i < width; i++) {
          if (i & half) continue;
          const [a, b] = [next[i]!, next[i + half]!];
          next[i] = (a + b) * Math.SQRT1_2;
          next[i + half] = (a - b) * Math.SQRT1_2;
        }
      }
      now = next;
    }
    return now;
  };
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** The corpus, and the vectors of its steps. */
export function frozenProblem(options: FrozenProblemOptions): {
  corpus: Corpus;
  features: EncodingSources["features"];
} {
  const { seed, width, spectrum, signal, domains, rowsADomain, metaChains, questions } = options;
  const rng = createRng(`frozen ${seed}`);
  const truth = directionOf(rng, width, signal);
  const lure = directionOf(rng, width, signal);
  const rotate = createRotation(rng, width);
  const deviations = Float64Array.from({ length: width }, (_, i) =>
    spectrum === "flat" ? 1 : 1 / Math.sqrt(i + 1),
  );
  const offsets = Float64Array.from({ length: width }, () => rng.normal());
  const chunks: Float32Array[] = [];
  const placeOf = new Map<Chain, number>();
  const latent = new Float64Array(width);

  /** Draws a step's vector, and how right it is: its part along the truth, and along the lure. */
  function drawStep(): { right: number; lured: number } {
    let right = 0;
    let lured = 0;
    const x = new Float64Array(width);
    for (let i = 0; i < width; i++) {
      latent[i] = rng.normal();
      right += latent[i]! * truth[i]!;
      lured += latent[i]! * lure[i]!;
      x[i] = latent[i]! * deviations[i]!;
    }
    chunks.push(Float32Array.from(rotate(x), (value, i) => value + offsets[i]!));
    return { right, lured };
  }

  function drawChain(id: string, tier: Tier | null): Chain {
    const first = chunks.length;
    let sum = 0;
    const steps = Array.from({ length: STEPS }, (_, index) => {
      const { right, lured } = drawStep();
      sum += right;
      const logit =
        tier === "trivial"
          ? 2 * rng.normal()
          : tier === "harmful"
            ? 2 * lured - 1.2 * right + 0.7 * rng.normal()
            : 2 * right + 0.7 * rng.normal();
      const p = sigmoid(logit);
      const hits = Array.from({ length: ROLLOUTS }, () => Number(rng.chance(p)));
      const accuracy = hits.reduce((total, hit) => total + hit, 0) / ROLLOUTS;
      return { text: `${id} ${index}`, accuracy };
    });
    const chain: Chain = {
      id,
      question: id,
      steps,
      groundTruth: null,
      isCorrect: rng.chance(sigmoid((4 * sum) / STEPS - 0.5)),
      answer: null,
      model: null,
      imagePath: null,
    };
    placeOf.set(chain, first);
    return chain;
  }

  const tiers: Tier[] = [
    ...Array<Tier>(domains.fair).fill("high"),
    ...Array<Tier>(domains.harmful).fill("harmful"),
    ...Array<Tier>(domains.noise).fill("trivial"),
  ];
  const chainsADomain = Math.ceil(rowsADomain / STEPS);
  const many = (count: number, name: string, tier: Tier | null) =>
    Array.from({ length: count }, (_, c) => drawChain(`${name}-${c}`, tier));
  const corpus: Corpus = {
    source: `made-up vectors, seed ${seed}`,
    images: new Map(),
    shards: tiers.map((tier, k) => ({
      name: `${tier}-${k}`,
      isEnabled: true,
      tier,
      chains: many(chainsADomain, `d${k}`, tier),
    })),
    meta: many(metaChains, "meta", null),
    candidates: Array.from({ length: questions }, (_, q) => ({
      id: `q${q}`,
      question: `q${q}`,
      domain: null,
      candidates: many(CANDIDATES, `q${q}`, null),
    })),
  };
  const values = new Float32Array(chunks.length * width);
  chunks.forEach((chunk, row) => {
    values.set(chunk, row * width);
  });
  return {
    corpus,
    features: async () => ({
      width,
      values,
      rowOf: (chain, index) => (placeOf.get(chain) ?? Number.NEGATIVE_INFINITY) + index,
    }),
  };
}
