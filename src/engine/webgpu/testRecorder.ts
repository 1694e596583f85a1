// A recorder on a WebGPU device of its own for the tests of a file or a group, which fail where the device
// reports an error that nobody caught. Needs a device: without one it fails.
import { afterAll, beforeAll, expect } from "vitest";
import { GpuRecorder } from "./gpuRecorder.ts";
import { openWebGpuDevice, type WebGpuDevice } from "./webGpuDevice.ts";

/** Opened before the tests that follow and closed after them; to be asked for within a test. */
export function recorderForTests(): () => GpuRecorder {
  let opened: WebGpuDevice;
  let recorder: GpuRecorder;
  const faults: string[] = [];
  beforeAll(async () => {
    opened = await openWebGpuDevice();
    opened.device.addEventListener("uncapturederror", ({ error }) => faults.push(error.message));
    recorder = new GpuRecorder(opened.device);
  });
  afterAll(() => {
    recorder.destroy();
    opened.close();
    expect(faults).toEqual([]);
  });
  return () => recorder;
}
