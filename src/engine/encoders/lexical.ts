// The lexical encoder: a step becomes hashed n-grams of itself, of the step before and of the question,
// plus copy features: where the step's numbers come from. It reads one step of context, not the whole
// prefix, so a chain of n steps costs n short rows.
import { hashString } from "../../base/rng.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** Tokens read of each text; the step's start, the previous step's end, the question's start. */
const STEP_TOKENS = 160;
const PREVIOUS_TOKENS = 80;
const QUESTION_TOKENS = 160;
/** n of the step's n-grams, and of the previous step's. */
const STEP_NGRAM = 3;
const PREVIOUS_NGRAM = 2;
/** Numbers of a step that get copy features of their own; later ones share the last slot. */
const NUMBER_SLOTS = 6;

/** Feature groups; each is scaled to the norm below so that long texts do not drown the rest. */
const GROUPS = ["step", "previous", "question", "copy", "fact"] as const;
type Group = (typeof GROUPS)[number];
const GROUP_NORM: Record<Group, number> = { step: 2, previous: 1, question: 0.5, copy: 3, fact: 2 };

/** One row's features: distinct buckets with their values. */
export interface SparseRow {
  features: number[];
  values: number[];
}

export type LexicalEncoder = (question: string, previous: string | null, step: string) => SparseRow;

/** Mixes hashes into one, order mattering. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (b >>> 15) ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function ngrams(
  tokens: readonly Token[],
  longest: number,
  salt: string,
  emit: (hash: number) => void,
) {
  const hashes = tokens.map((token) => hashString(token.text));
  for (let n = 1; n <= longest; n++) {
    const seed = hashString(`${salt}${n}`);
    for (let i = 0; i + n <= hashes.length; i++) {
      let hash = seed;
      for (let j = i; j < i + n; j++) hash = mix(hash, hashes[j]!);
      emit(hash);
    }
  }
}

/** Pairs "word number" with the word nearest before it: what is done with which number. */
function operandPairs(tokens: readonly Token[]): { word: string; number: string }[] {
  const pairs: { word: string; number: string }[] = [];
  let word = "";
  for (const token of tokens) {
    if (token.isNumber) pairs.push({ word, number: token.text });
    else word = token.text;
  }
  return pairs;
}

function copyFeatures(
  step: readonly Token[],
  previous: readonly Token[] | null,
  question: readonly Token[],
  emit: (hash: number) => void,
) {
  const numbersOf = (tokens: readonly Token[]) =>
    tokens.filter((token) => token.isNumber).map((token) => token.text);
  const inQuestion = numbersOf(question);
  const questionSet = new Set(inQuestion);
  const questionPairs = new Set(
    operandPairs(question).map((pair) => `${pair.word} ${pair.number}`),
  );
  const inPrevious = previous ? numbersOf(previous) : [];
  const previousSet = new Set(inPrevious);
  const carried = previous ? inPrevious.at(-1) : inQuestion[0];

  const pattern: string[] = [];
  const pairs = operandPairs(step);
  pairs.forEach(({ word, number }, index) => {
    const slot = Math.min(index, NUMBER_SLOTS - 1);
    const origin =
      (number === carried ? "c" : previousSet.has(number) ? "p" : "") +
        (questionSet.has(number) ? "q" : "") || "n";
    const isPairAsked = questionPairs.has(`${word} ${number}`);
    emit(hashString(`origin ${slot} ${origin}`));
    emit(hashString(`asked ${slot} ${isPairAsked}`));
    emit(hashString(`origin ${word} ${origin} ${isPairAsked}`));
    if (index < NUMBER_SLOTS) pattern.push(origin);
  });
  // Where the words of this step stand: an operation that nobody asked for is a likely slip.
  const questionWords = new Set(question.map((token) => token.text));
  const foreign = step.filter((token) => !token.isNumber && !questionWords.has(token.text)).length;
  emit(hashString(`foreign ${Math.min(foreign, 8)}`));
  emit(hashString(`pattern ${pattern.join(",")}`));
  emit(hashString(`pattern ${pattern.join(",")} ${previous ? "later" : "first"}`));
}

/** Each run of three numbers with the signs or words between them: "7 + 4 = 11" as one feature. */
function factFeatures(step: readonly Token[], emit: (hash: number) => void) {
  const pairs = operandPairs(step);
  for (let i = 0; i + 1 < pairs.length; i++) {
    const [a, b, c] = [pairs[i]!, pairs[i + 1]!, pairs[i + 2]];
    emit(hashString(`fact2 ${a.number} ${b.word} ${b.number}`));
    if (c) emit(hashString(`fact3 ${a.number} ${b.word} ${b.number} ${c.word} ${c.number}`));
  }
}

export function createLexicalEncoder(buckets: number): LexicalEncoder {
  // A question is encoded once for all its steps.
  let questionText: string | null = null;
  let questionTokens: Token[] = [];

  return (question, previous, step) => {
    if (question !== questionText) {
      questionText = question;
      questionTokens = tokenize(question, QUESTION_TOKENS);
    }
    const stepTokens = tokenize(step, STEP_TOKENS);
    const previousTokens = previous === null ? null : tokenize(previous, PREVIOUS_TOKENS, true);

    const row = new Map<number, number>();
    const addGroup = (group: Group, collect: (emit: (hash: number) => void) => void) => {
      const hashes: number[] = [];
      collect((hash) => hashes.push(hash));
      const value = GROUP_NORM[group] / Math.sqrt(Math.max(1, hashes.length));
      const salt = hashString(group);
      for (const hash of hashes) {
        const bucket = mix(salt, hash) % buckets;
        row.set(bucket, (row.get(bucket) ?? 0) + value);
      }
    };
    addGroup("step", (emit) => ngrams(stepTokens, STEP_NGRAM, "s", emit));
    addGroup("previous", (emit) => ngrams(previousTokens ?? [], PREVIOUS_NGRAM, "p", emit));
    addGroup("question", (emit) => ngrams(questionTokens, 1, "q", emit));
    addGroup("copy", (emit) => copyFeatures(stepTokens, previousTokens, questionTokens, emit));
    addGroup("fact", (emit) => factFeatures(stepTokens, emit));
    return { features: [...row.keys()], values: [...row.values()] };
  };
}
