// AdamW with clipping for jax-js, over a record of arrays, in the form PyTorch defines it. Traced into
// the jitted step; everything that changes from step to step stays on the device.
import { numpy as np } from "@jax-js/jax";
import type { AdamWHyper } from "../../src/engine/optim/adamW.ts";

export type Arrays = Record<string, np.Array>;

// A type, not an interface: jax-js takes only those for trees.
export type JaxAdamWState = {
  params: Arrays;
  first: Arrays;
  second: Arrays;
  /** β1^t and β2^t. */
  powers: np.Array[];
};

export function jaxAdamWInit(params: Arrays): JaxAdamWState {
  const zeros = (): Arrays =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, np.zeros(value.shape)]),
    );
  return { params, first: zeros(), second: zeros(), powers: [np.array(1), np.array(1)] };
}

/** One update; consumes both arguments, as every jax-js function does. */
export function jaxAdamW(state: JaxAdamWState, gradient: Arrays, hyper: AdamWHyper): JaxAdamWState {
  const { beta1, beta2, epsilon, learningRate, weightDecay, clipNorm } = hyper;
  const names = Object.keys(state.params);
  const norm = np.sqrt(
    names
      .map((name) => np.sum(np.square(gradient[name]!.ref)))
      .reduce((sum, square) => np.add(sum, square)),
  );
  // A norm of 0 gives a clip of 1, and the gradient is 0 then.
  const clip = np.minimum(1, np.trueDivide(clipNorm, np.maximum(norm, 1e-30)));
  const power1 = state.powers[0]!.mul(beta1);
  const power2 = state.powers[1]!.mul(beta2);
  const rate = np.trueDivide(learningRate, np.subtract(1, power1.ref));
  const rootScale = np.reciprocal(np.sqrt(np.subtract(1, power2.ref)));
  const params: Arrays = {};
  const first: Arrays = {};
  const second: Arrays = {};
  for (const name of names) {
    const g = gradient[name]!.mul(clip.ref);
    const m = state.first[name]!.mul(beta1).add(g.ref.mul(1 - beta1));
    const v = state.second[name]!.mul(beta2).add(np.square(g).mul(1 - beta2));
    const denominator = np.sqrt(v.ref).mul(rootScale.ref).add(epsilon);
    const decayed = state.params[name]!.mul(1 - learningRate * weightDecay);
    params[name] = decayed.sub(m.ref.mul(rate.ref).div(denominator));
    first[name] = m;
    second[name] = v;
  }
  clip.dispose();
  rate.dispose();
  rootScale.dispose();
  return { params, first, second, powers: [power1, power2] };
}
