// The PRM's parameters: names, shapes and where each stands in the one flat vector φ.
import type { Rng } from "../../base/rng.ts";
import type { RunConfig } from "../../domain/runConfig.ts";

export type EncoderConfig = RunConfig["encoder"];
export type LexicalConfig = Extract<EncoderConfig, { kind: "lexical" }>;
export type TransformerConfig = Extract<EncoderConfig, { kind: "transformer" }>;
export type FrozenConfig = Extract<EncoderConfig, { kind: "frozen" }>;
/** What of them a network's shapes depend on. */
export type LexicalShape = Omit<LexicalConfig, "blind">;
export type TransformerShape = Omit<TransformerConfig, "languageModel" | "blind">;
export type HeadShape = Pick<FrozenConfig, "kind" | "head" | "hidden" | "width" | "projection">;

export interface ParameterBlock {
  name: string;
  shape: readonly [number] | readonly [number, number];
  /** Index of the first element in the flat vector. */
  offset: number;
  size: number;
  /** Standard deviation at the start of training; 0 for zeros. */
  initialStd: number;
}

export interface Layout {
  /** Every block, in the order of φ. */
  blocks: readonly ParameterBlock[];
  /** Number of parameters. */
  size: number;
}

/**
 * x (sparse bag of hashed features, values x_f) →
 * a = silu(Σ_f x_f E_f + b) → h = silu(a W + c) → logit z = h·w + d, score V_φ = σ(z).
 */
export interface LexicalLayout extends Layout {
  encoder: LexicalShape;
  /** E, [buckets, embedding], the rows of the hashed features. */
  embedding: ParameterBlock;
  /** b, [embedding], added to the bag before its activation. */
  embeddingBias: ParameterBlock;
  /** W, [embedding, hidden] */
  hiddenWeight: ParameterBlock;
  /** c, [hidden] */
  hiddenBias: ParameterBlock;
  /** w, [hidden], to the logit. */
  outputWeight: ParameterBlock;
  /** d, [1] */
  outputBias: ParameterBlock;
}

/** Weights of one transformer layer; d the width. */
export interface TransformerLayerLayout {
  /** [d, 3d]: queries, keys, values, each with its heads side by side. */
  queryKeyValue: ParameterBlock;
  /** [d, d] */
  attentionOutput: ParameterBlock;
  /** [d, 4d] */
  up: ParameterBlock;
  /** [4d, d] */
  down: ParameterBlock;
}

/** Embeddings and layers: what every transformer here has, whatever stands on the last layer. */
export interface TransformerBody extends Layout {
  encoder: TransformerShape;
  /** E, [vocabulary, d] */
  token: ParameterBlock;
  layers: readonly TransformerLayerLayout[];
}

/**
 * x_t = E[token_t] + s_t v, s_t the token's surprisal; each layer x += softmax(causal QKᵀ/√h) V · O on norm(x) with rotary positions, then
 * x += silu(norm(x) · up) · down; at the end of each step z = norm(x)·w + d, score V_φ = σ(z).
 * norm is layer norm without gain and bias (the next matrix takes their place); no matrix has a bias.
 */
export interface TransformerLayout extends TransformerBody {
  /** v, [d], times a token's surprisal. */
  surprisal: ParameterBlock;
  /** w, [d] */
  scoreWeight: ParameterBlock;
  /** d, [1] */
  scoreBias: ParameterBlock;
}

interface HeadParts extends Layout {
  encoder: HeadShape;
  /** r, numbers of a vector as the head reads it. */
  inputs: number;
  /** w: to the logit; [inputs], of the mlp [hidden]. */
  outputWeight: ParameterBlock;
  /** d, [1] */
  outputBias: ParameterBlock;
}

/** x the newest step's vector: z = x·w + d. The paper's head, V_φ = σ(z). */
export interface LinearHeadLayout extends HeadParts {
  head: "linear";
}

/** z = silu(x W + c)·w + d. */
export interface MlpHeadLayout extends HeadParts {
  head: "mlp";
  /** W, [inputs, hidden] */
  hiddenWeight: ParameterBlock;
  /** c, [hidden] */
  hiddenBias: ParameterBlock;
}

/** x_1 … x_n the prefix's steps: z = x_n·w + (Σ_j a_j x_j)·v + d, a = softmax_j(x_j·u / √inputs). */
export interface AttentionHeadLayout extends HeadParts {
  head: "attention";
  /** u, [inputs] */
  query: ParameterBlock;
  /** v, [inputs] */
  pooledWeight: ParameterBlock;
}

export type HeadLayout = LinearHeadLayout | MlpHeadLayout | AttentionHeadLayout;

export type PrmLayout = LexicalLayout | TransformerLayout | HeadLayout;

/** Hands out blocks one after the other. */
export function blockList() {
  const blocks: ParameterBlock[] = [];
  let size = 0;
  return {
    add(
      name: string,
      shape: readonly [number] | readonly [number, number],
      initialStd: number,
    ): ParameterBlock {
      const extent = shape.reduce<number>((product, length) => product * length, 1);
      const block = { name, shape, offset: size, size: extent, initialStd };
      blocks.push(block);
      size += extent;
      return block;
    },
    done: (): Layout => ({ blocks, size }),
  };
}

export type BlockList = ReturnType<typeof blockList>;

/** Standard deviation of the embedding at the start (algorithm notes: .01). */
const LEXICAL_EMBEDDING_STD = 0.01;

export function lexicalLayout(encoder: LexicalShape): LexicalLayout {
  const { buckets, embedding, hidden } = encoder;
  const list = blockList();
  const parts = {
    embedding: list.add("embedding.weight", [buckets, embedding], LEXICAL_EMBEDDING_STD),
    embeddingBias: list.add("embedding.bias", [embedding], 0),
    hiddenWeight: list.add("hidden.weight", [embedding, hidden], Math.sqrt(2 / embedding)),
    hiddenBias: list.add("hidden.bias", [hidden], 0),
    outputWeight: list.add("output.weight", [hidden], Math.sqrt(1 / hidden)),
    outputBias: list.add("output.bias", [1], 0),
  };
  return { encoder, ...parts, ...list.done() };
}

/** Width of a layer's hidden activation, in widths of the model. */
export const MLP_FACTOR = 4;

/** Rotary positions: pair p of a head of h dimensions turns by t · ROTARY_BASE^(−2p/h) at position t. */
export const ROTARY_BASE = 10_000;

/** Added to the variance where activations are normalised. */
export const NORM_EPSILON = 1e-5;

/** Standard deviation of v at the start. */
const SURPRISAL_STD = 1;

export function transformerLayout(encoder: TransformerShape): TransformerLayout {
  const { vocabulary, width } = encoder;
  const list = blockList();
  const token = list.add("token.weight", [vocabulary, width], 1);
  const surprisal = list.add("surprisal.weight", [width], SURPRISAL_STD);
  const layers = addLayers(list, "", encoder);
  const scoreWeight = list.add("score.weight", [width], Math.sqrt(1 / width));
  const scoreBias = list.add("score.bias", [1], 0);
  return { encoder, token, surprisal, layers, scoreWeight, scoreBias, ...list.done() };
}

/** The blocks of a transformer's layers; their names begin with `prefix`. */
export function addLayers(
  list: BlockList,
  prefix: string,
  { width, layers }: TransformerShape,
): TransformerLayerLayout[] {
  const hidden = MLP_FACTOR * width;
  // Sums of many layers' outputs keep their size (GPT-2's scaling of the residual projections).
  const residual = 1 / Math.sqrt(2 * layers);
  return Array.from({ length: layers }, (_, l) => ({
    queryKeyValue: list.add(
      `${prefix}layers.${l}.qkv.weight`,
      [width, 3 * width],
      Math.sqrt(1 / width),
    ),
    attentionOutput: list.add(
      `${prefix}layers.${l}.output.weight`,
      [width, width],
      Math.sqrt(1 / width) * residual,
    ),
    up: list.add(`${prefix}layers.${l}.up.weight`, [width, hidden], Math.sqrt(2 / width)),
    down: list.add(
      `${prefix}layers.${l}.down.weight`,
      [hidden, width],
      Math.sqrt(1 / hidden) * residual,
    ),
  }));
}

/** A head on vectors; `encoder.width` (or the projection) says how wide they are, 0 is not known yet. */
export function headLayout(encoder: HeadShape): HeadLayout {
  const { head, hidden, width, projection } = encoder;
  const inputs = projection > 0 ? Math.min(projection, width) : width;
  if (inputs === 0)
    throw new RangeError("the width of a frozen encoder's vectors is not known yet");
  const list = blockList();
  const output = (size: number) => ({
    // From zero: vectors of a pretrained encoder have a scale of their own, and every logit starts at 0.
    outputWeight: list.add("output.weight", [size], head === "mlp" ? Math.sqrt(1 / size) : 0),
    outputBias: list.add("output.bias", [1], 0),
  });
  switch (head) {
    case "linear":
      return { encoder, inputs, head, ...output(inputs), ...list.done() };
    case "mlp": {
      const hiddenWeight = list.add("hidden.weight", [inputs, hidden], Math.sqrt(2 / inputs));
      const hiddenBias = list.add("hidden.bias", [hidden], 0);
      return { encoder, inputs, head, hiddenWeight, hiddenBias, ...output(hidden), ...list.done() };
    }
    case "attention": {
      const query = list.add("attention.query", [inputs], 0);
      const pooledWeight = list.add("pooled.weight", [inputs], 0);
      return { encoder, inputs, head, query, pooledWeight, ...output(inputs), ...list.done() };
    }
    default:
      return head satisfies never;
  }
}

/** Throws RangeError for a frozen encoder whose width is not known yet. */
export function prmLayout(encoder: EncoderConfig): PrmLayout {
  switch (encoder.kind) {
    case "lexical":
      return lexicalLayout(encoder);
    case "transformer":
      return transformerLayout(encoder);
    case "frozen":
      return headLayout(encoder);
    default:
      return encoder satisfies never;
  }
}

export function isTransformer(layout: PrmLayout): layout is TransformerLayout {
  return layout.encoder.kind === "transformer";
}

export function isLexical(layout: PrmLayout): layout is LexicalLayout {
  return layout.encoder.kind === "lexical";
}

export function isHead(layout: PrmLayout): layout is HeadLayout {
  return layout.encoder.kind === "frozen";
}

/** φ at step 0: every block normal with its standard deviation. */
export function initialParams(layout: Layout, rng: Rng): Float64Array {
  const params = new Float64Array(layout.size);
  for (const block of layout.blocks) {
    if (block.initialStd === 0) continue;
    for (let i = 0; i < block.size; i++) {
      params[block.offset + i] = rng.normal() * block.initialStd;
    }
  }
  return params;
}
