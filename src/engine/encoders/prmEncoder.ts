// One encoder for a PRM of any kind: what turns a corpus into the sets that PRM trains on and is scored
// by. It is made from the encoder's config; the transformer's also from what was learned from the corpus'
// texts and pictures, its vocabulary, picture codes and language model; a frozen encoder's from the directions of its vectors that
// the head reads.
import type { Chain, Corpus, Shard } from "../../domain/chain.ts";
import type { MetaUnit } from "../../domain/runConfig.ts";
import {
  type LanguageModel,
  languageKey,
  learnLanguage,
  readSurprisals,
} from "../language/languageModel.ts";
import type { EncoderConfig, LexicalConfig, TransformerConfig } from "../prm/layout.ts";
import type { Breather } from "./breather.ts";
import type { EncodedChains, EncodedMetaSet, EncodedTrainSet } from "./encoded.ts";
import type { EncodingSources } from "./encodingSources.ts";
import { frozenPrmEncoder } from "./frozenEncoder.ts";
import { codesWithin, learnPictureCodes } from "./learnPictureCodes.ts";
import { learnProjection } from "./learnProjection.ts";
import { learnVocabulary } from "./learnVocabulary.ts";
import { encodePicture, type PictureCodes, pictureCodesKey } from "./pictureCodes.ts";
import type { Projection } from "./projection.ts";
import { encodeChainRows, encodeTrainRows } from "./rows.ts";
import {
  encodeChainSequences,
  encodeTrainSequences,
  type PictureTokens,
  type SequenceReading,
} from "./sequences.ts";
import { singleSteps } from "./singleSteps.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface PrmEncoder {
  /** Of a frozen encoder with the vectors' width resolved. */
  readonly config: EncoderConfig;
  /** The transformer's; null for the lexical encoder. */
  readonly vocabulary: Vocabulary | null;
  /** The transformer's, where it has learned to read pictures; the last tokens are theirs. */
  readonly pictureCodes: PictureCodes | null;
  /** The transformer's, where it has one. */
  readonly languageModel: LanguageModel | null;
  /** A frozen encoder's: the directions of its vectors; null where the head reads them as they are. */
  readonly projection: Projection | null;
  /** Same key, same encodings; what was encoded can be kept under it. */
  readonly key: string;
  /** The labelled steps of the shards; domain k is shards[k]. */
  encodeTrainSet(
    shards: readonly Shard[],
    sources: EncodingSources,
    breathe: Breather,
  ): Promise<EncodedTrainSet>;
  /** Every step of every chain. */
  encodeChains(
    chains: readonly Chain[],
    sources: EncodingSources,
    breathe: Breather,
  ): Promise<EncodedChains>;
}

export function lexicalPrmEncoder(config: LexicalConfig): PrmEncoder {
  return {
    config,
    vocabulary: null,
    pictureCodes: null,
    languageModel: null,
    projection: null,
    key: `lexical ${config.buckets}${config.blind ? " blind" : ""}`,
    encodeTrainSet: (shards, sources, breathe) => encodeTrainRows(shards, config, sources, breathe),
    encodeChains: (chains, sources, breathe) => encodeChainRows(chains, config, sources, breathe),
  };
}

/** The same encoder, from which images are hidden; itself where it sees none. */
export function hidingPictures(encoder: PrmEncoder): PrmEncoder {
  const { config, vocabulary, languageModel, pictureCodes } = encoder;
  if (config.blind) return encoder;
  if (config.kind === "lexical") return lexicalPrmEncoder({ ...config, blind: true });
  if (config.kind === "transformer" && vocabulary)
    return transformerPrmEncoder(
      { ...config, blind: true },
      vocabulary,
      languageModel,
      pictureCodes,
    );
  return encoder;
}

export function transformerPrmEncoder(
  config: TransformerConfig,
  vocabulary: Vocabulary,
  languageModel: LanguageModel | null,
  pictureCodes: PictureCodes | null = null,
): PrmEncoder {
  const { context } = config;
  const readingOf = async (
    chains: readonly Chain[],
    sources: EncodingSources,
    breathe: Breather,
  ): Promise<SequenceReading> => ({
    vocabulary,
    context,
    pictureTokens: await pictureTokensOf(config, pictureCodes, chains, sources, breathe),
    surprisals: languageModel && ((sequences) => readSurprisals(languageModel, sequences)),
  });
  const languageName = languageModel ? languageKey(languageModel) : "no language model";
  const pictureName = pictureCodes ? ` ${pictureCodesKey(pictureCodes)}` : "";
  return {
    config,
    vocabulary,
    pictureCodes,
    languageModel,
    projection: null,
    key: `transformer ${context} ${languageName} ${JSON.stringify(vocabulary.data)}${pictureName}${config.blind ? " blind" : ""}`,
    encodeTrainSet: async (shards, sources, breathe) => {
      const chains = shards.flatMap((shard) => shard.chains);
      const reading = await readingOf(chains, sources, breathe);
      return encodeTrainSequences(shards, reading, breathe);
    },
    encodeChains: async (chains, sources, breathe) =>
      encodeChainSequences(chains, await readingOf(chains, sources, breathe), breathe),
  };
}

/** Codes of pictures are the last tokens of the config's vocabulary. */
async function pictureTokensOf(
  { vocabulary, blind }: TransformerConfig,
  codes: PictureCodes | null,
  chains: readonly Chain[],
  sources: EncodingSources,
  breathe: Breather,
): Promise<PictureTokens> {
  if (blind || codes === null) return () => [];
  const pictureOf = await sources.pictures(chains, breathe);
  const first = vocabulary - codes.layout.count;
  const known = new Map<string, readonly number[]>();
  return (chain) => {
    if (chain.imagePath === null) return [];
    let tokens = known.get(chain.imagePath);
    if (!tokens) {
      const picture = pictureOf(chain);
      tokens = picture ? encodePicture(codes, picture).map((code) => first + code) : [];
      known.set(chain.imagePath, tokens);
    }
    return tokens;
  };
}

/** Makes what `key` names, or has it already; `label` says what is being made. */
export type Remember = <T>(
  key: string,
  label: string,
  make: (breathe: Breather) => Promise<T>,
) => Promise<T>;

/** What is learned from: the shards that train, and the meta set without what is kept from it. */
export type Reading = Pick<Corpus, "shards" | "meta">;

/**
 * The encoder of a PRM. The transformer's learns a vocabulary, picture codes and a language model from the
 * texts and pictures of the chains, never from their labels; a frozen encoder's learns which directions of its vectors matter, from
 * vectors and labels. Throws StudioError("data") where the vectors are missing.
 */
export async function learnEncoder(
  config: EncoderConfig,
  corpus: Reading,
  sources: EncodingSources,
  remember: Remember = (_key, _label, make) => make(async () => {}),
): Promise<PrmEncoder> {
  if (config.kind === "lexical") return lexicalPrmEncoder(config);
  if (config.kind === "frozen") {
    const { features, projection: size } = config;
    const projection = await remember(
      `projection ${size} of ${features}`,
      "Looking for directions that matter",
      (breathe) => learnProjection(config, trainingShards(corpus), corpus.meta, sources, breathe),
    );
    return frozenPrmEncoder({ ...config, width: projection.width }, projection);
  }
  const chains = chainsToRead(corpus);
  const { vocabulary: size, context, languageModel, blind } = config;
  const codes = blind
    ? null
    : await remember(`picture codes ${size}`, "Looking at the pictures", (breathe) =>
        learnPictureCodes(chains, sources, codesWithin(size), breathe),
      );
  const words = size - (codes?.layout.count ?? 0);
  const vocabulary = await remember(`vocabulary ${words}`, "Learning the vocabulary", (breathe) =>
    learnVocabulary(chains, words, breathe),
  );
  if (languageModel.steps === 0) return transformerPrmEncoder(config, vocabulary, null, codes);
  const language = await remember(
    `language ${size} ${words} ${context} ${languageModel.steps}`,
    "Learning the corpus' language",
    async (breathe) => {
      const tokens = await pictureTokensOf(config, codes, chains, sources, breathe);
      return learnLanguage(config, vocabulary, tokens, chains, breathe);
    },
  );
  return transformerPrmEncoder(config, vocabulary, language, codes);
}

/** The chains whose texts an encoder is learned from: training and meta, never the candidates'. */
export function chainsToRead(corpus: Reading): Chain[] {
  return [...trainingShards(corpus).flatMap((shard) => shard.chains), ...corpus.meta];
}

/** The shards that train, in the order of the weights. */
export function trainingShards(corpus: Pick<Corpus, "shards">): Shard[] {
  return corpus.shards.filter(
    (shard) =>
      shard.isEnabled &&
      shard.chains.some((chain) => chain.steps.some((step) => step.accuracy !== null)),
  );
}

/**
 * The meta set: the chains that say whether they are correct, or, for the unit "step", every step of them
 * with its chain's answer.
 */
export async function encodeMetaSet(
  encoder: PrmEncoder,
  chains: readonly Chain[],
  unit: MetaUnit,
  sources: EncodingSources,
  breathe: Breather,
): Promise<EncodedMetaSet> {
  const labelled = chains.filter((chain) => chain.isCorrect !== null);
  const encoded = await encoder.encodeChains(labelled, sources, breathe);
  const answers = labelled.map((chain) => Number(chain.isCorrect));
  if (unit === "chain") return { ...encoded, isCorrect: Float32Array.from(answers) };
  const ofSteps = labelled.flatMap(({ steps }, c) => steps.map(() => answers[c]!));
  return { ...singleSteps(encoded), isCorrect: Float32Array.from(ofSteps) };
}
