// Why a domain's weight moves: which meta chains' losses fall, and which rise, where the PRM is trained more
// on the domain. The chains' pulls add up to the slope of the meta loss along the domain's gradient.
import type { Rng } from "../base/rng.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { createSampler } from "./bilevel/sampler.ts";
import type { EncodedMetaSet, EncodedTrainSet } from "./encoders/encoded.ts";
import { aggregateChains } from "./prm/aggregate.ts";
import { metaLoss } from "./prm/metaLoss.ts";
import { engineData } from "./trainingJob.ts";

/** Items of the domain that its gradient is taken on, at most. */
const MOST_ITEMS: Record<EncodedTrainSet["kind"], number> = {
  rows: 512,
  sequences: 64,
  vectors: 512,
};

export interface PullsQuestion {
  config: Pick<RunConfig, "encoder" | "upper">;
  /** φ, flat, in layout order. */
  params: Float64Array;
  train: EncodedTrainSet;
  /** Whole chains, whatever unit the meta loss judges. */
  meta: EncodedMetaSet;
  /** k */
  domain: number;
  /** Draws the items where the domain has more than are taken. */
  rng: Rng;
  /** Step logits of the meta chains under other parameters, numbered as `meta.chainStart` counts them. */
  score: (params: Float64Array) => Promise<Float64Array>;
}

export interface ChainPulls {
  /** Chain logits at φ, [chains]. */
  chainLogits: Float64Array;
  /**
   * Fall of each chain's share of the meta loss for a unit step along −∇ℓ_k, [chains]: above 0 the chain
   * pulls the domain's weight up. Their sum is ∇L_meta · ∇ℓ_k / ‖∇ℓ_k‖.
   */
  pulls: Float64Array;
}

/** Central differences of the chains' logits along the domain's gradient; all 0 where that is 0. */
export async function domainPulls(question: PullsQuestion): Promise<ChainPulls> {
  const { params, meta, config, score } = question;
  const { metaLoss: kind, probeRadius } = config.upper;
  const gradient = await domainGradient(question);
  const length = Math.sqrt(gradient.reduce((sum, slope) => sum + slope * slope, 0));
  const trainedBy = (distance: number) =>
    length > 0 ? params.map((value, i) => value - (distance * gradient[i]!) / length) : params;
  const here = await score(params);
  const more = await score(trainedBy(probeRadius));
  const less = await score(trainedBy(-probeRadius));

  const { start, chainOf } = judgedUnits(meta, config.upper.metaUnit);
  const logitsOf = (steps: Float64Array, bounds: Int32Array) =>
    aggregateChains(config.upper.aggregation, steps, bounds);
  const [moreLogits, lessLogits] = [logitsOf(more, start), logitsOf(less, start)];
  const isCorrect = chainOf.map((chain) => meta.isCorrect[chain]!);
  const pulls = new Float64Array(meta.isCorrect.length);
  metaLoss(kind, logitsOf(here, start), isCorrect).gradient.forEach((slope, unit) => {
    const rise = (moreLogits[unit]! - lessLogits[unit]!) / (2 * probeRadius);
    pulls[chainOf[unit]!]! -= slope * rise;
  });
  return { chainLogits: logitsOf(here, meta.chainStart), pulls };
}

/** What the meta loss judges, as places among the steps, and the chain of each: chains, or single steps. */
function judgedUnits(
  { chainStart }: EncodedMetaSet,
  unit: RunConfig["upper"]["metaUnit"],
): { start: Int32Array; chainOf: Int32Array } {
  if (unit === "chain") {
    return { start: chainStart, chainOf: Int32Array.from(chainStart.subarray(1), (_, c) => c) };
  }
  const steps = chainStart.at(-1) ?? 0;
  const chainOf = new Int32Array(steps);
  for (let c = 0; c + 1 < chainStart.length; c++) {
    chainOf.fill(c, chainStart[c], chainStart[c + 1]);
  }
  return { start: Int32Array.from({ length: steps + 1 }, (_, step) => step), chainOf };
}

/** ∇ℓ_k at φ, up to a positive factor, on items of domain k alone; zeros where it has none. */
async function domainGradient(question: PullsQuestion): Promise<Float64Array> {
  const { config, params, train, domain, rng } = question;
  const items = Int32Array.from(train.domains.keys()).filter((i) => train.domains[i] === domain);
  if (items.length === 0) return new Float64Array(params.length);
  const chosen = createSampler(items.length, rng)
    .next(Math.min(MOST_ITEMS[train.kind], items.length))
    .map((place) => items[place]!);
  const { createWasmEngine, openWasmKernels } = await import("./wasm/wasmEngine.ts");
  const data = engineData({ config, train, meta: null });
  // One thread: starting others takes longer than a single gradient.
  const { engine, close } = createWasmEngine(await openWasmKernels(), data, 1);
  try {
    const { space } = engine;
    const ones = space.from(new Float64Array(engine.domainCount).fill(1));
    const { gradient } = space.scope(() =>
      engine.lowerGradient(space.from(params), engine.trainBatch(chosen), ones),
    );
    return await space.read(gradient);
  } finally {
    close();
  }
}
