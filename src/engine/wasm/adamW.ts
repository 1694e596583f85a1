// AdamW in place over vectors in the kernels' memory: one pass for the norm where gradients are clipped,
// one for the update.
import { type AdamWHyper, type AdamWState, biasCorrections } from "../optim/adamW.ts";
import type { Kernels } from "./kernels.ts";
import type { WasmVector } from "./wasmSpace.ts";

/** optim/adamW.ts's adamWUpdate; the state's vectors are changed and returned. */
export function adamWInPlace(
  kernels: Kernels,
  state: AdamWState<WasmVector>,
  gradient: WasmVector,
  hyper: AdamWHyper,
): AdamWState<WasmVector> {
  const { params, first, second } = state;
  const count = state.count + 1;
  const correction = biasCorrections(hyper, count);
  let clip = 1;
  if (hyper.clipNorm !== Number.POSITIVE_INFINITY) {
    const norm = Math.sqrt(kernels.dot(gradient.at, gradient.at, gradient.length));
    clip = norm > hyper.clipNorm ? hyper.clipNorm / norm : 1;
    // Not a finite norm: that must reach the parameters and be noticed, as a gradient's NaN does.
    if (norm === Number.POSITIVE_INFINITY) clip = Number.NaN;
  }
  kernels.adamW(
    params.at,
    first.at,
    second.at,
    gradient.at,
    params.length,
    clip,
    hyper.beta1,
    1 - hyper.beta1,
    hyper.beta2,
    1 - hyper.beta2,
    1 - hyper.learningRate * hyper.weightDecay,
    hyper.learningRate / correction.first,
    1 / Math.sqrt(correction.second),
    hyper.epsilon,
  );
  return { params, first, second, count };
}
