// Vectors of frozen encoders that the corpus can be read by: read from files, or made in the browser. Heads
// are trained on them; a chain that was edited gets its own from the model, where that is at hand.
import { StudioError } from "../base/errors.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import { chainKey } from "../domain/chainKey.ts";
import type { FeatureSet, FeatureSummary } from "../domain/features.ts";
import type { EncodingSources, StepVectors } from "../engine/encoders/encodingSources.ts";

export interface FeatureShelfOptions {
  onChange: () => void;
  /** Vectors of chains that a set does not have, from its model; null where the model is not at hand. */
  extend: (id: string, chains: readonly Chain[]) => Promise<FeatureSet | null>;
}

/** Chains without vectors that are read on the spot. */
const MOST_READ_HERE = 8;

const ALONE: FeatureShelfOptions = { onChange: () => {}, extend: async () => null };

export class FeatureShelf {
  private readonly options: FeatureShelfOptions;
  private readonly sets = new Map<string, FeatureSet>();
  /** A chain's key is a hash of all its text: made once. */
  private readonly keys = new WeakMap<Chain, string>();

  constructor(options: FeatureShelfOptions = ALONE) {
    this.options = options;
  }

  get isEmpty(): boolean {
    return this.sets.size === 0;
  }

  get all(): readonly FeatureSet[] {
    return [...this.sets.values()];
  }

  /** Brings back the sets of an earlier session, in place of those there are. */
  restore(sets: readonly FeatureSet[]): void {
    this.sets.clear();
    for (const set of sets) this.sets.set(set.id, set);
    this.options.onChange();
  }

  /** Puts a set there, in place of one of the same id. */
  put(set: FeatureSet): void {
    this.sets.set(set.id, set);
    this.options.onChange();
  }

  remove(id: string): void {
    if (this.sets.delete(id)) this.options.onChange();
  }

  /** Every set, with how much of the corpus it covers. */
  summaries(corpus: Corpus | null): FeatureSummary[] {
    const labelled = (chain: Chain, index: number) => chain.steps[index]!.accuracy !== null;
    const parts = {
      train: corpus?.shards.flatMap((shard) => shard.chains) ?? [],
      meta: corpus?.meta ?? [],
      candidates: corpus?.candidates.flatMap((question) => question.candidates) ?? [],
    };
    return [...this.sets.values()].map((set) => {
      const counts = { train: [0, 0], meta: [0, 0], candidates: [0, 0] };
      for (const part of ["train", "meta", "candidates"] as const) {
        for (const chain of parts[part]) {
          for (let index = 0; index < chain.steps.length; index++) {
            if (part === "train" && !labelled(chain, index)) continue;
            counts[part][this.rowIn(set, chain, index) < 0 ? 1 : 0]!++;
          }
        }
      }
      const share = (which: 0 | 1) => ({
        train: counts.train[which]!,
        meta: counts.meta[which]!,
        candidates: counts.candidates[which]!,
      });
      const { id, origin, width, values } = set;
      const vectors = values.length / width;
      return { id, origin, width, vectors, found: share(0), missing: share(1) };
    });
  }

  /** See EncodingSources.features. */
  readonly features: EncodingSources["features"] = async (id, chains): Promise<StepVectors> => {
    const set = this.require(id);
    // A whole corpus is read when a person asks for it; a chain or two that were edited are read here.
    const areNew = chains.every((chain) => this.rowIn(set, chain, 0) < 0);
    const isFew = chains.length > 0 && chains.length <= MOST_READ_HERE;
    const own = areNew && isFew ? await this.options.extend(set.id, chains) : null;
    const { width, values } = own ?? set;
    return { width, values, rowOf: (chain, index) => this.rowIn(own ?? set, chain, index) };
  };

  private require(id: string): FeatureSet {
    const [first, ...others] = this.sets.values();
    const named = id === "" ? first : this.sets.get(id);
    if (named) return named;
    // A PRM that was trained on one file's vectors scores by another file's.
    if (first?.origin === "file" && others.length === 0) return first;
    throw new StudioError(
      "data",
      id === ""
        ? "A pretrained encoder was chosen, but there are no features"
        : `There are no features “${id}” here`,
      "Load a features file, or let a model read the corpus, in the Data view.",
    );
  }

  private rowIn(set: FeatureSet, chain: Chain, index: number): number {
    let key = this.keys.get(chain);
    if (key === undefined) {
      key = chainKey(chain);
      this.keys.set(chain, key);
    }
    return set.rowOf.get(`${key}/${index}`) ?? -1;
  }
}
