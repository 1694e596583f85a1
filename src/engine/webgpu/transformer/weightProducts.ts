// Products of a batch's activations with the blocks of φ, as recorded dispatches, and the blocks' partial
// gradients.
import type { ParameterBlock } from "../../prm/layout.ts";
import {
  type GpuRecorder,
  type GpuVector,
  type KernelSource,
  workgroupsFor,
} from "../gpuRecorder.ts";
import {
  type MatMulKernels,
  outerInvocations,
  productInvocations,
  productShape,
} from "./matMulKernels.ts";
import type { SequenceBatch } from "./sequenceBatch.ts";

export interface WeightProducts {
  /** A vector of constants, uploaded once a key: there are a few for each block. */
  shape(key: string, make: () => Uint32Array): GpuVector;
  /** out ∘= x · W, W a block; `also` is what the kernel writes besides. */
  multiply(
    kernel: KernelSource,
    params: GpuVector,
    batch: SequenceBatch,
    block: ParameterBlock,
    x: GpuVector,
    out: GpuVector,
    ...also: GpuVector[]
  ): void;
  /** out ∘= d · Wᵀ. */
  multiplyTransposed(
    kernel: KernelSource,
    params: GpuVector,
    batch: SequenceBatch,
    block: ParameterBlock,
    d: GpuVector,
    out: GpuVector,
  ): void;
  /** The block's partial gradients xᵀ · d. */
  weightGradient(
    batch: SequenceBatch,
    block: ParameterBlock,
    x: GpuVector,
    d: GpuVector,
    partial: GpuVector,
  ): void;
}

/** partialBegin: place in φ of what stands first in the partial gradients; stride: floats of a split's. */
export function weightProducts(
  recorder: GpuRecorder,
  matMul: MatMulKernels,
  partialBegin: number,
  stride: number,
): WeightProducts {
  const shapes = new Map<string, GpuVector>();
  const extent = ({ shape }: ParameterBlock) => shape as readonly [number, number];

  function shape(key: string, make: () => Uint32Array): GpuVector {
    const vector = shapes.get(key) ?? recorder.upload(make());
    shapes.set(key, vector);
    return vector;
  }

  return {
    shape,

    multiply(kernel, params, batch, block, x, out, ...also) {
      const [inputs, outputs] = extent(block);
      const sizes = shape(block.name, () => productShape(inputs, outputs, block.offset));
      recorder.dispatch(
        kernel,
        [x, params, sizes, batch.upload, out, ...also],
        workgroupsFor(productInvocations(batch.tokens, outputs)),
      );
    },

    multiplyTransposed(kernel, params, batch, block, d, out) {
      const [inputs, outputs] = extent(block);
      const sizes = shape(`${block.name} transposed`, () =>
        productShape(outputs, inputs, block.offset),
      );
      recorder.dispatch(
        kernel,
        [d, params, sizes, batch.upload, out],
        workgroupsFor(productInvocations(batch.tokens, inputs)),
      );
    },

    weightGradient(batch, block, x, d, partial) {
      const [inputs, outputs] = extent(block);
      const sizes = shape(`${block.name} gradient`, () =>
        productShape(inputs, outputs, block.offset - partialBegin, stride),
      );
      recorder.dispatch(
        matMul.outer,
        [x, d, sizes, batch.upload, partial],
        workgroupsFor(outerInvocations(inputs, outputs, batch.splits)),
      );
    },
  };
}
