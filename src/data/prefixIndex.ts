// The step prefixes of a corpus as vectors from outside may name them: by key, by id and step number, by
// their text, or by their place in a domain.
import type { Chain, Corpus, Step } from "../domain/chain.ts";
import { chainKey } from "../domain/chainKey.ts";
import { TextHash } from "./textHash.ts";

export type PrefixSource = "train" | "meta" | "candidates";

export interface PlacedPrefix {
  /** As FeatureSet.rowOf has it: the chain's key, a slash, the index of the prefix's last step. */
  key: string;
  source: PrefixSource;
  /** Of a shard's chain; null elsewhere. */
  domain: string | null;
  chain: Chain;
  index: number;
}

export class PrefixIndex {
  /** Every step of every chain: shards, meta set, candidates. */
  readonly places: PlacedPrefix[] = [];
  private readonly corpus: Corpus;
  private readonly keys = new Map<string, PlacedPrefix>();
  private ids: Map<string, PlacedPrefix[]> | null = null;
  private contents: Map<string, PlacedPrefix[]> | null = null;

  constructor(corpus: Corpus) {
    this.corpus = corpus;
    for (const { name, chains } of corpus.shards) this.enter(chains, "train", name);
    this.enter(corpus.meta, "meta", null);
    for (const { candidates } of corpus.candidates) this.enter(candidates, "candidates", null);
  }

  /** The prefix of this key; undefined where the corpus has none. */
  byKey(key: string): PlacedPrefix | undefined {
    return this.keys.get(key);
  }

  /** All prefixes that "<id>/<step number>" or "<domain>/<id>/<step number>" names, in corpus order. */
  byId(id: string): readonly PlacedPrefix[] {
    if (this.ids === null) {
      this.ids = new Map();
      for (const place of this.places) {
        const plain = `${place.chain.id}/${place.index + 1}`;
        push(this.ids, plain, place);
        if (place.domain !== null) push(this.ids, `${place.domain}/${plain}`, place);
      }
    }
    return this.ids.get(id) ?? [];
  }

  /** All prefixes with this question and text, step tags and blanks aside. */
  byText(question: string, steps: readonly string[]): readonly PlacedPrefix[] {
    const hash = TextHash.of(question);
    for (const step of steps) hash.add(step);
    return this.textIndex().get(hash.key) ?? [];
  }

  /** Prefixes of the same text and image, several each: an encoder gives them the same vector. */
  *twins(): Generator<PlacedPrefix[]> {
    for (const places of this.textIndex().values()) {
      if (places.length === 1) continue;
      const byImage = new Map<string, PlacedPrefix[]>();
      for (const place of places) push(byImage, place.chain.imagePath ?? "", place);
      yield* byImage.values();
    }
  }

  /**
   * The prefixes that a tensor of this name and length lists in order: a domain's training rows (or all its
   * steps), or the steps of the meta set or the candidates. In words why not, where it does not fit.
   */
  inOrder(name: string, count: number): PlacedPrefix[] | string {
    const shard = this.corpus.shards.find((one) => one.name === name);
    const source = shard ? "train" : name === "meta" || name === "candidates" ? name : null;
    if (source === null) {
      return `has no ids, and “${name}” is neither a domain nor “meta” nor “candidates”`;
    }
    const steps = this.places.filter(
      (place) => place.source === source && place.domain === (shard?.name ?? null),
    );
    if (shard === undefined) {
      return steps.length === count
        ? steps
        : `has ${vectors(count)} and no ids, but there are ${steps.length.toLocaleString("en-US")} steps in the ${source === "meta" ? "meta set" : "candidates"}`;
    }
    const rows = this.rowsOf(steps, shard.rows);
    if (rows.length === count) return rows;
    if (steps.length === count) return steps;
    return `has ${vectors(count)} and no ids, but the domain has ${rows.length.toLocaleString("en-US")} rows (${steps.length.toLocaleString("en-US")} steps); rows that were left out when the data were read leave their order unknown`;
  }

  /** Labelled prefixes in the order of the file's rows. */
  private rowsOf(steps: PlacedPrefix[], order: readonly Step[] | undefined): PlacedPrefix[] {
    if (order === undefined) {
      return steps.filter(({ chain, index }) => chain.steps[index]!.accuracy !== null);
    }
    const byStep = new Map(steps.map((place) => [place.chain.steps[place.index], place]));
    return order.flatMap((step) => byStep.get(step) ?? []);
  }

  private textIndex(): Map<string, PlacedPrefix[]> {
    if (this.contents === null) {
      this.contents = new Map();
      let hash = TextHash.of("");
      for (const place of this.places) {
        const { chain, index } = place;
        if (index === 0) hash = TextHash.of(chain.question);
        hash.add(chain.steps[index]!.text);
        push(this.contents, hash.key, place);
      }
    }
    return this.contents;
  }

  private enter(chains: readonly Chain[], source: PrefixSource, domain: string | null): void {
    for (const chain of chains) {
      const key = chainKey(chain);
      for (let index = 0; index < chain.steps.length; index++) {
        const place = { key: `${key}/${index}`, source, domain, chain, index };
        this.places.push(place);
        // Chains of the same content share their vectors.
        if (!this.keys.has(place.key)) this.keys.set(place.key, place);
      }
    }
  }
}

function push(map: Map<string, PlacedPrefix[]>, key: string, place: PlacedPrefix): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [place]);
  else known.push(place);
}

function vectors(count: number): string {
  return `${count.toLocaleString("en-US")} vector${count === 1 ? "" : "s"}`;
}
