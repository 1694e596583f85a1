// The corpus that is loaded now, with the arrays made from it. Everything derived is made on demand and
// forgotten when the corpus changes.
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import type { ChainSource } from "../domain/inspect.ts";
import {
  type EncodedChains,
  encodeChains,
  encodeMetaSet,
  encodeTrainSet,
  trainingShards,
} from "../engine/encoders/encodeCorpus.ts";
import type { EncodedMetaSet, EncodedTrainSet } from "../engine/encoders/encoded.ts";

/** One chain with where it comes from; its position in the list is the `ref` of the protocol. */
export interface PlacedChain {
  chain: Chain;
  /** Domain of a shard's chain, null elsewhere. */
  domain: string | null;
}

export type ReportProgress = (label: string, done: number, total: number) => void;

export class CorpusHolder {
  private held: Corpus | null = null;
  private readonly placed = new Map<ChainSource, PlacedChain[]>();
  private readonly encoded = new Map<string, EncodedChains | EncodedTrainSet | EncodedMetaSet>();

  get corpus(): Corpus {
    if (!this.held) {
      throw new StudioError(
        "state",
        "No data is loaded",
        "Load the built-in suite or drop in files.",
      );
    }
    return this.held;
  }

  get current(): Corpus | null {
    return this.held;
  }

  replace(corpus: Corpus): void {
    this.held = corpus;
    this.placed.clear();
    this.encoded.clear();
  }

  /** All chains of a source in a fixed order; the shards' in the order of the shards. */
  chains(source: ChainSource): PlacedChain[] {
    const known = this.placed.get(source);
    if (known) return known;
    const corpus = this.held;
    const list: PlacedChain[] = !corpus
      ? []
      : source === "shards"
        ? corpus.shards.flatMap((shard) =>
            shard.chains.map((chain) => ({ chain, domain: shard.name })),
          )
        : source === "meta"
          ? corpus.meta.map((chain) => ({ chain, domain: null }))
          : corpus.candidates.flatMap((question) =>
              question.candidates.map((chain) => ({ chain, domain: null })),
            );
    this.placed.set(source, list);
    return list;
  }

  async encodedChains(
    source: ChainSource,
    buckets: number,
    report: ReportProgress,
  ): Promise<EncodedChains> {
    return this.remember(`${source} ${buckets}`, (breathe) =>
      encodeChains(
        this.chains(source).map((placed) => placed.chain),
        buckets,
        breathe(`Encoding ${source}`),
      ),
    )(report);
  }

  async encodedTrainSet(buckets: number, report: ReportProgress): Promise<EncodedTrainSet> {
    return this.remember(`train ${buckets}`, (breathe) =>
      encodeTrainSet(trainingShards(this.corpus), buckets, breathe("Encoding training rows")),
    )(report);
  }

  async encodedMetaSet(buckets: number, report: ReportProgress): Promise<EncodedMetaSet> {
    return this.remember(`meta set ${buckets}`, (breathe) =>
      encodeMetaSet(this.corpus.meta, buckets, breathe("Encoding the meta set")),
    )(report);
  }

  private remember<T extends EncodedChains | EncodedTrainSet | EncodedMetaSet>(
    key: string,
    make: (
      breathe: (label: string) => (done: number, total: number) => Promise<void>,
    ) => Promise<T>,
  ): (report: ReportProgress) => Promise<T> {
    return async (report) => {
      const known = this.encoded.get(key);
      // The key names the kind, so what is stored under it is a T.
      if (known) return known as T;
      const made = await make((label) => async (done, total) => {
        report(label, done, total);
        await yieldToEventLoop();
      });
      this.encoded.set(key, made);
      return made;
    };
  }
}
