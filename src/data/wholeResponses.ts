// The paper's ablation "without structured steps": every response becomes one step.
import type { Chain, Corpus } from "../domain/chain.ts";

/** The step carries the label of the response's last one, else the answer's. */
function asOneStep(chain: Chain): Chain {
  const last = chain.steps.at(-1);
  if (last === undefined) return chain;
  const fromAnswer = chain.isCorrect === null ? null : Number(chain.isCorrect);
  const text = chain.steps.map((step) => step.text).join("\n\n");
  return { ...chain, steps: [{ text, accuracy: last.accuracy ?? fromAnswer }] };
}

/** A corpus of the same chains, each of a single step. */
export function wholeResponses(corpus: Corpus): Corpus {
  return {
    source: `${corpus.source}, whole responses`,
    shards: corpus.shards.map((shard) => ({ ...shard, chains: shard.chains.map(asOneStep) })),
    meta: corpus.meta.map(asOneStep),
    candidates: corpus.candidates.map((question) => ({
      ...question,
      candidates: question.candidates.map(asOneStep),
    })),
    images: corpus.images,
  };
}
