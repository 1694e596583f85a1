// A small random problem for the transformer engines' tests, with the odd cases in it: a sequence of one
// token, one as long as the context, chains of one step, chains over two sequences.
import { createRng, type Rng } from "../../base/rng.ts";
import type { Aggregation, MetaLoss } from "../../domain/runConfig.ts";
import type { EncodedSequences } from "../encoders/encoded.ts";
import type { TransformerData } from "../prm/engineData.ts";
import { initialParams, type Layout, transformerLayout } from "../prm/layout.ts";

export interface TransformerProblem {
  data: TransformerData;
  /** φ in float32 values, so that all engines start from the same numbers. */
  params: Float64Array;
}

export interface TransformerProblemOptions {
  metaLoss?: MetaLoss;
  aggregation?: Aggregation;
  vocabulary?: number;
  /** d; a multiple of 4 · heads. */
  width?: number;
  heads?: number;
  layers?: number;
  /** Tokens of the longest sequence. */
  context?: number;
  domains?: number;
  /** Sequences of the training set: 0 has one token, 1 has `context`, the others any number. */
  trainSequences?: number;
  /** Chains of the meta set: 0 has one step, 1 lies over two sequences, the others either. */
  chains?: number;
  seed?: number;
}

/** Tokens and places of the scores of one sequence: 1 to 5 of them, the last token always. */
function randomSequence(rng: Rng, length: number, vocabulary: number, maxScores = 5) {
  const places = new Set([length - 1]);
  const wanted = Math.min(1 + rng.below(maxScores), length);
  while (places.size < wanted) places.add(rng.below(length));
  return {
    tokens: Array.from({ length }, () => rng.below(vocabulary)),
    surprisal: Array.from({ length }, () => 3 * rng.next()),
    scoreAt: [...places].sort((a, b) => a - b),
  };
}

function encode(list: ReturnType<typeof randomSequence>[]): EncodedSequences {
  const startOf = (sizes: number[]) => {
    const start = new Int32Array(sizes.length + 1);
    sizes.forEach((size, i) => {
      start[i + 1] = start[i]! + size;
    });
    return start;
  };
  return {
    count: list.length,
    start: startOf(list.map(({ tokens }) => tokens.length)),
    tokens: Int32Array.from(list.flatMap(({ tokens }) => tokens)),
    surprisal: Float32Array.from(list.flatMap(({ surprisal }) => surprisal)),
    scoreStart: startOf(list.map(({ scoreAt }) => scoreAt.length)),
    scoreAt: Int32Array.from(list.flatMap(({ scoreAt }) => scoreAt)),
  };
}

export function transformerProblem(options: TransformerProblemOptions = {}): TransformerProblem {
  const { vocabulary = 37, width = 16, heads = 2, layers = 2, context = 21 } = options;
  const { domains = 3, trainSequences = 12, chains = 8 } = options;
  const rng = createRng(options.seed ?? 11);
  const layout = transformerLayout({
    kind: "transformer",
    vocabulary,
    width,
    heads,
    layers,
    context,
  });
  const anyLength = () => 1 + rng.below(context);

  const train = encode(
    Array.from({ length: trainSequences }, (_, s) =>
      randomSequence(rng, s === 0 ? 1 : s === 1 ? context : anyLength(), vocabulary),
    ),
  );

  const chainStart = new Int32Array(chains + 1);
  const sequenceStart = new Int32Array(chains + 1);
  const metaList: ReturnType<typeof randomSequence>[] = [];
  for (let c = 0; c < chains; c++) {
    const pieces = c === 0 ? 1 : c === 1 ? 2 : 1 + rng.below(2);
    chainStart[c + 1] = chainStart[c]!;
    for (let piece = 0; piece < pieces; piece++) {
      const sequence = randomSequence(rng, anyLength(), vocabulary, c === 0 ? 1 : 5);
      chainStart[c + 1]! += sequence.scoreAt.length;
      metaList.push(sequence);
    }
    sequenceStart[c + 1] = metaList.length;
  }

  const params = initialParams(layout, rng.fork("params")).map((value) =>
    // Larger than at the start of training, the bias included, so that no gradient is small by chance.
    Math.fround(1.3 * value + 0.1 * rng.normal()),
  );
  return {
    params,
    data: {
      kind: "transformer",
      layout,
      train: {
        kind: "sequences",
        sequences: train,
        labels: Float32Array.from(train.scoreAt, () => rng.next()),
        domains: Int32Array.from({ length: trainSequences }, (_, s) => s % domains),
        domainCount: domains,
      },
      meta: {
        kind: "sequences",
        sequences: encode(metaList),
        chainStart,
        sequenceStart,
        isCorrect: Float32Array.from({ length: chains }, (_, c) => (c % 3 === 0 ? 1 : 0)),
      },
      metaLoss: options.metaLoss ?? "centered",
      aggregation: options.aggregation ?? "meanLogit",
    },
  };
}

/**
 * Places in φ at which to take finite differences (all of them would take minutes): `perBlock` random
 * ones of every block, all of a smaller one.
 */
export function sampledParams(layout: Layout, perBlock = 12, seed = 5): Int32Array {
  const rng = createRng(seed);
  return Int32Array.from(
    layout.blocks.flatMap(({ offset, size }) =>
      rng
        .shuffle(Array.from({ length: size }, (_, i) => offset + i))
        .slice(0, perBlock)
        .sort((a, b) => a - b),
    ),
  );
}

/** ∂loss/∂φ_i of the listed places only, by central differences. */
export function differencesAt(
  loss: (params: Float64Array) => number,
  params: ArrayLike<number>,
  places: Int32Array,
  step = 1e-5,
): Float64Array {
  const moved = Float64Array.from(params);
  return Float64Array.from(places, (place) => {
    moved[place] = params[place]! + step;
    const ahead = loss(moved);
    moved[place] = params[place]! - step;
    const behind = loss(moved);
    moved[place] = params[place]!;
    return (ahead - behind) / (2 * step);
  });
}

/** Derivative of the loss at φ along `direction`, by a central difference: the gradient's dot product with it. */
export function differenceAlong(
  loss: (params: Float64Array) => number,
  params: Float64Array,
  direction: ArrayLike<number>,
  step = 1e-5,
): number {
  const moved = (factor: number) => params.map((value, i) => value + factor * direction[i]!);
  return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
}
