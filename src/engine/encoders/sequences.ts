// Chains of text as the transformer PRM reads them: [BOS] question, then each step and a [STEP] token
// at which it is scored. What a step's score sees depends on the question and the steps up to it alone,
// so that a whole chain scored at once and its prefixes scored one by one agree.
import type { Chain, Shard } from "../../domain/chain.ts";
import { type Breather, CHAINS_A_BREATH } from "./breather.ts";
import type { EncodedSequences, SequenceChains, SequenceTrainSet } from "./encoded.ts";
import { BOS, STEP, type Vocabulary } from "./vocabulary.ts";

/** One sequence of a chain; it scores the steps firstStep, firstStep + 1, … at the places scoreAt. */
export interface ChainSequence {
  tokens: number[];
  firstStep: number;
  scoreAt: number[];
}

/**
 * Reads chains into sequences of at most `context` tokens. Question and steps are cut, each to half the
 * context, so that the question and one step always fit. Where the next step does not, a new sequence
 * begins: question again, as many of the steps just before as fill up to half of the room left for
 * steps (seen, not scored again), then the step.
 */
export function createSequenceReader(
  vocabulary: Vocabulary,
  context: number,
): (question: string, steps: readonly { text: string }[]) => ChainSequence[] {
  const partLimit = Math.floor(context / 2) - 1;
  let questionText: string | null = null;
  let head: number[] = [];

  return (question, steps) => {
    if (question !== questionText) {
      head = [BOS, ...vocabulary.encode(question, partLimit)];
      questionText = question;
    }
    const units = steps.map(({ text }) => [...vocabulary.encode(text, partLimit), STEP]);
    const repeatLimit = Math.floor((context - head.length) / 2);
    const sequences: ChainSequence[] = [];
    let current: ChainSequence | null = null;
    for (const [index, unit] of units.entries()) {
      if (!current || current.tokens.length + unit.length > context) {
        const room = Math.min(repeatLimit, context - head.length - unit.length);
        current = {
          tokens: [...head, ...(current ? lastUnits(units, index, room) : [])],
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

/** Collects sequences one after the other. */
class SequencesBuilder {
  private readonly start: number[] = [0];
  private readonly tokens: number[] = [];
  private readonly scoreStart: number[] = [0];
  private readonly scoreAt: number[] = [];

  get count(): number {
    return this.start.length - 1;
  }

  /** @param scoreAt ascending, not empty; tokens after the last are not seen by any score and left out. */
  add(tokens: readonly number[], scoreAt: readonly number[]): void {
    const end = (scoreAt.at(-1) ?? -1) + 1;
    for (let i = 0; i < end; i++) this.tokens.push(tokens[i]!);
    this.scoreAt.push(...scoreAt);
    this.start.push(this.tokens.length);
    this.scoreStart.push(this.scoreAt.length);
  }

  build(): EncodedSequences {
    return {
      count: this.count,
      start: Int32Array.from(this.start),
      tokens: Int32Array.from(this.tokens),
      scoreStart: Int32Array.from(this.scoreStart),
      scoreAt: Int32Array.from(this.scoreAt),
    };
  }
}

/** The labelled steps; a sequence without any is left out. */
export async function encodeTrainSequences(
  shards: readonly Shard[],
  vocabulary: Vocabulary,
  context: number,
  breathe: Breather,
): Promise<SequenceTrainSet> {
  const read = createSequenceReader(vocabulary, context);
  const sequences = new SequencesBuilder();
  const labels: number[] = [];
  const domains: number[] = [];
  const total = shards.reduce((sum, shard) => sum + shard.chains.length, 0);
  let done = 0;
  for (const [domain, shard] of shards.entries()) {
    for (const { question, steps } of shard.chains) {
      for (const { tokens, firstStep, scoreAt } of read(question, steps)) {
        const labelled: number[] = [];
        for (const [i, at] of scoreAt.entries()) {
          const label = steps[firstStep + i]!.accuracy;
          if (label === null) continue;
          labels.push(label);
          labelled.push(at);
        }
        if (labelled.length === 0) continue;
        sequences.add(tokens, labelled);
        domains.push(domain);
      }
      if (++done % CHAINS_A_BREATH === 0) await breathe(done, total);
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
  vocabulary: Vocabulary,
  context: number,
  breathe: Breather,
): Promise<SequenceChains> {
  const read = createSequenceReader(vocabulary, context);
  const sequences = new SequencesBuilder();
  const chainStart = new Int32Array(chains.length + 1);
  const sequenceStart = new Int32Array(chains.length + 1);
  for (const [c, { question, steps }] of chains.entries()) {
    for (const { tokens, scoreAt } of read(question, steps)) sequences.add(tokens, scoreAt);
    chainStart[c + 1] = chainStart[c]! + steps.length;
    sequenceStart[c + 1] = sequences.count;
    if ((c + 1) % CHAINS_A_BREATH === 0) await breathe(c + 1, chains.length);
  }
  return { kind: "sequences", sequences: sequences.build(), chainStart, sequenceStart };
}
