// AdamW as an init/update pair over the flat parameter vector, and the learning-rate schedule.
// Each engine has its own `adamW`; this plain one is what they are tested against.
import type { VectorSpace } from "../bilevel/vectorSpace.ts";

export interface AdamWState<V> {
  params: V;
  /** First moment m. */
  first: V;
  /** Second moment v (uncentred). */
  second: V;
  /** Updates made so far. */
  count: number;
}

export interface AdamWHyper {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled: φ ← φ − learningRate · weightDecay · φ. */
  weightDecay: number;
  /** Largest norm of the gradient; a longer one is scaled down to it. Infinity: any. */
  clipNorm: number;
}

export function adamWInit<V, S>(space: VectorSpace<V, S>, params: V, size: number): AdamWState<V> {
  return { params, first: space.zeros(size), second: space.zeros(size), count: 0 };
}

/** Bias corrections 1 − β^t for the update that makes `count` updates. */
export function biasCorrections(
  hyper: Pick<AdamWHyper, "beta1" | "beta2">,
  count: number,
): { first: number; second: number } {
  return { first: 1 - hyper.beta1 ** count, second: 1 - hyper.beta2 ** count };
}

/**
 * What clipping multiplies a gradient by: min(1, clipNorm / norm). NaN for a norm that overflowed: the step
 * must not pass for one of length 0.
 */
export function clipFactor<V, S>(space: VectorSpace<V, S>, gradient: V, clipNorm: number): S {
  if (clipNorm === Number.POSITIVE_INFINITY) return space.scalar(1);
  // A norm of 0 gives 0, and the gradient is 0 then.
  const norm = space.norm(gradient);
  const ratio = space.divideOrZero(space.scalar(clipNorm), norm);
  // norm / norm is 1, or NaN.
  const unlessOverflown = space.divideOrZero(norm, norm);
  return space.multiplyScalars(space.minScalars(space.scalar(1), ratio), unlessOverflown);
}

/** Loshchilov & Hutter 2019, as PyTorch's AdamW: m̂ / (√v̂ + ε), decay decoupled. */
export function adamWUpdate<V, S>(
  space: VectorSpace<V, S>,
  state: AdamWState<V>,
  unclipped: V,
  hyper: AdamWHyper,
): AdamWState<V> {
  const gradient = space.scaleBy(unclipped, clipFactor(space, unclipped, hyper.clipNorm));
  const count = state.count + 1;
  const correction = biasCorrections(hyper, count);
  const first = space.addScaled(space.scale(state.first, hyper.beta1), gradient, 1 - hyper.beta1);
  const second = space.addScaled(
    space.scale(state.second, hyper.beta2),
    space.multiply(gradient, gradient),
    1 - hyper.beta2,
  );
  const denominator = space.addConstant(
    space.scale(space.sqrt(second), 1 / Math.sqrt(correction.second)),
    space.scalar(hyper.epsilon),
  );
  const decayed = space.scale(state.params, 1 - hyper.learningRate * hyper.weightDecay);
  const params = space.addScaled(
    decayed,
    space.divide(first, denominator),
    -hyper.learningRate / correction.first,
  );
  return { params, first, second, count };
}

/** Learning rate of lower step `step` (0-based) of `totalSteps`. */
export function scheduledRate(
  schedule: "cosine" | "constant",
  base: number,
  step: number,
  totalSteps: number,
): number {
  if (schedule === "constant") return base;
  return base * 0.5 * (1 + Math.cos((Math.PI * step) / totalSteps));
}
