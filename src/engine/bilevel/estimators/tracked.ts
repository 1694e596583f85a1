// tracked: v ≈ H⁻¹∇L_meta is kept between upper steps and corrected by one Hessian-vector product each,
// v ← (1 − λ) v + a (∇L_meta − H v). The single-loop idea of SOBA (Dagréou et al. 2022), damped.
import {
  crossDerivative,
  type HypergradientEstimator,
  hessianVectorProduct,
} from "../upperContext.ts";
import { safeStep } from "./safeStep.ts";

export const tracked: HypergradientEstimator = {
  needsLastStep: false,
  estimate(context, memory) {
    const { engine, state, metaGradient, upper } = context;
    const { space } = engine;
    const previous = memory.direction ?? metaGradient;
    const product = hessianVectorProduct(context, previous, context.drawHessianBatch());
    const { curvature, step } = safeStep(space, memory.curvature, previous, product);
    const kept = space.scale(previous, 1 - upper.damping);
    const direction = space.addScaledBy(kept, space.subtract(metaGradient, product), step);
    const weightGradient = crossDerivative(
      context,
      state.params,
      direction,
      context.drawTrainBatch(),
    );
    return { weightGradient, direction, memory: { direction, curvature } };
  },
};
