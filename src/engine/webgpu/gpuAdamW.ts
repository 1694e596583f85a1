// AdamW with gradient clipping over the flat parameter and moment buffers, in place: three dispatches.
import type { AdamWHyper, AdamWState } from "../optim/adamW.ts";
import { biasCorrections } from "../optim/adamW.ts";
import {
  type GpuRecorder,
  type GpuVector,
  type KernelSource,
  MAIN,
  workgroupsFor,
} from "./gpuRecorder.ts";
import type { GpuSpace } from "./gpuSpace.ts";

const VECTORS_AN_INVOCATION = 16;

/** The plain definition is optim/adamW.ts's adamWUpdate. Bounds against a constant cost less. */
function adamWKernel(vectors: number): KernelSource {
  const type = `array<vec4f, ${vectors}>`;
  return {
    name: `adamW ${vectors}`,
    bindings: [
      { name: "params", type, isWritten: true },
      { name: "first", type, isWritten: true },
      { name: "second", type, isWritten: true },
      { name: "gradient", type },
      { name: "hyper", type: "array<f32>" },
      { name: "squaredNorm", type: "array<f32>" },
    ],
    code: `${MAIN}
  let beta1 = hyper[0];
  let beta2 = hyper[1];
  let keep = hyper[2];
  let rate = hyper[3];
  let rootScale = hyper[4];
  let epsilon = hyper[5];
  let clipNorm = hyper[6];
  let norm = sqrt(squaredNorm[0]);
  // A norm that overflowed must reach the parameters and be noticed: hyper[7] is NaN.
  let clip = select(select(1.0, clipNorm / norm, norm > clipNorm), hyper[7], norm > 3e38);
  let begin = index * ${VECTORS_AN_INVOCATION}u;
  for (var i = begin; i < min(begin + ${VECTORS_AN_INVOCATION}u, ${vectors}u); i++) {
    let g = clip * gradient[i];
    let m = beta1 * first[i] + (1.0 - beta1) * g;
    let v = beta2 * second[i] + (1.0 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    params[i] = keep * params[i] - rate * m / (rootScale * sqrt(v) + epsilon);
  }
}`,
  };
}

/** By number of vectors: a step should not write its kernel anew. */
const kernels = new Map<number, KernelSource>();

function kernelFor(vectors: number): KernelSource {
  const kernel = kernels.get(vectors) ?? adamWKernel(vectors);
  kernels.set(vectors, kernel);
  return kernel;
}

/** One update in place; the state it is given is the state it returns, a step further. */
export function recordAdamW(
  recorder: GpuRecorder,
  space: GpuSpace,
  state: AdamWState<GpuVector>,
  gradient: GpuVector,
  hyper: AdamWHyper,
): AdamWState<GpuVector> {
  const count = state.count + 1;
  const correction = biasCorrections(hyper, count);
  const squaredNorm = space.squaredNorm(gradient);
  const values = recorder.uploadOnce(
    Float32Array.of(
      hyper.beta1,
      hyper.beta2,
      1 - hyper.learningRate * hyper.weightDecay,
      hyper.learningRate / correction.first,
      1 / Math.sqrt(correction.second),
      hyper.epsilon,
      // WGSL has no infinity.
      Math.min(hyper.clipNorm, 3e38),
      Number.NaN,
    ),
  );
  const { params, first, second } = state;
  const vectors = Math.ceil(gradient.length / 4);
  recorder.dispatch(
    kernelFor(vectors),
    [params, first, second, gradient, values, squaredNorm],
    workgroupsFor(Math.ceil(vectors / VECTORS_AN_INVOCATION)),
  );
  return { params, first, second, count };
}
