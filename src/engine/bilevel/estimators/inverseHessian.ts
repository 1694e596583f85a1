// Neumann series and conjugate gradients: v ≈ H⁻¹∇L_meta from scratch, with `terms` Hessian-vector
// products an upper step on one batch.
import {
  crossDerivative,
  type HypergradientEstimator,
  hessianVectorProduct,
} from "../upperContext.ts";
import { safeStep } from "./safeStep.ts";

/** v = a Σ_{j≤k} (I − aH)^j ∇L_meta, a the safe step. */
export const neumann: HypergradientEstimator = {
  needsLastStep: false,
  estimate(context, memory) {
    const { engine, state, metaGradient, upper } = context;
    const { space } = engine;
    const batch = context.drawHessianBatch();
    let term = metaGradient;
    let sum = metaGradient;
    let product = hessianVectorProduct(context, term, batch);
    const { curvature, step } = safeStep(space, memory.curvature, term, product);
    for (let j = 1; j <= upper.terms; j++) {
      term = space.subtract(term, space.scaleBy(product, step));
      sum = space.add(sum, term);
      if (j < upper.terms) product = hessianVectorProduct(context, term, batch);
    }
    const direction = space.scaleBy(sum, step);
    return {
      weightGradient: crossDerivative(context, state.params, direction, context.drawTrainBatch()),
      direction,
      memory: { direction: null, curvature },
    };
  },
};

/** v = (H + λI)⁻¹∇L_meta by conjugate gradients from 0; directions of negative curvature are dropped. */
export const conjugateGradient: HypergradientEstimator = {
  needsLastStep: false,
  estimate(context, memory) {
    const { engine, state, metaGradient, upper } = context;
    const { space } = engine;
    const batch = context.drawHessianBatch();
    let solution = space.scale(metaGradient, 0);
    let residual = metaGradient;
    let search = metaGradient;
    let residualSquared = space.dot(residual, residual);
    for (let j = 0; j < upper.terms; j++) {
      const product = space.addScaled(
        hessianVectorProduct(context, search, batch),
        search,
        upper.damping,
      );
      const step = space.divideOrZero(residualSquared, space.dot(search, product));
      solution = space.addScaledBy(solution, search, step);
      residual = space.subtract(residual, space.scaleBy(product, step));
      const updated = space.dot(residual, residual);
      search = space.addScaledBy(residual, search, space.divideOrZero(updated, residualSquared));
      residualSquared = updated;
    }
    return {
      weightGradient: crossDerivative(context, state.params, solution, context.drawTrainBatch()),
      direction: solution,
      memory,
    };
  },
};
