// What a hypergradient estimator is given at an upper step, and the two finite differences they share.
import type { RunConfig } from "../../domain/runConfig.ts";
import type { AdamWHyper, AdamWState } from "../optim/adamW.ts";
import type { PrmEngine } from "./prmEngine.ts";

/** The last lower step: enough to differentiate the update actually taken. */
export interface LastLowerStep<V> {
  /** φ and moments before the update. */
  before: AdamWState<V>;
  /** The training items of its batch. */
  itemIndices: Int32Array;
  hyper: AdamWHyper;
}

export interface UpperContext<V, S, B, M> {
  engine: PrmEngine<V, S, B, M>;
  /** φ and moments now. */
  state: AdamWState<V>;
  /** α, [K], on the device. */
  weights: V;
  /** ∇_φ L_meta(φ) on this upper step's meta batch. */
  metaGradient: V;
  /** A fresh random batch of training rows for the mixed derivative. */
  drawTrainBatch(): B;
  /** One for a Hessian-vector product. */
  drawHessianBatch(): B;
  upper: RunConfig["upper"];
  /** β2 of the lower optimizer, for its preconditioner. */
  lowerBeta2: number;
  /** Present for estimators that declare `needsLastStep`. */
  lastStep: LastLowerStep<V> | null;
}

/** What an estimator keeps between upper steps. */
export interface EstimatorMemory<V, S> {
  /** v, for the tracked estimator. */
  direction: V | null;
  /** ρ, the decaying maximum of ‖Hv‖/‖v‖. */
  curvature: S | null;
}

export function emptyMemory<V, S>(): EstimatorMemory<V, S> {
  return { direction: null, curvature: null };
}

/** One way to dL_meta/dα. All end in the same product −(∂²L_tr/∂α∂φ) v and differ in v. */
export interface HypergradientEstimator {
  needsLastStep: boolean;
  /**
   * dL_meta/dα_k, [K] (up to a positive constant where φ's step size folds into the upper rate), and the v
   * it was taken along. v belongs to the scope of the call, unless the memory keeps it.
   */
  estimate<V, S, B, M>(
    context: UpperContext<V, S, B, M>,
    memory: EstimatorMemory<V, S>,
  ): { weightGradient: V; direction: V; memory: EstimatorMemory<V, S> };
}

/**
 * h_k = [ℓ_k(φ + εv) − ℓ_k(φ − εv)] / 2ε with ε = R/‖v‖: all K at once from two forward passes.
 * Returns dL_meta/dα = −h. A zero v gives zeros.
 */
export function crossDerivative<V, S, B, M>(
  context: Pick<UpperContext<V, S, B, M>, "engine" | "upper">,
  at: V,
  direction: V,
  batch: B,
): V {
  const { engine, upper } = context;
  const { space } = engine;
  const length = space.norm(direction);
  const epsilon = space.divideOrZero(space.scalar(upper.probeRadius), length);
  const back = space.multiplyScalars(epsilon, space.scalar(-1));
  const ahead = engine.domainLosses(space.addScaledBy(at, direction, epsilon), batch);
  const behind = engine.domainLosses(space.addScaledBy(at, direction, back), batch);
  const difference = space.scale(space.subtract(behind, ahead), 0.5 / upper.probeRadius);
  return space.scaleBy(difference, length);
}

/** H v, H the Hessian of the weighted lower loss on `batch`: a central difference of gradients. */
export function hessianVectorProduct<V, S, B, M>(
  context: Pick<UpperContext<V, S, B, M>, "engine" | "upper" | "state" | "weights">,
  direction: V,
  batch: B,
): V {
  const { engine, upper, state, weights } = context;
  const { space } = engine;
  const length = space.norm(direction);
  const epsilon = space.divideOrZero(space.scalar(upper.probeRadius), length);
  const back = space.multiplyScalars(epsilon, space.scalar(-1));
  const at = state.params;
  const ahead = engine.lowerGradient(space.addScaledBy(at, direction, epsilon), batch, weights);
  const behind = engine.lowerGradient(space.addScaledBy(at, direction, back), batch, weights);
  const difference = space.subtract(ahead.gradient, behind.gradient);
  // 1/2ε = ‖v‖/2R; 0 for a zero v.
  const factor = space.multiplyScalars(length, space.scalar(0.5 / upper.probeRadius));
  return space.scaleBy(difference, factor);
}
