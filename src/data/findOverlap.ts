// Questions that stand both in the shards and in the meta set: the weights would be judged on what
// was trained on.
import type { Chain, Corpus } from "../domain/chain.ts";

/**
 * The questions of the meta set that a shard has too, as the meta set writes them, each once. The same words
 * about another image are another question.
 */
export function findOverlap(corpus: Corpus): string[] {
  const metaQuestions = new Map<string, string>();
  for (const chain of corpus.meta) {
    const key = subjectOf(chain);
    if (key !== "" && !metaQuestions.has(key)) metaQuestions.set(key, chain.question);
  }
  if (metaQuestions.size === 0) return [];
  const overlap = new Set<string>();
  let last: Chain | null = null;
  for (const shard of corpus.shards) {
    for (const chain of shard.chains) {
      // Chains of a question mostly follow one another.
      if (chain.question === last?.question && chain.imagePath === last.imagePath) continue;
      last = chain;
      const key = subjectOf(chain);
      if (metaQuestions.has(key)) overlap.add(key);
    }
  }
  return [...metaQuestions].filter(([key]) => overlap.has(key)).map(([, question]) => question);
}

function subjectOf({ question, imagePath }: Chain): string {
  const words = normaliseQuestion(question);
  return imagePath === null ? words : `${words}\n${imagePath}`;
}

const OUTER_MARKS = new Set(" \"'.:?!");

/** Case, blanks, punctuation at the ends and a leading "Question:" make no other question. */
export function normaliseQuestion(question: string): string {
  const text = question
    .normalize("NFKC")
    .toLowerCase()
    .trimStart()
    .replace(/^question\s*:/, "")
    .replace(/\s+/g, " ");
  let start = 0;
  let end = text.length;
  while (start < end && OUTER_MARKS.has(text[start]!)) start++;
  while (end > start && OUTER_MARKS.has(text[end - 1]!)) end--;
  return text.slice(start, end);
}
