// The estimators by the names the config gives them.
import type { Estimator } from "../../../domain/runConfig.ts";
import type { HypergradientEstimator } from "../upperContext.ts";
import { darts, dartsPreconditioned } from "./darts.ts";
import { conjugateGradient, neumann } from "./inverseHessian.ts";
import { tracked } from "./tracked.ts";
import { unroll } from "./unroll.ts";

const ESTIMATORS: Record<Estimator, HypergradientEstimator> = {
  tracked,
  darts,
  dartsPreconditioned,
  unroll,
  neumann,
  cg: conjugateGradient,
};

export function estimatorOf(name: Estimator): HypergradientEstimator {
  return ESTIMATORS[name];
}
