// Chains and vocabularies for the encoders' tests.
import type { Chain, Corpus } from "../../domain/chain.ts";
import { learnVocabulary } from "./learnVocabulary.ts";
import type { Vocabulary } from "./vocabulary.ts";

export function chainOf(
  question: string,
  steps: readonly string[],
  accuracies: readonly (number | null)[] = [],
): Chain {
  return {
    id: "",
    question,
    steps: steps.map((text, i) => ({ text, accuracy: accuracies[i] ?? null })),
    groundTruth: null,
    isCorrect: null,
    answer: null,
    model: null,
    imagePath: null,
  };
}

/** The chains as the meta set of a corpus without shards: read, whatever their labels. */
export function corpusOf(chains: readonly Chain[]): Pick<Corpus, "shards" | "meta"> {
  return { shards: [], meta: [...chains] };
}

export const sums: readonly Chain[] = Array.from({ length: 60 }, (_, i) =>
  chainOf(`Lisa has ${i} apples and buys ${i + 3} more. How many apples?`, [
    `Lisa starts with ${i} apples.`,
    `She buys ${i + 3} more, so ${i} plus ${i + 3} gives ${2 * i + 3}.`,
  ]),
);

export function vocabularyOf(chains: readonly Chain[], size = 256): Promise<Vocabulary> {
  return learnVocabulary(chains, size, async () => {});
}
