// Exact one-step unroll: dL_meta(φ')/dα through the AdamW update φ → φ' that was actually taken,
// with the mixed derivative at φ on that update's own batch.
import { biasCorrections, clipFactor } from "../../optim/adamW.ts";
import { crossDerivative, type HypergradientEstimator } from "../upperContext.ts";

/** Above float32's smallest normal number, far below any gradient that matters. */
const TINY = 1e-30;

export const unroll: HypergradientEstimator = {
  needsLastStep: true,
  estimate(context, memory) {
    const { engine, metaGradient, weights, lastStep } = context;
    if (!lastStep) throw new Error("the unroll estimator needs the last lower step");
    const { space } = engine;
    const { before, hyper } = lastStep;
    const batch = engine.trainBatch(lastStep.itemIndices);
    const unclipped = engine.lowerGradient(before.params, batch, weights).gradient;
    // The factor's own dependence on the gradient is left out; it is 1 unless clipping is at work.
    const factor = clipFactor(space, unclipped, hyper.clipNorm);
    const gradient = space.scaleBy(unclipped, factor);

    // u = m̂ / (√v̂ + ε) as a function of g: du/dg = (1−β1)/c1 / D − m̂/D² · (1−β2) g / (c2 √v̂).
    const correction = biasCorrections(hyper, before.count + 1);
    const first = space.scale(
      space.addScaled(space.scale(before.first, hyper.beta1), gradient, 1 - hyper.beta1),
      1 / correction.first,
    );
    const second = space.addScaled(
      space.scale(before.second, hyper.beta2),
      space.multiply(gradient, gradient),
      1 - hyper.beta2,
    );
    const root = space.sqrt(space.scale(second, 1 / correction.second));
    const denominator = space.addConstant(root, space.scalar(hyper.epsilon));
    // g/√v̂ is bounded; where both vanish the tiny constant makes it 0 rather than 0/0.
    const slopeOfRoot = space.scale(
      space.divide(gradient, space.addConstant(root, space.scalar(TINY))),
      (1 - hyper.beta2) / correction.second,
    );
    const direct = (1 - hyper.beta1) / correction.first;
    const viaRoot = space.divide(space.multiply(first, slopeOfRoot), denominator);
    const jacobian = space.divide(
      space.scale(space.addConstant(viaRoot, space.scalar(-direct)), -hyper.learningRate),
      denominator,
    );
    // Parameters this batch did not touch have no part in ∇ℓ_k, but a huge 1/ε in the Jacobian.
    const touched = space.isNonZero(gradient);
    const direction = space.scaleBy(
      space.multiply(space.multiply(jacobian, touched), metaGradient),
      factor,
    );
    return {
      weightGradient: crossDerivative(context, before.params, direction, batch),
      direction,
      memory,
    };
  },
};
