// A GPU for the kernels' tests: a recorder on a device of its own, every fault the device reports kept.
import { createRng } from "../../../base/rng.ts";
import { GpuRecorder, type GpuVector, type KernelSource, workgroupsFor } from "../gpuRecorder.ts";
import { openWebGpuDevice } from "../webGpuDevice.ts";
import { BATCH, BATCH_ITEM } from "./bindings.ts";

export interface TestDevice {
  recorder: GpuRecorder;
  /** Validation errors and the like, in order. */
  faults: string[];
  close(): void;
}

/** Throws where there is no WebGPU, or no subgroups: a test that needs a device must not pass without. */
export async function openTestDevice(): Promise<TestDevice> {
  const { device, close } = await openWebGpuDevice();
  if (!device.features.has("subgroups")) throw new Error("this adapter has no subgroups");
  const faults: string[] = [];
  device.addEventListener("uncapturederror", ({ error }) => faults.push(error.message));
  const recorder = new GpuRecorder(device);
  return {
    recorder,
    faults,
    close() {
      recorder.destroy();
      close();
    },
  };
}

export function randomFloats(length: number, seed: number): Float32Array {
  const rng = createRng(seed);
  return Float32Array.from({ length }, () => rng.normal());
}

/** A batch's upload for kernels that only look at its counts. */
export function batchCounts(counts: Partial<Record<keyof typeof BATCH, number>>): Uint32Array {
  const upload = new Uint32Array(BATCH.items + BATCH_ITEM);
  for (const [name, value] of Object.entries(counts)) {
    upload[BATCH[name as keyof typeof BATCH]] = value;
  }
  return upload;
}

/** Runs one kernel on these inputs, written vectors given by length or contents; reads those in `read`. */
export async function runKernel(
  recorder: GpuRecorder,
  kernel: KernelSource,
  vectors: readonly (Float32Array | Uint32Array)[],
  invocations: number,
  read: readonly number[],
): Promise<Float32Array[]> {
  const uploaded: GpuVector[] = vectors.map((values) => recorder.upload(values));
  recorder.dispatch(kernel, uploaded, workgroupsFor(invocations));
  const results: Float32Array[] = [];
  for (const index of read) results.push(await recorder.read(uploaded[index]!));
  for (const vector of uploaded) recorder.free(vector);
  return results;
}
