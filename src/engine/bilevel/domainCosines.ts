// How well each domain's gradient points along the estimator's direction v: cos(∇ℓ_k, v), a domain's own
// small batch each. It only watches: it draws from samplers of its own, so that weights and PRM are to the
// last bit what they are without it.
import type { Rng } from "../../base/rng.ts";
import type { EncoderKind } from "../../domain/encoderDefaults.ts";
import type { PrmEngine } from "./prmEngine.ts";
import { createSampler, type Sampler } from "./sampler.ts";

/** Items of a domain a measurement: rows of the lexical encoder and of a head, chains of the transformer. */
const ITEMS_A_DOMAIN: Record<EncoderKind, number> = { lexical: 64, transformer: 8, frozen: 64 };
/** So many domains are measured at the interval the config names; more of them accordingly more rarely. */
const DOMAINS_AN_INTERVAL = 16;

export interface DomainCosinesOptions {
  encoder: EncoderKind;
  /** k of each training item, [items] */
  itemDomains: ArrayLike<number>;
  domainCount: number;
  /** Upper steps between two measurements, for sixteen domains or fewer. */
  every: number;
  rng: Rng;
}

export class DomainCosines {
  private readonly every: number;
  private readonly itemsADomain: number;
  /** One a domain, with the items that it draws from. */
  private readonly domains: { items: Int32Array; sampler: Sampler }[];

  constructor({ encoder, itemDomains, domainCount, every, rng }: DomainCosinesOptions) {
    this.every = every * Math.ceil(domainCount / DOMAINS_AN_INTERVAL);
    this.itemsADomain = ITEMS_A_DOMAIN[encoder];
    const itemsOf: number[][] = Array.from({ length: domainCount }, () => []);
    for (let i = 0; i < itemDomains.length; i++) itemsOf[itemDomains[i]!]!.push(i);
    this.domains = itemsOf.map((items, k) => ({
      items: Int32Array.from(items),
      // A domain without items is asked for none.
      sampler: createSampler(Math.max(1, items.length), rng.fork(k)),
    }));
  }

  /** Whether the upper step after `upperStep` of them is one to measure at; the first is. */
  isDue(upperStep: number): boolean {
    return upperStep % this.every === 0;
  }

  /** Stands afterwards where it stood when `upperStep` upper steps had been made. */
  skipTo(upperStep: number): void {
    const measurements = Math.ceil(upperStep / this.every);
    for (const { items, sampler } of this.domains) sampler.next(measurements * this.drawn(items));
  }

  /** cos(∇ℓ_k, v) at φ, [K]; 0 where either is zero or the domain has no items. `ones` is [K]. */
  measure<V, S, B, M>(engine: PrmEngine<V, S, B, M>, params: V, direction: V, ones: V): V {
    const { space } = engine;
    const length = space.norm(direction);
    const cosines = this.domains.map(({ items, sampler }) =>
      // A scope each: one gradient is in memory at a time.
      space.scope(() => {
        if (items.length === 0) return space.zeros(1);
        const chosen = sampler.next(this.drawn(items)).map((place) => items[place]!);
        // Only this domain is in the batch, so that its ℓ_k is the whole loss.
        const { gradient } = engine.lowerGradient(params, engine.trainBatch(chosen), ones);
        const lengths = space.multiplyScalars(length, space.norm(gradient));
        return space.asVector(space.divideOrZero(space.dot(gradient, direction), lengths));
      }),
    );
    return space.concat(cosines);
  }

  private drawn(items: Int32Array): number {
    return Math.min(this.itemsADomain, items.length);
  }
}
