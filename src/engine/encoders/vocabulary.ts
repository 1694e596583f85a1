// The transformer's vocabulary: byte-pair tokens over the words of a text. Any text can be encoded: a
// byte that has no token of its own is spelled by two half-byte tokens. Learned by learnVocabulary.ts,
// saved with the PRM.

import { StudioError } from "../../base/errors.ts";
import { z } from "../../base/zod.ts";
import { LONGEST_WORD, wordsOf } from "./words.ts";

/** Begins every sequence. */
export const BOS = 0;
/** Ends a step; the PRM's score of the step is read at it. */
export const STEP = 1;
/** The first of the sixteen tokens that spell a byte without a token: high half, low half. */
const FIRST_HALF_BYTE = 2;
/** The first byte's token; bytes come in `bytes`' order, merges after them. */
export const FIRST_BYTE = FIRST_HALF_BYTE + 16;

/** Bytes a token may stand for: no word is longer. */
const LONGEST_TOKEN = 4 * (LONGEST_WORD + 2);
/** Words whose tokens are remembered. */
const REMEMBERED_WORDS = 50_000;

export interface VocabularyData {
  /** Bytes with a token of their own, ascending; the digits are always among them. */
  bytes: readonly number[];
  /** Merge i makes token FIRST_BYTE + bytes.length + i of two tokens before it, in order of learning. */
  merges: readonly (readonly [number, number])[];
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
const utf8 = new TextEncoder();

export class Vocabulary {
  readonly data: VocabularyData;
  /** Number of tokens. */
  readonly size: number;
  private readonly byteToken = new Int32Array(256).fill(-1);
  /** Token made of two, by pairKey. */
  private readonly merged = new Map<number, number>();
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(data: VocabularyData) {
    this.data = data;
    data.bytes.forEach((byte, i) => {
      this.byteToken[byte] = FIRST_BYTE + i;
    });
    const firstMerge = FIRST_BYTE + data.bytes.length;
    data.merges.forEach(([left, right], i) => {
      this.merged.set(pairKey(left, right), firstMerge + i);
    });
    this.size = firstMerge + data.merges.length;
  }

  /** Tokens of a text, at most `limit`; what is not well-formed Unicode counts as U+FFFD. */
  encode(text: string, limit = Number.POSITIVE_INFINITY): number[] {
    const tokens: number[] = [];
    for (const word of wordsOf(text)) {
      if (tokens.length >= limit) break;
      tokens.push(...this.encodeWord(word));
    }
    if (tokens.length > limit) tokens.length = limit;
    return tokens;
  }

  /** The text of tokens; special ones stand for nothing. */
  decode(tokens: readonly number[]): string {
    const bytes: number[] = [];
    let high: number | null = null;
    const firstMerge = FIRST_BYTE + this.data.bytes.length;
    const spell = (token: number): void => {
      if (token >= firstMerge) {
        for (const part of this.data.merges[token - firstMerge]!) spell(part);
      } else if (token >= FIRST_BYTE) bytes.push(this.data.bytes[token - FIRST_BYTE]!);
      else if (token >= FIRST_HALF_BYTE && high === null) high = token - FIRST_HALF_BYTE;
      else if (token >= FIRST_HALF_BYTE) {
        bytes.push((high ?? 0) * 16 + token - FIRST_HALF_BYTE);
        high = null;
      }
    };
    for (const token of tokens) spell(token);
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }

  /** Tokens of a word's bytes before any merge. */
  spell(word: string): number[] {
    const tokens: number[] = [];
    for (const byte of utf8.encode(word)) {
      const token = this.byteToken[byte]!;
      if (token >= 0) tokens.push(token);
      else tokens.push(FIRST_HALF_BYTE + (byte >> 4), FIRST_HALF_BYTE + (byte & 15));
    }
    return tokens;
  }

  private encodeWord(word: string): readonly number[] {
    const known = this.remembered.get(word);
    if (known) return known;
    let tokens = this.spell(word);
    for (;;) {
      // The merge learned first goes first, as it did when they were learned.
      let first = Number.POSITIVE_INFINITY;
      for (let i = 0; i + 1 < tokens.length; i++) {
        first = Math.min(first, this.merged.get(pairKey(tokens[i]!, tokens[i + 1]!)) ?? first);
      }
      if (first === Number.POSITIVE_INFINITY) break;
      const [left, right] = this.data.merges[first - FIRST_BYTE - this.data.bytes.length]!;
      tokens = mergePair(tokens, left, right, first);
    }
    if (this.remembered.size >= REMEMBERED_WORDS) this.remembered.clear();
    this.remembered.set(word, tokens);
    return tokens;
  }
}

/** Two tokens as one number, to look them up by. */
export function pairKey(left: number, right: number): number {
  return left * 65_536 + right;
}

/** The tokens with every `left` `right` replaced by `merged`, from the left. */
export function mergePair(
  tokens: readonly number[],
  left: number,
  right: number,
  merged: number,
): number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      out.push(merged);
      i++;
    } else out.push(tokens[i]!);
  }
  return out;
}

const dataSchema = z.strictObject({
  bytes: z.array(z.number().int().min(0).max(255)),
  merges: z.array(z.tuple([z.number().int(), z.number().int()])),
});

/**
 * A vocabulary from outside (a saved PRM), checked.
 * @param limit tokens the PRM has embeddings for.
 * @throws StudioError("data") naming the first thing wrong.
 */
export function readVocabulary(value: unknown, limit: number): Vocabulary {
  const fail = (what: string): never => {
    throw new StudioError(
      "data",
      `The PRM's vocabulary is not valid: ${what}`,
      "Choose a prm.safetensors that this app exported.",
    );
  };
  const parsed = dataSchema.safeParse(value);
  if (!parsed.success) return fail(z.prettifyError(parsed.error).split("\n")[0] ?? "no vocabulary");
  const { bytes, merges } = parsed.data;
  if (bytes.some((byte, i) => i > 0 && byte <= bytes[i - 1]!)) return fail("bytes do not ascend");
  if (bytes.filter(isDigit).length !== 10) return fail("a digit has no token");
  const firstMerge = FIRST_BYTE + bytes.length;
  if (firstMerge + merges.length > limit) {
    return fail(`${firstMerge + merges.length} tokens, but the PRM knows ${limit}`);
  }
  const lengths = [...new Array<number>(FIRST_BYTE).fill(0), ...bytes.map(() => 1)];
  const seen = new Set<number>();
  for (const [i, [left, right]] of merges.entries()) {
    const known = firstMerge + i;
    if (Math.min(left, right) < FIRST_BYTE || Math.max(left, right) >= known) {
      return fail(`merge ${i} is of tokens that are not there yet`);
    }
    if ([left, right].some((token) => isDigit(bytes[token - FIRST_BYTE] ?? 0))) {
      return fail(`merge ${i} swallows a digit`);
    }
    if (seen.has(pairKey(left, right))) return fail(`merge ${i} is there twice`);
    seen.add(pairKey(left, right));
    lengths.push(lengths[left]! + lengths[right]!);
    if (lengths[known]! > LONGEST_TOKEN) return fail(`merge ${i} is longer than any word`);
  }
  return new Vocabulary({ bytes, merges });
}
