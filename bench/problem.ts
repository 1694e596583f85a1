// The benchmark's data: fixed random sets made from a seed, the same for every peer. What a peer gets
// is made from a ProblemSpec alone, so that the page, Node and the PyTorch process agree on it.
import { createRng, type Rng } from "../src/base/rng.ts";
import {
  ENCODER_DEFAULTS,
  type EncoderKind,
  type HeadKind,
} from "../src/domain/encoderDefaults.ts";
import { parseRunConfig, type RunConfig, type RunConfigInput } from "../src/domain/runConfig.ts";
import type {
  EncodedMetaSet,
  EncodedRows,
  EncodedSequences,
  EncodedTrainSet,
  EncodedVectors,
  RowMetaSet,
  SequenceMetaSet,
  VectorMetaSet,
} from "../src/engine/encoders/encoded.ts";

/** Everything a problem depends on; plain data, so that it can be sent to a worker. */
export interface ProblemSpec {
  encoder: EncoderKind;
  seed: number;
  /** Training items: rows (lexical, frozen) or sequences (transformer). */
  items: number;
  /** Items a batch. */
  batchSize: number;
  domains: number;
  /** Lexical: features a row has on average. */
  featuresARow: number;
  /** Transformer: tokens of every sequence. */
  tokens: number;
  /** Transformer: scores of every sequence; lexical, frozen: rows of every meta chain. */
  stepsAChain: number;
  /** Frozen: numbers of a vector as the head reads it. */
  width: number;
  /** Frozen. */
  head: HeadKind;
  metaChains: number;
  /** Settings that differ from the defaults, for the bilevel measurements. */
  settings: RunConfigInput;
}

export interface Problem {
  spec: ProblemSpec;
  config: RunConfig;
  train: EncodedTrainSet;
  meta: EncodedMetaSet;
  /** α, [domains], mean 1, not all the same. */
  weights: Float64Array;
  /** What a trainer is given: its forks "init" and "lower" make φ at step 0 and the batches. */
  rng: Rng;
}

const COMMON = {
  seed: 7,
  domains: 15,
  featuresARow: 100,
  metaChains: 256,
  width: 0,
  head: "linear",
  settings: {},
} as const;

/** The problem: 4,096 buckets × 16, hidden 16, about 100 features a row, 128 rows a batch. */
export const LEXICAL: ProblemSpec = {
  ...COMMON,
  encoder: "lexical",
  items: 4096,
  batchSize: 128,
  tokens: 0,
  stepsAChain: 6,
};

/** The default transformer on 32 sequences of 64 tokens, four scores each. */
export const TRANSFORMER: ProblemSpec = {
  ...COMMON,
  encoder: "transformer",
  items: 1024,
  batchSize: 32,
  tokens: 64,
  stepsAChain: 4,
};

/** A linear head on 256 directions of 13,000 vectors, about 860 a domain: the default after its projection. */
export const FROZEN: ProblemSpec = {
  ...COMMON,
  encoder: "frozen",
  items: 13_000,
  batchSize: ENCODER_DEFAULTS.frozen.lower.batchSize,
  tokens: 0,
  stepsAChain: 6,
  width: 256,
};

/** Width of the mlp's hidden layer. */
const HEAD_HIDDEN = 64;

function encoderOf({ encoder, tokens, width, head }: ProblemSpec): RunConfigInput["encoder"] {
  switch (encoder) {
    case "lexical":
      return { kind: encoder, buckets: 4096, embedding: 16, hidden: 16 };
    case "transformer":
      return {
        kind: encoder,
        vocabulary: 512,
        layers: 2,
        width: 64,
        heads: 4,
        context: Math.max(tokens, 64),
      };
    case "frozen":
      return { kind: encoder, width, head, hidden: HEAD_HIDDEN, projection: 0 };
    default:
      return encoder satisfies never;
  }
}

/** Settings every peer trains with (AdamW by the numbers), before the spec's own. */
function baseSettings(spec: ProblemSpec): RunConfigInput {
  const { batchSize, seed } = spec;
  return {
    seed,
    encoder: encoderOf(spec),
    lower: {
      steps: 1_000_000,
      batchSize,
      learningRate: 3e-3,
      schedule: "constant",
      weightDecay: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      clipNorm: 1,
    },
  };
}

/** Makes the problem of a spec; same spec, same numbers. */
export function makeProblem(spec: ProblemSpec): Problem {
  const base = baseSettings(spec);
  const { lower, upper } = spec.settings;
  const config = parseRunConfig({
    ...base,
    ...spec.settings,
    lower: { ...base.lower, ...lower },
    upper: { warmupSteps: 0, ...upper },
  });
  const rng = createRng(`bench ${spec.seed}`);
  const { train, meta } = setsOf(spec);
  return { spec, config, train, meta, weights: unevenWeights(spec.domains), rng };
}

function setsOf(spec: ProblemSpec): { train: EncodedTrainSet; meta: EncodedMetaSet } {
  switch (spec.encoder) {
    case "lexical":
      return lexicalSets(spec);
    case "transformer":
      return sequenceSets(spec);
    case "frozen":
      return vectorSets(spec);
    default:
      return spec.encoder satisfies never;
  }
}

/** From 0.5 to 1.5, so that a peer that leaves them out is found out. */
function unevenWeights(domains: number): Float64Array {
  if (domains === 1) return Float64Array.of(1);
  return Float64Array.from({ length: domains }, (_, k) => 0.5 + k / (domains - 1));
}

function lexicalSets(spec: ProblemSpec): { train: EncodedTrainSet; meta: RowMetaSet } {
  const { items, domains, metaChains, stepsAChain, seed } = spec;
  const rng = createRng(`bench rows ${seed}`);
  return {
    train: {
      kind: "rows",
      rows: randomRows(items, spec.featuresARow, rng.fork("train")),
      labels: randomLabels(items, rng.fork("labels")),
      domains: randomDomains(items, domains, rng.fork("domains")),
      domainCount: domains,
    },
    meta: {
      kind: "rows",
      rows: randomRows(metaChains * stepsAChain, spec.featuresARow, rng.fork("meta")),
      chainStart: evenStarts(metaChains, stepsAChain),
      isCorrect: coinFlips(metaChains, rng.fork("correct")),
    },
  };
}

function sequenceSets(spec: ProblemSpec): { train: EncodedTrainSet; meta: SequenceMetaSet } {
  const { items, domains, metaChains, stepsAChain, seed } = spec;
  const rng = createRng(`bench sequences ${seed}`);
  return {
    train: {
      kind: "sequences",
      sequences: randomSequences(items, spec.tokens, stepsAChain, rng.fork("train")),
      labels: randomLabels(items * stepsAChain, rng.fork("labels")),
      domains: randomDomains(items, domains, rng.fork("domains")),
      domainCount: domains,
    },
    meta: {
      kind: "sequences",
      sequences: randomSequences(metaChains, spec.tokens, stepsAChain, rng.fork("meta")),
      chainStart: evenStarts(metaChains, stepsAChain),
      sequenceStart: evenStarts(metaChains, 1),
      isCorrect: coinFlips(metaChains, rng.fork("correct")),
    },
  };
}

function vectorSets(spec: ProblemSpec): { train: EncodedTrainSet; meta: VectorMetaSet } {
  const { items, domains, metaChains, stepsAChain, width, seed } = spec;
  const rng = createRng(`bench vectors ${seed}`);
  return {
    train: {
      kind: "vectors",
      vectors: randomVectors(items, width, stepsAChain, rng.fork("train")),
      labels: randomLabels(items, rng.fork("labels")),
      domains: randomDomains(items, domains, rng.fork("domains")),
      domainCount: domains,
    },
    meta: {
      kind: "vectors",
      vectors: randomVectors(metaChains * stepsAChain, width, stepsAChain, rng.fork("meta")),
      chainStart: evenStarts(metaChains, stepsAChain),
      isCorrect: coinFlips(metaChains, rng.fork("correct")),
    },
  };
}

/** A vector a row; rows are the prefixes of chains of so many steps, as those of whole chains are. */
export function randomVectors(
  count: number,
  width: number,
  stepsAChain: number,
  rng: Rng,
): EncodedVectors {
  const prefixStart = new Int32Array(count + 1);
  const prefix: number[] = [];
  for (let row = 0; row < count; row++) {
    for (let step = row - (row % stepsAChain); step <= row; step++) prefix.push(step);
    prefixStart[row + 1] = prefix.length;
  }
  return {
    count,
    width,
    values: Float32Array.from({ length: count * width }, () => rng.normal()),
    prefixStart,
    prefix: Int32Array.from(prefix),
  };
}

/** Buckets are drawn unevenly, as those of text are: the commonest is in most rows, most in few. */
const SKEW = 2.5;
const BUCKETS = 4096;

/** Rows of distinct ascending buckets with values of norm one. */
export function randomRows(count: number, featuresARow: number, rng: Rng): EncodedRows {
  const start = new Int32Array(count + 1);
  const features = new Int32Array(Math.ceil(count * featuresARow * 1.5) + BUCKETS);
  const values = new Float32Array(features.length);
  const seenIn = new Int32Array(BUCKETS).fill(-1);
  let at = 0;
  for (let row = 0; row < count; row++) {
    const length = Math.round(featuresARow * (0.5 + rng.next()));
    while (at - start[row]! < length) {
      const bucket = Math.floor(BUCKETS * rng.next() ** SKEW);
      if (seenIn[bucket] === row) continue;
      seenIn[bucket] = row;
      features[at] = bucket;
      values[at] = (rng.next() + 0.5) / Math.sqrt(length);
      at++;
    }
    features.subarray(start[row]!, at).sort();
    start[row + 1] = at;
  }
  return { count, start, features: features.slice(0, at), values: values.slice(0, at) };
}

/** Sequences of one length, scored at their last token and at even distances before it. */
export function randomSequences(
  count: number,
  tokens: number,
  scores: number,
  rng: Rng,
): EncodedSequences {
  return {
    count,
    start: evenStarts(count, tokens),
    tokens: Int32Array.from({ length: count * tokens }, () => rng.below(512)),
    surprisal: Float32Array.from({ length: count * tokens }, () => 4 * rng.next()),
    scoreStart: evenStarts(count, scores),
    scoreAt: Int32Array.from(
      { length: count * scores },
      (_, i) => Math.floor((((i % scores) + 1) * tokens) / scores) - 1,
    ),
  };
}

function evenStarts(count: number, each: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, i) => i * each);
}

/** Shares of eight rollouts. */
function randomLabels(count: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: count }, () => rng.below(9) / 8);
}

function randomDomains(count: number, domains: number, rng: Rng): Int32Array {
  return Int32Array.from({ length: count }, () => rng.below(domains));
}

function coinFlips(count: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: count }, () => rng.below(2));
}
