// The probe's verdict with and without subgroups, and that the opened device keeps to it.
import { expect, it } from "vitest";
import { hasConsecutiveQuads } from "./quadProbe.ts";
import { openWebGpuDevice } from "./webGpuDevice.ts";

it("finds consecutive quads on an adapter with subgroups, and the device is opened with them", async () => {
  const { device, close } = await openWebGpuDevice();
  expect(device.features.has("subgroups")).toBe(true);
  expect(await hasConsecutiveQuads(device)).toBe(true);
  close();
});

it("finds none on a device opened without the feature", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  expect(await hasConsecutiveQuads(device)).toBe(false);
  device.destroy();
});
