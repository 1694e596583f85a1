// chains.jsonl: every chain of the corpus with its key, for computing features elsewhere. A vector that is
// given back under "<key>/<index of the step>" is matched exactly; python/extract_features.py does so.
import type { Chain, Corpus } from "../domain/chain.ts";
import { chainKey } from "../domain/chainKey.ts";
import { type CorpusFile, toBlob } from "./exportCorpus.ts";

/**
 * One line a chain: shards, meta set, candidates; of several with the same content the first. `domain` is the
 * shard's name, "meta" or "candidates".
 */
export function exportChains(corpus: Corpus): CorpusFile {
  return { name: "chains.jsonl", blob: toBlob(chainLines(corpus), "application/jsonl") };
}

function* chainLines(corpus: Corpus): Generator<string> {
  const written = new Set<string>();
  for (const [domain, chain] of placedChains(corpus)) {
    const key = chainKey(chain);
    if (written.has(key)) continue;
    written.add(key);
    const row = {
      key,
      domain,
      id: chain.id,
      question: chain.question,
      steps: chain.steps.map(({ text }) => text),
      image_path: chain.imagePath,
    };
    yield `${JSON.stringify(row)}\n`;
  }
}

function* placedChains({ shards, meta, candidates }: Corpus): Generator<[string, Chain]> {
  for (const { name, chains } of shards) for (const chain of chains) yield [name, chain];
  for (const chain of meta) yield ["meta", chain];
  for (const { candidates: chains } of candidates) {
    for (const chain of chains) yield ["candidates", chain];
  }
}
