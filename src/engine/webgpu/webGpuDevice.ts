// A WebGPU adapter and device, described in words, with one signal for everything that can go wrong
// with it later.
import { DeviceFailure, DeviceSignal } from "../deviceFailure.ts";
import { hasConsecutiveQuads } from "./quadProbe.ts";

export interface WebGpuDevice {
  device: GPUDevice;
  adapterInfo: GPUAdapterInfo;
  /** The adapter in words ("google swiftshader"). */
  adapter: string;
  /** True where WebGPU is a software emulation. */
  isFallback: boolean;
  /** Told when the device is lost, out of memory, or reports an error outside any error scope. */
  signal: DeviceSignal;
  /** Destroys the device; to the signal it is closed, not lost. */
  close(): void;
}

/** What TensorFlow.js itself asks for. */
const FEATURES: readonly GPUFeatureName[] = ["timestamp-query"];

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Throws Error saying what is missing. */
async function requestDevice(features: readonly GPUFeatureName[]) {
  // Absent outside secure contexts and in older browsers, whatever the types say.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) throw new Error("this browser has no navigator.gpu");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("the browser offers no WebGPU adapter");
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    },
  });
  return { adapter, device };
}

/**
 * Has the feature "subgroups" only where quads are what kernels take them for, and not where it is `plain`.
 * Throws Error saying what is missing.
 */
export async function openWebGpuDevice({ isPlain = false } = {}): Promise<WebGpuDevice> {
  let { adapter, device } = await requestDevice(isPlain ? FEATURES : [...FEATURES, "subgroups"]);
  if (device.features.has("subgroups") && !(await hasConsecutiveQuads(device))) {
    device.destroy();
    ({ adapter, device } = await requestDevice(FEATURES));
  }
  const { info } = adapter;
  const signal = new DeviceSignal();
  void device.lost.then(({ message, reason }) => {
    signal.report(new DeviceFailure("lost", message || `the device was lost (${reason})`));
  });
  device.addEventListener("uncapturederror", ({ error }) => {
    if (error instanceof GPUOutOfMemoryError) {
      signal.report(new DeviceFailure("memory", error.message || "the GPU has no memory left"));
    } else {
      // Invalid kernels and buffers make everything they are used for invalid.
      signal.reportConsequence(new DeviceFailure("lost", error.message));
    }
  });
  return {
    device,
    adapterInfo: info,
    adapter: describeAdapter(info),
    isFallback: isSoftware(adapter),
    signal,
    close() {
      signal.close();
      device.destroy();
    },
  };
}

/** Vendor, architecture and whatever more the browser tells, each word once. */
export function describeAdapter(
  info: Pick<GPUAdapterInfo, "vendor" | "architecture" | "device" | "description">,
): string {
  const parts = [info.vendor, info.architecture, info.device, info.description];
  const words = new Set(parts.filter((part) => part !== ""));
  return words.size > 0 ? [...words].join(" ") : "unnamed adapter";
}

function isSoftware(adapter: GPUAdapter): boolean {
  // The flag moved from the adapter to its info; older browsers still have it in the old place.
  const legacy = adapter as { isFallbackAdapter?: boolean };
  return (
    adapter.info.isFallbackAdapter ||
    legacy.isFallbackAdapter === true ||
    SOFTWARE.test(describeAdapter(adapter.info))
  );
}
