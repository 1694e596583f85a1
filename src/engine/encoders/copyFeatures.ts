// Where a step's numbers and words come from: the question, the step before, or nowhere. A bag of
// n-grams cannot compare two texts; these features do it for the PRM.
import { hashString } from "../../base/rng.ts";
import type { Token } from "./tokenize.ts";

/** Numbers of a step that get a slot of their own; later ones are not looked at. */
const NUMBER_SLOTS = 6;

/** A number with the word nearest before it: what is done with which number. */
interface Mention {
  word: string;
  number: string;
}

function mentionsOf(tokens: readonly Token[]): Mention[] {
  const mentions: Mention[] = [];
  let word = "";
  for (const token of tokens) {
    if (token.isNumber) mentions.push({ word, number: token.text });
    else word = token.text;
  }
  return mentions;
}

/** What copying needs of a question, made once for all its steps. */
export interface QuestionIndex {
  firstNumber: string | undefined;
  numbers: ReadonlySet<string>;
  words: ReadonlySet<string>;
  /** Where "word number" is mentioned, in order. */
  places: ReadonlyMap<string, readonly number[]>;
}

export function indexQuestion(tokens: readonly Token[]): QuestionIndex {
  const mentions = mentionsOf(tokens);
  const places = new Map<string, number[]>();
  mentions.forEach(({ word, number }, place) => {
    const key = `${word} ${number}`;
    const known = places.get(key);
    if (known) known.push(place);
    else places.set(key, [place]);
  });
  return {
    firstNumber: mentions[0]?.number,
    numbers: new Set(mentions.map(({ number }) => number)),
    words: new Set(tokens.map((token) => token.text)),
    places,
  };
}

/**
 * Emits the copy features of a step and returns the place in the question it has reached (for the
 * next step's call): origin of each number (c carried over from the end of the step before, p
 * elsewhere in that step, q in the question, n nowhere), whether "word number" stands in the
 * question in the same words, and whether it is the next such mention after the last one used.
 * The first step carries over the question's first number; where the question has an image, what a chain
 * sets out from may stand there, and its first number has an origin of its own (i).
 */
export function copyFeatures(
  step: readonly Token[],
  previous: readonly Token[] | null,
  question: QuestionIndex,
  hasImage: boolean,
  reached: number,
  emit: (hash: number) => void,
): number {
  const inPrevious = previous?.filter((token) => token.isNumber).map((token) => token.text) ?? [];
  const previousSet = new Set(inPrevious);
  const setsOut = previous === null;
  const carried = setsOut ? question.firstNumber : inPrevious.at(-1);
  let place = reached;
  const pattern: string[] = [];
  for (const [slot, { word, number }] of mentionsOf(step).slice(0, NUMBER_SLOTS).entries()) {
    const isShown = hasImage && setsOut && slot === 0;
    const copied = isShown ? "i" : number === carried ? "c" : previousSet.has(number) ? "p" : "";
    const origin = copied + (question.numbers.has(number) ? "q" : "") || "n";
    const places = question.places.get(`${word} ${number}`);
    let asked = "no";
    if (places) {
      const next = places.find((candidate) => candidate > place);
      asked = next === undefined ? "back" : next === place + 1 ? "next" : "ahead";
      if (next !== undefined) place = next;
    }
    emit(hashString(`number ${slot} ${copied || "-"} ${asked}`));
    emit(hashString(`number ${word} ${origin} ${asked}`));
    pattern.push(`${copied || "-"}${asked}`);
  }
  emit(hashString(`pattern ${pattern.join(",")}`));
  const foreign = step.filter((token) => !token.isNumber && !question.words.has(token.text)).length;
  emit(hashString(`foreign words ${Math.min(foreign, 8)}`));
  return place;
}
