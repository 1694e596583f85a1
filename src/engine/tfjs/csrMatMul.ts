// One operation TensorFlow.js lacks: sparse (CSR) times dense. Dense matMul over the hash buckets costs
// about 200 ms a training step on software WebGPU, gathers have no gradient on wasm, and scatterND adds
// in no fixed order on WebGPU. Importing this file registers its kernel for webgpu, wasm and cpu.

import type { WebGPUBackend, WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import {
  engine,
  type KernelBackend,
  type NamedTensorInfoMap,
  registerKernel,
  type Tensor1D,
  type TensorInfo,
  tensor1d,
} from "@tensorflow/tfjs-core";
import type { Csr } from "./csr.ts";

/** A Csr on the device. */
export interface CsrTensors {
  start: Tensor1D;
  column: Tensor1D;
  entry: Tensor1D;
}

export function csrTensors(matrix: Csr): CsrTensors {
  return {
    start: tensor1d(matrix.start, "int32"),
    column: tensor1d(matrix.column, "int32"),
    entry: tensor1d(matrix.entry, "float32"),
  };
}

/**
 * out[i·width + d] = Σ_j matrix[i, j] · dense[j·width + d], [rows · width]. `dense` may be longer than the
 * matrix has columns times `width`; the rest is not read. Not differentiable.
 */
export function csrMatMul(matrix: CsrTensors, dense: Tensor1D, width: number): Tensor1D {
  return engine().runKernel("CsrMatMul", { ...matrix, dense }, { width }) as Tensor1D;
}

type Inputs = { start: TensorInfo; column: TensorInfo; entry: TensorInfo; dense: TensorInfo };

function outputLength(inputs: NamedTensorInfoMap, width: number): number {
  return (inputs["start"]!.shape[0]! - 1) * width;
}

class CsrMatMulProgram implements WebGPUProgram {
  variableNames = ["rowStart", "column", "entry", "dense"];
  uniforms = "width : i32,";
  shaderKey = "csrMatMul";
  workgroupSize: [number, number, number] = [64, 1, 1];
  dispatchLayout = { x: [0] };
  dispatch: [number, number, number];
  size = true;
  outputShape: number[];

  constructor(length: number) {
    this.outputShape = [length];
    this.dispatch = [Math.ceil(length / this.workgroupSize[0]), 1, 1];
  }

  /** One invocation an output element; neighbours in a workgroup read neighbouring columns of `dense`. */
  getUserCode(): string {
    return `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let row = index / uniforms.width;
          let offset = index - row * uniforms.width;
          let end = rowStart[row + 1];
          var sum = 0.0;
          for (var at = rowStart[row]; at < end; at = at + 1) {
            sum = sum + entry[at] * dense[column[at] * uniforms.width + offset];
          }
          setOutputAtIndex(index, sum);
        }
      }`;
  }
}

registerKernel({
  kernelName: "CsrMatMul",
  backendName: "webgpu",
  kernelFunc({ inputs, backend, attrs }) {
    const { start, column, entry, dense } = inputs as Inputs;
    const width = attrs!["width"] as number;
    const program = new CsrMatMulProgram(outputLength(inputs, width));
    return (backend as WebGPUBackend).runWebGPUProgram(
      program,
      [start, column, entry, dense],
      "float32",
      [{ type: "int32", data: [width] }],
    );
  },
});

function multiply(matrix: Csr, dense: Float32Array, width: number, out: Float32Array): void {
  const { start, column, entry } = matrix;
  for (let row = 0; row < start.length - 1; row++) {
    const base = row * width;
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const value = entry[at]!;
      const from = column[at]! * width;
      for (let d = 0; d < width; d++) out[base + d]! += value * dense[from + d]!;
    }
  }
}

/** The parts of the wasm backend that are used here; its class is not exported. */
interface WasmBackend extends KernelBackend {
  makeOutput(shape: number[], dtype: "float32"): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

registerKernel({
  kernelName: "CsrMatMul",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const { start, column, entry, dense } = inputs as Inputs;
    const width = attrs!["width"] as number;
    const wasm = backend as WasmBackend;
    const out = wasm.makeOutput([outputLength(inputs, width)], "float32");
    // Views are taken after the allocation, which may move the heap.
    const floats = (tensor: TensorInfo) =>
      wasm.typedArrayFromHeap(tensor) as Float32Array<ArrayBuffer>;
    const integers = (tensor: TensorInfo) =>
      wasm.typedArrayFromHeap(tensor) as Int32Array<ArrayBuffer>;
    const matrix = { start: integers(start), column: integers(column), entry: floats(entry) };
    const values = floats(out);
    values.fill(0);
    multiply(matrix, floats(dense), width, values);
    return out;
  },
});

/** The part of the cpu backend that is used here. */
interface CpuBackend extends KernelBackend {
  data: { get(dataId: object): { values: unknown } };
  makeTensorInfo(shape: number[], dtype: "float32", values: Float32Array): TensorInfo;
}

registerKernel({
  kernelName: "CsrMatMul",
  backendName: "cpu",
  kernelFunc({ inputs, backend, attrs }) {
    const { start, column, entry, dense } = inputs as Inputs;
    const width = attrs!["width"] as number;
    const cpu = backend as CpuBackend;
    const valuesOf = <T>(tensor: TensorInfo) => cpu.data.get(tensor.dataId).values as T;
    const matrix: Csr = {
      start: valuesOf(start),
      column: valuesOf(column),
      entry: valuesOf(entry),
    };
    const values = new Float32Array(outputLength(inputs, width));
    multiply(matrix, valuesOf(dense), width, values);
    return cpu.makeTensorInfo([values.length], "float32", values);
  },
});
