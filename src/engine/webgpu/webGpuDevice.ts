// A WebGPU adapter and device, described in words, with one promise for everything that can go wrong
// with it later.
import { hasConsecutiveQuads } from "./quadProbe.ts";

export interface WebGpuDevice {
  device: GPUDevice;
  adapterInfo: GPUAdapterInfo;
  /** The adapter in words ("google swiftshader"). */
  adapter: string;
  /** True where WebGPU is a software emulation. */
  isFallback: boolean;
  /** Resolves with the cause when the device is lost or reports an error outside any error scope. */
  lost: Promise<string>;
  /** Destroys the device; `lost` then stays pending. */
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

/** Has the feature "subgroups" only where quads are what kernels take them for. Throws Error saying what is missing. */
export async function openWebGpuDevice(): Promise<WebGpuDevice> {
  let { adapter, device } = await requestDevice([...FEATURES, "subgroups"]);
  if (device.features.has("subgroups") && !(await hasConsecutiveQuads(device))) {
    device.destroy();
    ({ adapter, device } = await requestDevice(FEATURES));
  }
  const { info } = adapter;
  let isClosed = false;
  const lost = new Promise<string>((resolve) => {
    void device.lost.then((loss) => {
      if (!isClosed) resolve(loss.message || `the device was lost (${loss.reason})`);
    });
    device.addEventListener("uncapturederror", ({ error }) => {
      if (!isClosed) resolve(error.message);
    });
  });
  return {
    device,
    adapterInfo: info,
    adapter: describeAdapter(info),
    isFallback: isSoftware(adapter),
    lost,
    close() {
      isClosed = true;
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
