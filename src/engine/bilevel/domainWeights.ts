// The upper variables: α = softplus(r) / mean(softplus(r)), moved by Adam on r. K numbers, in float64
// on the CPU, so that the mean is exactly kept and every weight starts at exactly 1.
import type { RunConfig } from "../../domain/runConfig.ts";
import { biasCorrections } from "../optim/adamW.ts";

const ADAM_EPSILON = 1e-8;

function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

export interface DomainWeights {
  /** r, [K] */
  rawWeights: Float64Array;
  first: Float64Array;
  second: Float64Array;
  count: number;
}

export function initialDomainWeights(domainCount: number): DomainWeights {
  return {
    rawWeights: new Float64Array(domainCount),
    first: new Float64Array(domainCount),
    second: new Float64Array(domainCount),
    count: 0,
  };
}

/** α from r; mean 1. Equal r give exactly 1, which rounding alone would not. */
export function weightsOf(rawWeights: Float64Array): Float64Array {
  if (rawWeights.every((raw) => raw === rawWeights[0])) return rawWeights.map(() => 1);
  const positive = rawWeights.map(softplus);
  const mean = positive.reduce((sum, value) => sum + value, 0) / positive.length;
  return positive.map((value) => value / mean);
}

/** dL/dr from dL/dα: dα_j/dr_k = σ(r_k)/mean · (δ_jk − α_j/K). */
export function rawGradient(rawWeights: Float64Array, weightGradient: Float64Array): Float64Array {
  const weights = weightsOf(rawWeights);
  const domainCount = rawWeights.length;
  const mean = rawWeights.reduce((sum, raw) => sum + softplus(raw), 0) / domainCount;
  const centre =
    weights.reduce((sum, weight, j) => sum + weight * weightGradient[j]!, 0) / domainCount;
  return rawWeights.map((raw, k) => (weightGradient[k]! - centre) / (1 + Math.exp(-raw)) / mean);
}

/** One Adam step on r against dL_meta/dα, [K]. */
export function updateDomainWeights(
  state: DomainWeights,
  weightGradient: Float64Array,
  hyper: Pick<RunConfig["upper"], "learningRate" | "beta1" | "beta2">,
): DomainWeights {
  const gradient = rawGradient(state.rawWeights, weightGradient);
  const count = state.count + 1;
  const correction = biasCorrections(hyper, count);
  const first = state.first.map((m, k) => hyper.beta1 * m + (1 - hyper.beta1) * gradient[k]!);
  const second = state.second.map(
    (v, k) => hyper.beta2 * v + (1 - hyper.beta2) * gradient[k]! ** 2,
  );
  const rawWeights = state.rawWeights.map(
    (raw, k) =>
      raw -
      (hyper.learningRate * first[k]!) /
        correction.first /
        (Math.sqrt(second[k]! / correction.second) + ADAM_EPSILON),
  );
  return { rawWeights, first, second, count };
}

/** Given weights by domain, rescaled to mean 1. */
export function rescaleToMeanOne(weights: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(weights);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (!(mean > 0)) return values.fill(1);
  return values.map((value) => value / mean);
}
