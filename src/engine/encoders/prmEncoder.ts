// One encoder for a PRM of either kind: what turns a corpus into the sets that PRM trains on and is
// scored by. It is made from the encoder's config; the transformer's also from its vocabulary.
import type { Chain, Corpus, Shard } from "../../domain/chain.ts";
import type { EncoderConfig, LexicalConfig, TransformerConfig } from "../prm/layout.ts";
import type { Breather } from "./breather.ts";
import type { EncodedChains, EncodedMetaSet, EncodedTrainSet } from "./encoded.ts";
import { learnVocabulary } from "./learnVocabulary.ts";
import { encodeChainRows, encodeTrainRows } from "./rows.ts";
import { encodeChainSequences, encodeTrainSequences } from "./sequences.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface PrmEncoder {
  readonly config: EncoderConfig;
  /** The transformer's; null for the lexical encoder. */
  readonly vocabulary: Vocabulary | null;
  /** Same key, same encodings; what was encoded can be kept under it. */
  readonly key: string;
  /** The labelled steps of the shards; domain k is shards[k]. */
  encodeTrainSet(shards: readonly Shard[], breathe: Breather): Promise<EncodedTrainSet>;
  /** Every step of every chain. */
  encodeChains(chains: readonly Chain[], breathe: Breather): Promise<EncodedChains>;
}

export function lexicalPrmEncoder(config: LexicalConfig): PrmEncoder {
  return {
    config,
    vocabulary: null,
    key: `lexical ${config.buckets}`,
    encodeTrainSet: (shards, breathe) => encodeTrainRows(shards, config.buckets, breathe),
    encodeChains: (chains, breathe) => encodeChainRows(chains, config.buckets, breathe),
  };
}

export function transformerPrmEncoder(
  config: TransformerConfig,
  vocabulary: Vocabulary,
): PrmEncoder {
  const { context } = config;
  return {
    config,
    vocabulary,
    key: `transformer ${context} ${JSON.stringify(vocabulary.data)}`,
    encodeTrainSet: (shards, breathe) => encodeTrainSequences(shards, vocabulary, context, breathe),
    encodeChains: (chains, breathe) => encodeChainSequences(chains, vocabulary, context, breathe),
  };
}

/** The encoder of a PRM that trains on these shards: a vocabulary is learned from them. */
export async function encoderForShards(
  config: EncoderConfig,
  shards: readonly Shard[],
  breathe: Breather,
): Promise<PrmEncoder> {
  if (config.kind === "lexical") return lexicalPrmEncoder(config);
  const chains = shards.flatMap((shard) => shard.chains);
  return transformerPrmEncoder(config, await learnVocabulary(chains, config.vocabulary, breathe));
}

/** The shards that train, in the order of the weights. */
export function trainingShards(corpus: Corpus): Shard[] {
  return corpus.shards.filter(
    (shard) =>
      shard.isEnabled &&
      shard.chains.some((chain) => chain.steps.some((step) => step.accuracy !== null)),
  );
}

/** The meta set: the chains that say whether they are correct. */
export async function encodeMetaSet(
  encoder: PrmEncoder,
  chains: readonly Chain[],
  breathe: Breather,
): Promise<EncodedMetaSet> {
  const labelled = chains.filter((chain) => chain.isCorrect !== null);
  const encoded = await encoder.encodeChains(labelled, breathe);
  return { ...encoded, isCorrect: Float32Array.from(labelled, (chain) => Number(chain.isCorrect)) };
}
