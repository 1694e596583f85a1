// The lexical encoder: a prefix becomes a bag of hashed features. The newest step, the one before
// and the question give n-grams; every step of the prefix gives facts ("7 + 4 = 11") and copy
// features (where its numbers come from). What a step claims counts alike wherever it stands, since
// an early error spoils all later prefixes: facts and copies share their buckets over the prefix. A
// picture gives its looks, crossed with the number that the chain sets out from (or, without one, with words).
import { hashString } from "../../base/rng.ts";
import type { Picture } from "../../domain/picture.ts";
import { copyFeatures, indexQuestion, type QuestionIndex } from "./copyFeatures.ts";
import { factFeatures } from "./factFeatures.ts";
import { type Looks, NO_LOOKS, pictureFeatures } from "./pictureFeatures.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** Tokens read of each text, from its start. */
const STEP_TOKENS = 160;
const QUESTION_TOKENS = 160;
/** n of the step's n-grams, and of the previous step's. */
const STEP_NGRAM = 3;
const PREVIOUS_NGRAM = 2;
/** Steps of the prefix, the newest included, that give facts and copy features. */
const PREFIX_STEPS = 8;
/** Words at the end of a first step without numbers that the picture is crossed with. */
const PICTURE_WORDS = 3;

/**
 * Length of each group's vector (of each step's, for facts and copies): a long text then says no more
 * than a short one. N-grams are kept small, they are what a small PRM memorises problems by.
 */
const GROUP_NORM = {
  step: 0.8,
  previous: 0.1,
  question: 0.1,
  copy: 1.5,
  fact: 1.5,
  picture: 1.5,
} as const;
type Group = keyof typeof GROUP_NORM;

/** Keeps the same hash in two groups apart. */
const GROUP_SALT: Record<Group, number> = {
  step: hashString("step"),
  previous: hashString("previous"),
  question: hashString("question"),
  copy: hashString("copy"),
  fact: hashString("fact"),
  picture: hashString("picture"),
};

/** One row's features: distinct buckets with their values. */
export interface SparseRow {
  /** Ascending. */
  features: Int32Array;
  values: Float64Array;
}

/** What a chain is about, as it is read. */
export interface Subject {
  question: string;
  /** There is an image, whether it can be seen or not. */
  hasImage: boolean;
  picture: Picture | null;
}

/** Encodes the prefix steps[0..index] of a chain about its subject. Quickest in order of index. */
export type LexicalEncoder = (
  subject: Subject,
  steps: readonly { text: string }[],
  index: number,
) => SparseRow;

/** Mixes hashes into one, order mattering. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (b >>> 15) ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function ngramHashes(tokens: readonly Token[], longest: number): number[] {
  const hashes = tokens.map((token) => hashString(token.text));
  const grams: number[] = [];
  for (let n = 1; n <= longest; n++) {
    for (let i = 0; i + n <= hashes.length; i++) {
      let hash = n;
      for (let j = i; j < i + n; j++) hash = mix(hash, hashes[j]!);
      grams.push(hash);
    }
  }
  return grams;
}

/** What one step of a chain gives, whatever comes after it. */
interface ReadStep {
  text: string;
  tokens: Token[];
  facts: number[];
  copies: number[];
  /** Place in the question reached, for the next step's copy features. */
  reached: number;
}

function isWord({ text }: Token): boolean {
  return /\p{L}/u.test(text);
}

/**
 * What is seen of the picture, crossed with the number that the first step sets out from; of a first step
 * without numbers ("the square is red") with its last words.
 */
function pictureCrosses({ extent, all }: Looks, firstStep: readonly Token[]): number[] {
  const number = firstStep.find((token) => token.isNumber);
  const said = number ? [number] : firstStep.filter(isWord).slice(-PICTURE_WORDS);
  const seen = number ? extent : all;
  return said.flatMap(({ text }) => {
    const word = hashString(text);
    return seen.map((look) => mix(look, word));
  });
}

export function createLexicalEncoder(buckets: number): LexicalEncoder {
  let questionText: string | null = null;
  let hadImage = false;
  let questionIndex: QuestionIndex = indexQuestion([]);
  let questionGrams: number[] = [];
  // The chain read last; a row of the same chain reads only its own step.
  let chain: ReadStep[] = [];
  let pictureSeen: Picture | null = null;
  let looks = NO_LOOKS;
  // The row being made; values are positive, so that 0 means a bucket not used yet.
  const sums = new Float64Array(buckets);
  const usedBuckets = new Int32Array(buckets);

  function readSubject({ question, hasImage, picture }: Subject) {
    if (picture !== pictureSeen) {
      pictureSeen = picture;
      looks = picture ? pictureFeatures(picture) : NO_LOOKS;
    }
    if (question === questionText && hasImage === hadImage) return;
    questionText = question;
    hadImage = hasImage;
    const tokens = tokenize(question, QUESTION_TOKENS);
    questionIndex = indexQuestion(tokens);
    questionGrams = ngramHashes(tokens, 1);
    chain = [];
  }

  function readChain(steps: readonly { text: string }[], index: number) {
    for (let i = 0; i <= index; i++) {
      const text = steps[i]!.text;
      if (chain[i]?.text === text) continue;
      chain.length = i;
      const previous = chain[i - 1];
      const tokens = tokenize(text, STEP_TOKENS);
      const facts: number[] = [];
      const copies: number[] = [];
      factFeatures(tokens, (hash) => facts.push(hash));
      const reached = copyFeatures(
        tokens,
        previous?.tokens ?? null,
        questionIndex,
        hadImage,
        // The question's first number is where the first step starts from, unless that is in the image.
        previous?.reached ?? (hadImage ? -1 : 0),
        (hash) => copies.push(hash),
      );
      chain.push({ text, tokens, facts, copies, reached });
    }
  }

  return (subject, steps, index) => {
    readSubject(subject);
    readChain(steps, index);
    let used = 0;
    const add = (group: Group, hashes: readonly number[]) => {
      const value = GROUP_NORM[group] / Math.sqrt(Math.max(1, hashes.length));
      const salt = GROUP_SALT[group];
      for (const hash of hashes) {
        const bucket = mix(salt, hash) % buckets;
        if (sums[bucket] === 0) usedBuckets[used++] = bucket;
        sums[bucket]! += value;
      }
    };
    const previous = chain[index - 1];
    add("step", ngramHashes(chain[index]!.tokens, STEP_NGRAM));
    if (previous) add("previous", ngramHashes(previous.tokens, PREVIOUS_NGRAM));
    add("question", questionGrams);
    for (const read of chain.slice(Math.max(0, index + 1 - PREFIX_STEPS), index + 1)) {
      add("fact", read.facts);
      add("copy", read.copies);
    }
    add("picture", pictureCrosses(looks, chain[0]!.tokens));
    const features = usedBuckets.slice(0, used).sort();
    const values = Float64Array.from(features, (bucket) => sums[bucket]!);
    for (const bucket of features) sums[bucket] = 0;
    return { features, values };
  };
}
