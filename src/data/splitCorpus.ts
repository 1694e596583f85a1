// Keeps a part of the data from training, chosen by question: meta chains that decide between learned and
// uniform weights, and chains of the shards on which step metrics are measured.
import { createRng } from "../base/rng.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { subjectOf } from "../domain/subjectOf.ts";

/** A chain of a shard that no training sees. */
export interface KeptChain {
  domain: string;
  chain: Chain;
}

export interface CorpusSplit {
  /** The corpus as training sees it: shards and meta set without what is kept. */
  training: Corpus;
  /** Labelled meta chains that the upper level does not see. */
  keptMeta: Chain[];
  keptSteps: KeptChain[];
}

/** With fewer judged questions nothing could be decided by a part of them: all are trained on. */
const LEAST_META_QUESTIONS = 25;
/** A domain of fewer chains gives none away. */
const LEAST_SHARD_CHAINS = 30;

/**
 * Splits by a hash of the question's normalised text and its image: the same question is on the same side whatever its
 * file, domain or the run's seed, and a larger share keeps what a smaller one kept.
 */
export function splitCorpus(corpus: Corpus, shares: RunConfig["heldOut"]): CorpusSplit {
  const places = new Map<string, number>();
  const isKept = (chain: Chain, share: number): boolean => {
    if (share === 0) return false;
    const key = subjectOf(chain);
    let place = places.get(key);
    if (place === undefined) {
      place = createRng(`kept ${key}`).next();
      places.set(key, place);
    }
    return place < share;
  };

  const judged = corpus.meta.filter((chain) => chain.isCorrect !== null);
  const questions = new Set(judged.map(subjectOf));
  const metaShare = questions.size < LEAST_META_QUESTIONS ? 0 : shares.metaShare;
  const keptMeta = judged.filter((chain) => isKept(chain, metaShare));
  const ofMeta = new Set(keptMeta);

  const keptSteps: KeptChain[] = [];
  const shards = corpus.shards.map((shard) => {
    if (!shard.isEnabled || shard.chains.length < LEAST_SHARD_CHAINS) return shard;
    const isLabelled = (chain: Chain) => chain.steps.some((step) => step.accuracy !== null);
    const kept = shard.chains.filter((chain) => isKept(chain, shares.shardShare));
    const staying = shard.chains.filter((chain) => !isKept(chain, shares.shardShare));
    // One question asked of everybody: without it nothing would be left to train on.
    if (!staying.some(isLabelled)) return shard;
    for (const chain of kept) if (isLabelled(chain)) keptSteps.push({ domain: shard.name, chain });
    return kept.length === 0 ? shard : { ...shard, chains: staying };
  });
  return {
    training: { ...corpus, shards, meta: corpus.meta.filter((chain) => !ofMeta.has(chain)) },
    keptMeta,
    keptSteps,
  };
}
