// Chains as token sequences: [BOS], the codes of the picture, question, then each step and a [STEP] token at
// which it is scored. With a language model it is that which reads the question; the PRM reads the steps, with each
// token's surprisal. What a step's score sees depends on the question and the steps up to it alone, so
// that a whole chain scored at once and its prefixes scored one by one agree.
import type { Chain, Shard } from "../../domain/chain.ts";
import { type Breather, CHAINS_A_BREATH } from "./breather.ts";
import type { EncodedSequences, SequenceChains, SequenceTrainSet } from "./encoded.ts";
import { BOS, STEP, type Vocabulary } from "./vocabulary.ts";

/** One sequence of a chain; it scores the steps firstStep, firstStep + 1, … at the places scoreAt. */
export interface ChainSequence {
  tokens: number[];
  /** Tokens of [BOS], picture and question. */
  headLength: number;
  firstStep: number;
  scoreAt: number[];
}

/**
 * Reads chains into sequences of at most `context` tokens. Question and steps are cut, each to half the
 * context, so that the question (with its picture) and one step always fit. Where the next step does not, a new sequence
 * begins: question again, as many of the steps just before as fill up to half of the room left for
 * steps (seen, not scored again), then the step.
 */
export function createSequenceReader(
  vocabulary: Vocabulary,
  context: number,
): (
  question: string,
  steps: readonly { text: string }[],
  pictureTokens?: readonly number[],
) => ChainSequence[] {
  const partLimit = Math.floor(context / 2) - 1;
  let questionText: string | null = null;
  let words: number[] = [];

  return (question, steps, pictureTokens = []) => {
    if (question !== questionText) {
      words = vocabulary.encode(question, partLimit);
      questionText = question;
    }
    const shown = pictureTokens.slice(0, partLimit);
    const head = [BOS, ...shown, ...words.slice(0, partLimit - shown.length)];
    const units = steps.map(({ text }) => [...vocabulary.encode(text, partLimit), STEP]);
    const repeatLimit = Math.floor((context - head.length) / 2);
    const sequences: ChainSequence[] = [];
    let current: ChainSequence | null = null;
    for (const [index, unit] of units.entries()) {
      if (!current || current.tokens.length + unit.length > context) {
        const room = Math.min(repeatLimit, context - head.length - unit.length);
        current = {
          tokens: [...head, ...(current ? lastUnits(units, index, room) : [])],
          headLength: head.length,
          firstStep: index,
          scoreAt: [],
        };
        sequences.push(current);
      }
      current.tokens.push(...unit);
      current.scoreAt.push(current.tokens.length - 1);
    }
    return sequences;
  };
}

/** The tokens of as many whole units before units[end] as fit into `room`. */
function lastUnits(units: readonly number[][], end: number, room: number): number[] {
  let from = end;
  let left = room;
  while (from > 0 && units[from - 1]!.length <= left) left -= units[--from]!.length;
  return units.slice(from, end).flat();
}

/** Tokens of a chain's picture, none of them one of the vocabulary's. */
export type PictureTokens = (chain: Pick<Chain, "imagePath">) => readonly number[];

/** Surprisal of every token of each sequence, 0 for those of the question. */
export type SurprisalReader = (sequences: readonly ChainSequence[]) => Promise<Float32Array[]>;

/** How chains become the sequences of a set. */
export interface SequenceReading {
  vocabulary: Vocabulary;
  context: number;
  /** Tokens of a chain's picture; none where there is no picture to be seen. */
  pictureTokens: PictureTokens;
  /** null: there is no language model, the PRM reads the question itself and nothing is surprising. */
  surprisals: SurprisalReader | null;
}

/** Chains of which the language model reads all sequences at once. */
const CHAINS_A_BLOCK = 64;

/** A sequence as the PRM is to read it. */
interface ReadSequence extends Omit<ChainSequence, "headLength"> {
  surprisal: ArrayLike<number>;
}

/** The sequences of each chain, in order. */
async function* readChains(
  chains: readonly Chain[],
  { vocabulary, context, pictureTokens, surprisals }: SequenceReading,
  breathe: Breather,
): AsyncGenerator<ReadSequence[]> {
  const read = createSequenceReader(vocabulary, context);
  const block = surprisals ? CHAINS_A_BLOCK : CHAINS_A_BREATH;
  for (let from = 0; from < chains.length; from += block) {
    if (from > 0) await breathe(from, chains.length);
    const sequences = chains
      .slice(from, from + block)
      .map((chain) => read(chain.question, chain.steps, pictureTokens(chain)));
    const surprising = surprisals ? await surprisals(sequences.flat()) : null;
    let s = 0;
    for (const ofChain of sequences) {
      yield ofChain.map((sequence) =>
        surprising
          ? withoutHead(sequence, surprising[s++]!)
          : { ...sequence, surprisal: new Float32Array(sequence.tokens.length) },
      );
    }
  }
}

function withoutHead(sequence: ChainSequence, surprisal: Float32Array): ReadSequence {
  const { tokens, headLength, firstStep, scoreAt } = sequence;
  return {
    tokens: tokens.slice(headLength),
    surprisal: surprisal.subarray(headLength),
    firstStep,
    scoreAt: scoreAt.map((at) => at - headLength),
  };
}

/** Collects sequences one after the other. */
export class SequencesBuilder {
  private readonly start: number[] = [0];
  private readonly tokens: number[] = [];
  private readonly surprisal: number[] = [];
  private readonly scoreStart: number[] = [0];
  private readonly scoreAt: number[] = [];

  get count(): number {
    return this.start.length - 1;
  }

  /** @param length tokens that are kept; @param scoreAt ascending, not empty. */
  add(
    { tokens, surprisal }: Pick<ReadSequence, "tokens" | "surprisal">,
    length: number,
    scoreAt: readonly number[],
  ): void {
    for (let i = 0; i < length; i++) {
      this.tokens.push(tokens[i]!);
      this.surprisal.push(surprisal[i]!);
    }
    this.scoreAt.push(...scoreAt);
    this.start.push(this.tokens.length);
    this.scoreStart.push(this.scoreAt.length);
  }

  /** The same of a sequence that is scored at `scoreAt`: tokens after the last are not seen and left out. */
  addScored(sequence: ReadSequence, scoreAt: readonly number[]): void {
    this.add(sequence, (scoreAt.at(-1) ?? -1) + 1, scoreAt);
  }

  build(): EncodedSequences {
    return {
      count: this.count,
      start: Int32Array.from(this.start),
      tokens: Int32Array.from(this.tokens),
      surprisal: Float32Array.from(this.surprisal),
      scoreStart: Int32Array.from(this.scoreStart),
      scoreAt: Int32Array.from(this.scoreAt),
    };
  }
}

/** The labelled steps; a sequence without any is left out. */
export async function encodeTrainSequences(
  shards: readonly Shard[],
  reading: SequenceReading,
  breathe: Breather,
): Promise<SequenceTrainSet> {
  const sequences = new SequencesBuilder();
  const labels: number[] = [];
  const domains: number[] = [];
  const placed = shards.flatMap((shard, domain) =>
    shard.chains.map((chain) => ({ chain, domain })),
  );
  const chains = placed.map(({ chain }) => chain);
  let c = 0;
  for await (const ofChain of readChains(chains, reading, breathe)) {
    const { chain, domain } = placed[c++]!;
    for (const sequence of ofChain) {
      const labelOf = (i: number) => chain.steps[sequence.firstStep + i]!.accuracy;
      const labelled = sequence.scoreAt.filter((_, i) => labelOf(i) !== null);
      if (labelled.length === 0) continue;
      sequences.addScored(sequence, labelled);
      sequence.scoreAt.forEach((_, i) => {
        const label = labelOf(i);
        if (label !== null) labels.push(label);
      });
      domains.push(domain);
    }
  }
  return {
    kind: "sequences",
    sequences: sequences.build(),
    labels: Float32Array.from(labels),
    domains: Int32Array.from(domains),
    domainCount: shards.length,
  };
}

/** Every step of every chain. */
export async function encodeChainSequences(
  chains: readonly Chain[],
  reading: SequenceReading,
  breathe: Breather,
): Promise<SequenceChains> {
  const sequences = new SequencesBuilder();
  const chainStart = new Int32Array(chains.length + 1);
  const sequenceStart = new Int32Array(chains.length + 1);
  let c = 0;
  for await (const ofChain of readChains(chains, reading, breathe)) {
    for (const sequence of ofChain) sequences.addScored(sequence, sequence.scoreAt);
    chainStart[c + 1] = chainStart[c]! + chains[c]!.steps.length;
    c++;
    sequenceStart[c] = sequences.count;
  }
  return { kind: "sequences", sequences: sequences.build(), chainStart, sequenceStart };
}
