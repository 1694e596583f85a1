// Picks, describes and closes the device TensorFlow.js computes on. One backend is open at a time.
// TensorFlow.js itself is imported only when a backend is opened, so that pages load without it.
import wasmUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import wasmSimdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import wasmThreadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { StudioError } from "../../base/errors.ts";
import type { BackendInfo } from "../../domain/run.ts";
import { DeviceSignal } from "../deviceFailure.ts";
import { openWebGpuDevice } from "../webgpu/webGpuDevice.ts";

export interface OpenBackend extends BackendInfo {
  /**
   * Told when the device can no longer be trusted (lost, out of memory, invalid use). Everything on it is
   * gone then: open a backend again. On wasm and cpu it is told of nothing but closeBackend.
   */
  signal: DeviceSignal;
}

type Opened = Pick<OpenBackend, "name" | "adapter" | "isFallback" | "signal">;

/** Frees what has to be freed beside TensorFlow.js's own state. */
let closeDevice: (() => void) | null = null;

async function openWebGpu(): Promise<Opened> {
  const { adapter, isFallback, adapterInfo, device, signal, close } = await openWebGpuDevice();
  const tf = await import("@tensorflow/tfjs-core");
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  // In place of the factory the import registers: it keeps the device to itself, so nobody hears of a loss.
  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, adapterInfo));
  closeDevice = close;
  await setBackend("webgpu");
  return { name: "webgpu", adapter, isFallback, signal };
}

async function openWasm(): Promise<Opened> {
  const tf = await import("@tensorflow/tfjs-core");
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths({
    "tfjs-backend-wasm.wasm": wasmUrl,
    "tfjs-backend-wasm-simd.wasm": wasmSimdUrl,
    "tfjs-backend-wasm-threaded-simd.wasm": wasmThreadedUrl,
  });
  // The threaded build refers to a global that minifying renames, and then hangs.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  const hasSimd = Boolean(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"));
  await setBackend("wasm");
  const adapter = hasSimd ? "WebAssembly with SIMD" : "WebAssembly";
  return { name: "wasm", adapter, isFallback: false, signal: closableSignal() };
}

async function openCpu(): Promise<Opened> {
  await import("@tensorflow/tfjs-backend-cpu");
  await setBackend("cpu");
  return { name: "cpu", adapter: "JavaScript", isFallback: false, signal: closableSignal() };
}

/** Of a device that cannot be lost: it only ends with the backend. */
function closableSignal(): DeviceSignal {
  const signal = new DeviceSignal();
  closeDevice = () => signal.close();
  return signal;
}

async function setBackend(name: BackendInfo["name"]): Promise<void> {
  const tf = await import("@tensorflow/tfjs-core");
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start ${name}`);
}

const LABELS = { webgpu: "WebGPU", wasm: "WebAssembly", cpu: "Plain JavaScript" } as const;

const HINTS = {
  webgpu:
    "Choose the automatic device, or use a browser with WebGPU (on Linux it may need --enable-unsafe-webgpu).",
  wasm: "Choose the automatic device; the app's .wasm files must be served with it.",
  cpu: "Reload the page.",
} as const;

/** Opens a backend, closing the one open before. Throws StudioError("device") when it cannot be had. */
export async function openBackend(name: BackendInfo["name"]): Promise<OpenBackend> {
  await closeBackend();
  const openers = { webgpu: openWebGpu, wasm: openWasm, cpu: openCpu };
  try {
    return {
      ...(await openers[name]()),
      engine: "reference",
      reason: `${LABELS[name]} was chosen in the settings.`,
    };
  } catch (error) {
    await closeBackend();
    const message = error instanceof Error ? error.message : String(error);
    throw new StudioError("device", `${LABELS[name]} could not be used: ${message}`, HINTS[name]);
  }
}

/** Frees the open backend with everything on it; every tensor is invalid afterwards. */
export async function closeBackend(): Promise<void> {
  const tf = await import("@tensorflow/tfjs-core");
  // Also forgets tensors that a lost device left behind.
  tf.engine().reset();
  closeDevice?.();
  closeDevice = null;
}
