// Numbers that go bad, on the engines that need a browser: WebGPU and TensorFlow.js.
import { afterAll, beforeAll, describe } from "vitest";
import { BAD_NUMBERS_DATA, testBadNumbers } from "./fixtures/badNumbers.ts";
import { closeBackend, openBackend } from "./tfjs/backend.ts";
import { createTfLexicalEngine } from "./tfjs/tfLexicalEngine.ts";
import { GpuRecorder } from "./webgpu/gpuRecorder.ts";
import { createGpuLexicalEngine } from "./webgpu/lexical/gpuLexicalEngine.ts";
import { openWebGpuDevice, type WebGpuDevice } from "./webgpu/webGpuDevice.ts";

describe("on WebGPU", () => {
  let opened: WebGpuDevice;
  let recorder: GpuRecorder;
  beforeAll(async () => {
    opened = await openWebGpuDevice();
    recorder = new GpuRecorder(opened.device);
  });
  afterAll(() => {
    recorder.destroy();
    opened.close();
  });
  testBadNumbers(() => createGpuLexicalEngine(recorder, BAD_NUMBERS_DATA), { huge: 1e30 });
});

describe("on TensorFlow.js", () => {
  beforeAll(async () => void (await openBackend("wasm")));
  afterAll(closeBackend);
  testBadNumbers(() => createTfLexicalEngine(BAD_NUMBERS_DATA), { huge: 1e30 });
});
