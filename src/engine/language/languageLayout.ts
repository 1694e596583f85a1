// The corpus' language model: a small causal transformer that reads chains before any PRM does, trained
// to predict each token of the steps. What it gives the PRM is each token's surprisal. Its parameters'
// names, shapes and places.
import {
  addLayers,
  blockList,
  type ParameterBlock,
  type TransformerBody,
  type TransformerConfig,
} from "../prm/layout.ts";

/** Width, layers and heads; they need not be the PRM's. */
const WIDTH = 64;
const LAYERS = 2;

/**
 * What a place's attention to one i places before is lowered by, i times, one slope a head. Unlike rotary
 * positions they also work in chains longer than most of the corpus. One slope a head.
 */
export const ATTENTION_SLOPES: readonly number[] = [1 / 4, 1 / 16, 0, 0];

/** Standard deviations at the start. */
const TOKEN_STD = 0.5;
const NEXT_STD = 0.02;

/** Outputs come in eights; those beyond the vocabulary never occur, and the model learns that. */
const OUTPUT_MULTIPLE = 8;

/**
 * x_t = E[token_t]; each layer x += softmax(causal QKᵀ/√h − slope · distance) V · O on the shifted norm of
 * x, then x += silu(norm(x) · up) · down; the next token is softmax(norm(x) · next). The shifted norm of
 * place t has its first half from place t − 1 (zeros before the first), its second from t.
 */
export interface LanguageLayout extends TransformerBody {
  /** [d, vocabulary, up to a multiple of 8] */
  next: ParameterBlock;
}

export function languageLayout({ vocabulary, context }: TransformerConfig): LanguageLayout {
  const heads = ATTENTION_SLOPES.length;
  const encoder = {
    kind: "transformer",
    vocabulary,
    layers: LAYERS,
    width: WIDTH,
    heads,
    context,
  } as const;
  const list = blockList();
  const token = list.add("language.token.weight", [vocabulary, WIDTH], TOKEN_STD);
  const layers = addLayers(list, "language.", encoder);
  const outputs = OUTPUT_MULTIPLE * Math.ceil(vocabulary / OUTPUT_MULTIPLE);
  const next = list.add("language.next.weight", [WIDTH, outputs], NEXT_STD);
  return { encoder, token, layers, next, ...list.done() };
}
