// DARTS: v = ∇L_meta (what the official code does through Betty), plain or with the lower optimizer's
// diagonal preconditioner. The lower learning rate folds into the upper one.
import { crossDerivative, type HypergradientEstimator } from "../upperContext.ts";

export const darts: HypergradientEstimator = {
  needsLastStep: false,
  estimate(context, memory) {
    const { state, metaGradient } = context;
    const direction = metaGradient;
    const batch = context.drawTrainBatch();
    const weightGradient = crossDerivative(context, state.params, direction, batch);
    return { weightGradient, direction, memory };
  },
};

/** P = 1 / (√v̂ + mean √v̂): with Adam's own ε it explodes on embedding rows never seen. */
export const dartsPreconditioned: HypergradientEstimator = {
  needsLastStep: false,
  estimate(context, memory) {
    const { engine, state, metaGradient } = context;
    const { space } = engine;
    const corrected = space.scale(
      state.second,
      1 / (1 - context.lowerBeta2 ** Math.max(1, state.count)),
    );
    const root = space.sqrt(corrected);
    const direction = space.divide(metaGradient, space.addConstant(root, space.mean(root)));
    const batch = context.drawTrainBatch();
    const weightGradient = crossDerivative(context, state.params, direction, batch);
    return { weightGradient, direction, memory };
  },
};
