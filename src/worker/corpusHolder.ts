// The corpus that is loaded now, with the arrays made from it. Everything derived is made on demand and
// forgotten when the corpus changes.
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import type { ChainSource } from "../domain/inspect.ts";
import type { Breather } from "../engine/encoders/breather.ts";
import type { EncodedChains, EncodedMetaSet, EncodedTrainSet } from "../engine/encoders/encoded.ts";
import {
  chainsToRead,
  encodeMetaSet,
  learnEncoder,
  type PrmEncoder,
  trainingShards,
} from "../engine/encoders/prmEncoder.ts";
import type { EncoderConfig } from "../engine/prm/layout.ts";

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
  private readonly derived = new Map<string, unknown>();

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
    this.derived.clear();
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

  /** The encoder of a PRM that is trained on this corpus; what it learns from the texts is kept. */
  encoderFor(config: EncoderConfig, report: ReportProgress): Promise<PrmEncoder> {
    return learnEncoder(config, chainsToRead(this.corpus), (key, label, make) =>
      this.remember(key, report, (breathe) => make(breathe(label))),
    );
  }

  /** Every chain of a source, in the order of `chains`. */
  encodedChains(
    source: ChainSource,
    encoder: PrmEncoder,
    report: ReportProgress,
  ): Promise<EncodedChains> {
    return this.remember(`${source} ${encoder.key}`, report, (breathe) =>
      encoder.encodeChains(
        this.chains(source).map((placed) => placed.chain),
        breathe(`Encoding ${source}`),
      ),
    );
  }

  encodedTrainSet(encoder: PrmEncoder, report: ReportProgress): Promise<EncodedTrainSet> {
    return this.remember(`train ${encoder.key}`, report, (breathe) =>
      encoder.encodeTrainSet(trainingShards(this.corpus), breathe("Encoding training chains")),
    );
  }

  encodedMetaSet(encoder: PrmEncoder, report: ReportProgress): Promise<EncodedMetaSet> {
    return this.remember(`meta set ${encoder.key}`, report, (breathe) =>
      encodeMetaSet(encoder, this.corpus.meta, breathe("Encoding the meta set")),
    );
  }

  /** What `key` names, made once a corpus. The key says which kind of thing it is. */
  private async remember<T>(
    key: string,
    report: ReportProgress,
    make: (breathe: (label: string) => Breather) => Promise<T>,
  ): Promise<T> {
    const known = this.derived.get(key);
    if (known) return known as T;
    const corpus = this.held;
    const made = await make((label) => async (done, total) => {
      report(label, done, total);
      await yieldToEventLoop();
    });
    if (this.held === corpus) this.derived.set(key, made);
    return made;
  }
}
