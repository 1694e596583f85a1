// Questions that stand both in the shards and in the meta set: the weights would be judged on what
// was trained on.
import type { Chain, Corpus } from "../domain/chain.ts";
import { subjectOf } from "../domain/subjectOf.ts";

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
