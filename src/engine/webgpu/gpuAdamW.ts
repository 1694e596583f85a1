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
import { type GpuScopes, partialCount, SQUARED_NORM } from "./gpuSpace.ts";

const VECTORS_AN_INVOCATION = 16;

/** The plain definition is optim/adamW.ts's adamWUpdate. */
const ADAM_W: KernelSource = {
  name: "adamW",
  bindings: [
    { name: "params", type: "array<vec4f>", isWritten: true },
    { name: "first", type: "array<vec4f>", isWritten: true },
    { name: "second", type: "array<vec4f>", isWritten: true },
    { name: "gradient", type: "array<vec4f>" },
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
  let clip = select(1.0, clipNorm / norm, norm > clipNorm);
  let begin = index * ${VECTORS_AN_INVOCATION}u;
  for (var i = begin; i < min(begin + ${VECTORS_AN_INVOCATION}u, arrayLength(&gradient)); i++) {
    let g = clip * gradient[i];
    let m = beta1 * first[i] + (1.0 - beta1) * g;
    let v = beta2 * second[i] + (1.0 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    params[i] = keep * params[i] - rate * m / (rootScale * sqrt(v) + epsilon);
  }
}`,
};

/** One update in place; the state it is given is the state it returns, a step further. */
export function recordAdamW(
  recorder: GpuRecorder,
  scopes: GpuScopes,
  state: AdamWState<GpuVector>,
  gradient: GpuVector,
  hyper: AdamWHyper,
): AdamWState<GpuVector> {
  const count = state.count + 1;
  const correction = biasCorrections(hyper, count);
  const partials = partialCount(gradient.length);
  const shape = recorder.uploadOnce(Uint32Array.of(gradient.length, partials));
  const sums = scopes.allocate(partials);
  const squaredNorm = scopes.allocate(1);
  recorder.dispatch(SQUARED_NORM.partial, [gradient, shape, sums], workgroupsFor(partials));
  recorder.dispatch(SQUARED_NORM.final, [sums, shape, squaredNorm], 1);
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
    ),
  );
  const { params, first, second } = state;
  const vectors = Math.ceil(gradient.length / 4);
  recorder.dispatch(
    ADAM_W,
    [params, first, second, gradient, values, squaredNorm],
    workgroupsFor(Math.ceil(vectors / VECTORS_AN_INVOCATION)),
  );
  return { params, first, second, count };
}
