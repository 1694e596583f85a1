// Choosing, describing, losing and closing a device, in a real browser. WebGPU must be there.
import { afterEach, describe, expect, it, vi } from "vitest";
import { closeBackend, openBackend } from "./backend.ts";

afterEach(async () => {
  vi.restoreAllMocks();
  await closeBackend();
});

async function twoPlusTwo(): Promise<number> {
  const tf = await import("@tensorflow/tfjs-core");
  const [sum] = await tf.add(tf.tensor1d([2]), tf.tensor1d([2])).data();
  return sum!;
}

function withoutAdapter(): void {
  vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(null);
}

describe("openBackend", () => {
  it.each(["webgpu", "wasm", "cpu"] as const)("opens %s and computes on it", async (name) => {
    const tf = await import("@tensorflow/tfjs-core");
    const backend = await openBackend(name);
    expect(backend.name).toBe(name);
    expect(backend.adapter).not.toBe("");
    expect(tf.getBackend()).toBe(name);
    expect(await twoPlusTwo()).toBe(4);
  });

  it("says whether WebGPU is an emulation", async () => {
    const backend = await openBackend("webgpu");
    const adapter = await navigator.gpu.requestAdapter();
    const isSoftware = /swiftshader|llvmpipe/i.test(
      `${adapter!.info.vendor} ${adapter!.info.architecture} ${adapter!.info.description}`,
    );
    expect(backend.isFallback).toBe(isSoftware || adapter!.info.isFallbackAdapter);
    expect(backend.adapter).toContain(adapter!.info.vendor);
  });

  it("refuses an explicit choice that cannot be had", async () => {
    withoutAdapter();
    await expect(openBackend("webgpu")).rejects.toMatchObject({
      name: "StudioError",
      code: "device",
      message: "WebGPU could not be used: the browser offers no WebGPU adapter",
      hint: expect.stringContaining("automatic device"),
    });
  });

  it.each(["webgpu", "wasm", "cpu"] as const)("opens %s in a module worker", async (name) => {
    const worker = new Worker(new URL("./backend.testWorker.ts", import.meta.url), {
      type: "module",
    });
    const answer = await new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(name);
    });
    worker.terminate();
    expect(answer).toEqual({ name, sum: 4 });
  });

  it("goes from one backend to another and back, forgetting what was on it", async () => {
    const tf = await import("@tensorflow/tfjs-core");
    for (const name of ["webgpu", "cpu", "wasm", "webgpu", "wasm"] as const) {
      await openBackend(name);
      expect(tf.memory().numTensors).toBe(0);
      expect(await twoPlusTwo()).toBe(4);
      expect(tf.memory().numTensors).toBe(3);
    }
  });
});

describe("a device that goes away", () => {
  async function deviceInUse(): Promise<GPUDevice> {
    const tf = await import("@tensorflow/tfjs-core");
    return (tf.backend() as unknown as { device: GPUDevice }).device;
  }

  it("is told by `lost`, and WebGPU can be opened again", async () => {
    const backend = await openBackend("webgpu");
    (await deviceInUse()).destroy();
    expect((await backend.signal.lost).message).toMatch(/destroyed/i);
    await openBackend("webgpu");
    expect(await twoPlusTwo()).toBe(4);
  });

  it("makes a read under way fail rather than hang", async () => {
    const tf = await import("@tensorflow/tfjs-core");
    await openBackend("webgpu");
    const values = tf.add(tf.range(0, 5000), tf.ones([5000]));
    (await deviceInUse()).destroy();
    await expect(values.data()).rejects.toThrow();
  });

  it("counts an error outside any error scope as a loss", async () => {
    const backend = await openBackend("webgpu");
    const device = await deviceInUse();
    device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await device.queue.onSubmittedWorkDone();
    expect((await backend.signal.lost).message).toMatch(/usage/i);
  });

  it("is no loss when it was closed on purpose", async () => {
    const backend = await openBackend("webgpu");
    const device = await deviceInUse();
    await closeBackend();
    await device.lost;
    const settled = await Promise.race([backend.signal.lost, Promise.resolve("still pending")]);
    expect(settled).toBe("still pending");
  });
});
