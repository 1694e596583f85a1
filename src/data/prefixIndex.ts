// The step prefixes of a corpus as vectors from outside may name them: by key, by id and step number, by
// their text, or by their place in a domain.
import type { Chain, Corpus, Shard } from "../domain/chain.ts";
import { chainKey } from "../domain/chainKey.ts";
import { counted } from "./counted.ts";
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
  private chainIds: Map<string, PlacedPrefix[]> | null = null;
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

  /** The ends of all chains that "<id>" or "<domain>/<id>" names, in corpus order. */
  byChainId(id: string): readonly PlacedPrefix[] {
    if (this.chainIds === null) {
      this.chainIds = new Map();
      for (const place of this.places) {
        const { chain, index, domain } = place;
        if (index !== chain.steps.length - 1) continue;
        push(this.chainIds, chain.id, place);
        if (domain !== null) push(this.chainIds, `${domain}/${chain.id}`, place);
      }
    }
    return this.chainIds.get(id) ?? [];
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
   * The prefixes that a tensor of this name and length lists in order: of a domain its training rows, all its
   * steps, or the ends of its chains; of the meta set or the candidates the steps or the ends; under another
   * name the training rows of all domains. In words why not, where nothing fits.
   */
  inOrder(name: string, count: number): PlacedPrefix[] | string {
    const owner = this.ownerOf(name);
    if (owner === null) {
      const rows = this.corpus.shards.flatMap((shard) => this.rowsOf(shard));
      if (rows.length === count) return rows;
      return `has no ids, “${name}” is neither a domain nor “meta” nor “candidates”, and it has ${counted(count, "vector")} where there are ${counted(rows.length, "training row")}`;
    }
    const steps = this.stepsOf(owner);
    const ends = steps.filter(({ chain, index }) => index === chain.steps.length - 1);
    const shard = this.corpus.shards.find((one) => one.name === owner);
    const rows = shard === undefined ? steps : this.rowsOf(shard);
    const fitting = [rows, steps, ends].find(({ length }) => length === count);
    if (fitting !== undefined) return fitting;
    const counts = `${counted(steps.length, "step")} in ${counted(ends.length, "chain")}`;
    return shard === undefined
      ? `has ${counted(count, "vector")} and no ids, but there are ${counts} in the ${owner === "meta" ? "meta set" : "candidates"}`
      : `has ${counted(count, "vector")} and no ids, but the domain has ${counted(rows.length, "row")} (${counts}); rows that were left out when the data were read leave their order unknown`;
  }

  /** The domain, "meta" or "candidates" that a tensor's name says, perhaps among other words; the longest that fits. */
  private ownerOf(name: string): string | null {
    const owners = [...this.corpus.shards.map((shard) => shard.name), "meta", "candidates"];
    if (owners.includes(name)) return name;
    const isPart = (owner: string) => {
      const at = name.toLowerCase().indexOf(owner.toLowerCase());
      const isEdge = (char: string | undefined) => char === undefined || /[/.:]/.test(char);
      return at >= 0 && isEdge(name[at - 1]) && isEdge(name[at + owner.length]);
    };
    return owners.filter(isPart).sort((a, b) => b.length - a.length)[0] ?? null;
  }

  private stepsOf(owner: string): PlacedPrefix[] {
    const isShard = this.corpus.shards.some(({ name }) => name === owner);
    return this.places.filter(({ source, domain }) =>
      isShard ? domain === owner : source === owner,
    );
  }

  /** Labelled prefixes in the order of the file's rows. */
  private rowsOf({ name, rows }: Shard): PlacedPrefix[] {
    const steps = this.stepsOf(name);
    if (rows === undefined) {
      return steps.filter(({ chain, index }) => chain.steps[index]!.accuracy !== null);
    }
    const byStep = new Map(steps.map((place) => [place.chain.steps[place.index], place]));
    return rows.flatMap((step) => byStep.get(step) ?? []);
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
