// chains.jsonl: every chain of the corpus with its key, for computing features elsewhere. A vector that is
// given back under "<key>/<index of the step>" is matched exactly; python/extract_features.py does so.
import type { Chain, Corpus } from "../domain/chain.ts";
import { chainKey } from "../domain/chainKey.ts";
import { type CorpusFile, toBlob } from "./exportCorpus.ts";

/** One line a chain: shards, meta set, candidates. `domain` is the shard's name, "meta" or "candidates". */
export function exportChains(corpus: Corpus): CorpusFile {
  return { name: "chains.jsonl", blob: toBlob(chainLines(corpus), "application/jsonl") };
}

function* chainLines({ shards, meta, candidates }: Corpus): Generator<string> {
  for (const { name, chains } of shards) for (const chain of chains) yield lineOf(chain, name);
  for (const chain of meta) yield lineOf(chain, "meta");
  for (const { candidates: chains } of candidates) {
    for (const chain of chains) yield lineOf(chain, "candidates");
  }
}

function lineOf(chain: Chain, domain: string): string {
  const row = {
    key: chainKey(chain),
    domain,
    id: chain.id,
    question: chain.question,
    steps: chain.steps.map(({ text }) => text),
    image_path: chain.imagePath,
  };
  return `${JSON.stringify(row)}\n`;
}
