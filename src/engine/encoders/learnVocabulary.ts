// Learns a vocabulary from the training chains: counts their distinct words once, then again and again
// merges the pair of neighbouring tokens that is most frequent. The same chains give the same vocabulary.
import type { Chain } from "../../domain/chain.ts";
import { type Breather, CHAINS_A_BREATH } from "./breather.ts";
import { FIRST_BYTE, mergePair, pairKey, Vocabulary, type VocabularyData } from "./vocabulary.ts";
import { wordsOf } from "./words.ts";

/** Characters read at most: of a longer corpus every second, third … chain is. */
const MOST_CHARACTERS = 16_000_000;
/** Distinct words looked at: the first so many. */
const MOST_WORDS = 200_000;
/** A pair seen less often is not merged. */
const LEAST_COUNT = 2;
const MERGES_A_BREATH = 64;
const DIGITS = Array.from({ length: 10 }, (_, digit) => 0x30 + digit);

/**
 * A vocabulary of at most `size` tokens from the questions and steps of the chains. Fewer where nothing
 * is left that occurs twice.
 */
export async function learnVocabulary(
  chains: readonly Chain[],
  size: number,
  breathe: Breather,
): Promise<Vocabulary> {
  const mergeLimit = size - FIRST_BYTE;
  const total = chains.length + mergeLimit;
  const counts = await countWords(chains, (done) => breathe(done, total));
  const bytes = commonBytes(counts, Math.floor(mergeLimit / 2));
  const alphabet = new Vocabulary({ bytes, merges: [] });
  const words: CountedWord[] = [];
  for (const [word, count] of counts) words.push({ tokens: alphabet.spell(word), count });
  const merges = await learnMerges(words, alphabet.size, size, (done) =>
    breathe(chains.length + done, total),
  );
  return new Vocabulary({ bytes, merges });
}

async function countWords(
  chains: readonly Chain[],
  breathe: (done: number) => Promise<void>,
): Promise<Map<string, number>> {
  const characters = chains.reduce(
    (sum, { question, steps }) =>
      steps.reduce((length, step) => length + step.text.length, sum + question.length),
    0,
  );
  const stride = Math.max(1, Math.ceil(characters / MOST_CHARACTERS));
  const counts = new Map<string, number>();
  const count = (text: string) => {
    for (const word of wordsOf(text)) {
      const known = counts.get(word);
      if (known !== undefined || counts.size < MOST_WORDS) counts.set(word, (known ?? 0) + 1);
    }
  };
  for (let c = 0; c < chains.length; c += stride) {
    const { question, steps } = chains[c]!;
    count(question);
    for (const step of steps) count(step.text);
    if (c % CHAINS_A_BREATH === 0) await breathe(c);
  }
  return counts;
}

/** The digits and the most frequent other bytes, at most `limit` in all, ascending. */
function commonBytes(counts: ReadonlyMap<string, number>, limit: number): number[] {
  const frequency = new Float64Array(256);
  const utf8 = new TextEncoder();
  for (const [word, count] of counts)
    for (const byte of utf8.encode(word)) frequency[byte]! += count;
  const others = Array.from(frequency.keys())
    .filter((byte) => frequency[byte]! > 0 && !DIGITS.includes(byte))
    .sort((a, b) => frequency[b]! - frequency[a]! || a - b);
  return [...DIGITS, ...others.slice(0, Math.max(0, limit - DIGITS.length))].sort((a, b) => a - b);
}

interface CountedWord {
  tokens: number[];
  count: number;
}

async function learnMerges(
  words: CountedWord[],
  alphabetSize: number,
  size: number,
  breathe: (done: number) => Promise<void>,
): Promise<VocabularyData["merges"]> {
  const pairs = new PairCounts(words);
  const merges: [number, number][] = [];
  for (let token = alphabetSize; token < size; token++) {
    const pair = pairs.takeMostFrequent();
    if (!pair) break;
    pairs.merge(pair[0], pair[1], token);
    merges.push(pair);
    if (merges.length % MERGES_A_BREATH === 0) await breathe(token);
  }
  return merges;
}

/** How often each pair of neighbours occurs, kept up to date while pairs are merged. */
class PairCounts {
  private readonly words: CountedWord[];
  private readonly counts = new Map<number, number>();
  /** Words that hold the pair, or once held it. */
  private readonly places = new Map<number, Set<CountedWord>>();
  private readonly queue = new PairQueue();

  constructor(words: CountedWord[]) {
    this.words = words;
    for (const word of this.words) this.count(word, 1);
    for (const [pair, count] of this.counts) this.queue.push(pair, count);
  }

  takeMostFrequent(): [number, number] | null {
    for (;;) {
      const top = this.queue.pop();
      if (!top || top.count < LEAST_COUNT) return null;
      // Entries from before the pair's count changed are passed over.
      if (this.counts.get(top.pair) === top.count) {
        return [Math.floor(top.pair / 65_536), top.pair % 65_536];
      }
    }
  }

  merge(left: number, right: number, merged: number): void {
    const touched = new Set<number>();
    for (const word of this.places.get(pairKey(left, right)) ?? []) {
      this.count(word, -1, touched);
      word.tokens = mergePair(word.tokens, left, right, merged);
      this.count(word, 1, touched);
    }
    for (const pair of touched) {
      const count = this.counts.get(pair) ?? 0;
      if (count > 0) this.queue.push(pair, count);
      else {
        this.counts.delete(pair);
        this.places.delete(pair);
      }
    }
  }

  private count(word: CountedWord, sign: 1 | -1, touched?: Set<number>): void {
    const { tokens, count } = word;
    for (let i = 0; i + 1 < tokens.length; i++) {
      // Half-byte tokens spell rare bytes; they never grow into words.
      if (Math.min(tokens[i]!, tokens[i + 1]!) < FIRST_BYTE) continue;
      const pair = pairKey(tokens[i]!, tokens[i + 1]!);
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + sign * count);
      touched?.add(pair);
      const places = this.places.get(pair);
      if (places) places.add(word);
      else this.places.set(pair, new Set([word]));
    }
  }
}

interface QueuedPair {
  pair: number;
  count: number;
}

/** A binary heap: the greatest count first, of equal ones the smaller pair. */
class PairQueue {
  private readonly heap: QueuedPair[] = [];

  push(pair: number, count: number): void {
    const { heap } = this;
    let at = heap.push({ pair, count }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): QueuedPair | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && isBefore(heap[child]!, heap[first]!)) first = child;
      }
      if (first === at) return top;
      this.swap(at, first);
      at = first;
    }
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}

function isBefore(a: QueuedPair, b: QueuedPair): boolean {
  return a.count > b.count || (a.count === b.count && a.pair < b.pair);
}
