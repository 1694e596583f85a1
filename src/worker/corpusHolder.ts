// The corpus that is loaded now, with the arrays made from it. Everything derived is made on demand and
// forgotten when the corpus changes.
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { type CorpusSplit, splitCorpus } from "../data/splitCorpus.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import type { ChainSource } from "../domain/inspect.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { Breather } from "../engine/encoders/breather.ts";
import type { EncodedChains, EncodedMetaSet, EncodedTrainSet } from "../engine/encoders/encoded.ts";
import type { EncodingSources } from "../engine/encoders/encodingSources.ts";
import {
  encodeMetaSet,
  learnEncoder,
  type PrmEncoder,
  trainingShards,
} from "../engine/encoders/prmEncoder.ts";
import { FeatureShelf } from "./featureShelf.ts";
import { PictureDesk } from "./pictureDesk.ts";

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
  private readonly pictures: PictureDesk;
  /** Pictures of the corpus' images, and the vectors of frozen encoders. */
  readonly sources: EncodingSources;
  /** Shared with corpora that are made of this one. */
  readonly features: FeatureShelf;

  constructor(
    features: FeatureShelf = new FeatureShelf(),
    onPictureProblem: (path: string, message: string) => void = () => {},
  ) {
    this.features = features;
    this.pictures = new PictureDesk(() => this.held?.images ?? new Map(), onPictureProblem);
    this.sources = { pictures: this.pictures.pictures, features: features.features };
  }

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
    this.pictures.forget();
  }

  /** Forgets what was encoded: the vectors it was made of are others now. */
  forgetEncoded(): void {
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

  /** The corpus as a run with these shares kept from training sees it, and what is kept. */
  split(shares: RunConfig["heldOut"]): CorpusSplit {
    const key = `split ${sharesKey(shares)}`;
    const known = this.derived.get(key);
    if (known) return known as CorpusSplit;
    const made = splitCorpus(this.corpus, shares);
    this.derived.set(key, made);
    return made;
  }

  /** The encoder of a PRM that is trained on this corpus; what it learns from the texts is kept. */
  encoderFor(
    { encoder, heldOut }: Pick<RunConfig, "encoder" | "heldOut">,
    report: ReportProgress,
  ): Promise<PrmEncoder> {
    return learnEncoder(encoder, this.split(heldOut).training, this.sources, (key, label, make) =>
      this.remember(`${key} ${sharesKey(heldOut)}`, report, (breathe) => make(breathe(label))),
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
        this.sources,
        breathe(`Encoding ${source}`),
      ),
    );
  }

  encodedTrainSet(
    encoder: PrmEncoder,
    { heldOut }: Pick<RunConfig, "heldOut">,
    report: ReportProgress,
  ): Promise<EncodedTrainSet> {
    return this.remember(`train ${sharesKey(heldOut)} ${encoder.key}`, report, (breathe) =>
      encoder.encodeTrainSet(
        trainingShards(this.split(heldOut).training),
        this.sources,
        breathe("Encoding training chains"),
      ),
    );
  }

  /** What the upper level judges by: the meta set without what is kept from it. */
  encodedMetaSet(
    encoder: PrmEncoder,
    { heldOut, upper }: Pick<RunConfig, "heldOut" | "upper">,
    report: ReportProgress,
  ): Promise<EncodedMetaSet> {
    const key = `meta set ${upper.metaUnit} ${sharesKey(heldOut)} ${encoder.key}`;
    return this.remember(key, report, (breathe) =>
      encodeMetaSet(
        encoder,
        this.split(heldOut).training.meta,
        upper.metaUnit,
        this.sources,
        breathe("Encoding the meta set"),
      ),
    );
  }

  /** The meta chains, or the shards' chains, that are kept from training. */
  encodedKept(
    what: "keptMeta" | "keptSteps",
    encoder: PrmEncoder,
    shares: RunConfig["heldOut"],
    report: ReportProgress,
  ): Promise<EncodedChains> {
    return this.remember(`${what} ${sharesKey(shares)} ${encoder.key}`, report, (breathe) => {
      const { keptMeta, keptSteps } = this.split(shares);
      const chains = what === "keptMeta" ? keptMeta : keptSteps.map(({ chain }) => chain);
      return encoder.encodeChains(
        chains,
        this.sources,
        breathe("Encoding what is kept from training"),
      );
    });
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

function sharesKey({ metaShare, shardShare }: RunConfig["heldOut"]): string {
  return `kept ${metaShare} ${shardShare}`;
}
