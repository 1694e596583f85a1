// Where a pretrained model is run: on the GPU where the browser has a real one, else on the processor.
import { StudioError } from "../base/errors.ts";
import type { ModelRequest } from "../domain/features.ts";

export interface ChosenDevice {
  device: "webgpu" | "wasm";
  /** Half precision can be computed with. */
  canHalf: boolean;
}

export const PROCESSOR: ChosenDevice = { device: "wasm", canHalf: false };

/** @throws StudioError("device") where WebGPU was asked for and there is none */
export async function chooseDevice(wanted: ModelRequest["device"]): Promise<ChosenDevice> {
  if (wanted === "wasm") return PROCESSOR;
  const adapter = (await navigator.gpu?.requestAdapter().catch(() => null)) ?? null;
  if (adapter === null) {
    if (wanted === "auto") return PROCESSOR;
    throw new StudioError(
      "device",
      "This browser offers no WebGPU",
      "Choose “processor”, or “auto”, as the model's device.",
    );
  }
  // A GPU imitated by software is slower than the processor itself.
  if (wanted === "auto" && adapter.info.isFallbackAdapter) return PROCESSOR;
  return { device: "webgpu", canHalf: adapter.features.has("shader-f16") };
}

export const DEVICE_NAMES = { webgpu: "WebGPU", wasm: "the processor" } as const;
