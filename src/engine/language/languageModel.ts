// A trained language model: how surprising each token of a chain is to it, the input that the PRM reads.
// It is trained on texts and pictures alone, never on labels, once a corpus, and stays as it is while PRMs train.

import { createRng, hashBits } from "../../base/rng.ts";
import type { Chain } from "../../domain/chain.ts";
import type { Breather } from "../encoders/breather.ts";
import type { EncodedSequences } from "../encoders/encoded.ts";
import {
  type ChainSequence,
  createSequenceReader,
  type PictureTokens,
  SequencesBuilder,
} from "../encoders/sequences.ts";
import type { Vocabulary } from "../encoders/vocabulary.ts";
import type { TransformerConfig } from "../prm/layout.ts";
import { type LanguageLayout, languageLayout } from "./languageLayout.ts";

export interface LanguageModel {
  layout: LanguageLayout;
  /** In layout order. */
  params: Float32Array;
}

/** Nats beyond which a token is not more surprising. */
const MOST_SURPRISAL = 8;

/** Every place that predicts a token of the steps is scored; the question is read only. */
function toPredict(sequences: readonly ChainSequence[]): EncodedSequences {
  const builder = new SequencesBuilder();
  for (const { tokens, headLength } of sequences) {
    const places = tokens.slice(headLength).map((_, i) => headLength - 1 + i);
    // The language model itself reads no surprisal.
    const surprisal = new Float32Array(tokens.length);
    builder.add({ tokens, surprisal }, tokens.length, places);
  }
  return builder.build();
}

/** Learns from the chains' texts, each after its picture. The same chains give the same model. */
export async function learnLanguage(
  config: TransformerConfig,
  vocabulary: Vocabulary,
  pictureTokens: PictureTokens,
  chains: readonly Chain[],
  breathe: Breather,
): Promise<LanguageModel> {
  const layout = languageLayout(config);
  const read = createSequenceReader(vocabulary, config.context);
  const sequences = toPredict(
    chains.flatMap((chain) => read(chain.question, chain.steps, pictureTokens(chain))),
  );
  const [{ openWasmKernels }, { trainLanguage }] = await Promise.all([
    import("../wasm/wasmEngine.ts"),
    import("../wasm/trainLanguage.ts"),
  ]);
  const { params } = await trainLanguage(
    await openWasmKernels(),
    layout,
    sequences,
    config.languageModel.steps,
    createRng("language model"),
    breathe,
  );
  return { layout, params };
}

/** Surprisal of every token of each sequence in nats, at most 8; of the question's tokens 0. */
export async function readSurprisals(
  { layout, params }: LanguageModel,
  sequences: readonly ChainSequence[],
): Promise<Float32Array[]> {
  const [{ openWasmKernels }, { scoreSequences }] = await Promise.all([
    import("../wasm/wasmEngine.ts"),
    import("../wasm/scoreSequences.ts"),
  ]);
  const scores = scoreSequences(await openWasmKernels(), layout, params, toPredict(sequences));
  let at = 0;
  return sequences.map(({ tokens, headLength }) =>
    Float32Array.from(tokens, (_, t) =>
      t < headLength ? 0 : Math.min(scores[at++]!, MOST_SURPRISAL),
    ),
  );
}

/** Tells language models apart. */
export function languageKey({ params }: LanguageModel): string {
  return hashBits(params);
}
