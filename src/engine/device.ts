// The devices a run can train on: the fused engine on WebGPU or on the processor, and the reference
// engine, TensorFlow.js operation by operation. Each is loaded only when it is asked for.
import { StudioError } from "../base/errors.ts";
import type { BackendInfo } from "../domain/run.ts";
import type { BackendChoice } from "../domain/runConfig.ts";
import { DeviceSignal } from "./deviceFailure.ts";
import { openFastest } from "./fastestDevice.ts";
import { engineData, type Trainer, type TrainingJob, trainerOver } from "./trainingJob.ts";

export interface Device {
  info: BackendInfo;
  /** Told when the device fails; on the processor it never is. */
  signal: DeviceSignal;
  createTrainer(job: TrainingJob): Trainer;
  close(): Promise<void>;
}

/** Throws StudioError("device") where there is no WebGPU. */
async function openGpuDevice({ isPlain = false } = {}): Promise<Device> {
  const [{ openWebGpuDevice }, { GpuRecorder }, { createGpuEngine }] = await Promise.all([
    import("./webgpu/webGpuDevice.ts"),
    import("./webgpu/gpuRecorder.ts"),
    import("./webgpu/gpuEngine.ts"),
  ]);
  const opened = await openWebGpuDevice({ isPlain }).catch((error: unknown) => {
    throw new StudioError(
      "device",
      `WebGPU could not be used: ${error instanceof Error ? error.message : String(error)}`,
      "Choose the automatic device, or use a browser with WebGPU (on Linux it may need --enable-unsafe-webgpu).",
    );
  });
  const { adapter, isFallback, signal } = opened;
  return {
    info: {
      name: "webgpu",
      engine: "fused",
      adapter,
      isFallback,
      reason: "WebGPU was chosen in the settings.",
    },
    signal,
    createTrainer(job) {
      const recorder = new GpuRecorder(opened.device, signal);
      return trainerOver(createGpuEngine(recorder, engineData(job)), job, () => recorder.destroy());
    },
    close: async () => opened.close(),
  };
}

/** Throws StudioError("device") where there is no WebAssembly SIMD. */
async function openCpuDevice(): Promise<Device> {
  const { createWasmEngine, describeProcessor, openWasmKernels } = await import(
    "./wasm/wasmEngine.ts"
  );
  const modules = await openWasmKernels();
  return {
    info: {
      name: "cpu",
      engine: "fused",
      adapter: describeProcessor(),
      isFallback: false,
      reason: "The processor was chosen in the settings.",
    },
    signal: new DeviceSignal(),
    createTrainer(job) {
      const { engine, close } = createWasmEngine(modules, engineData(job));
      return trainerOver(engine, job, close);
    },
    close: async () => {},
  };
}

async function openReferenceDevice(backend: "webgpu" | "wasm"): Promise<Device> {
  const [{ closeBackend, openBackend }, { createTfEngine }] = await Promise.all([
    import("./tfjs/backend.ts"),
    import("./tfjs/tfEngine.ts"),
  ]);
  const { signal, ...info } = await openBackend(backend);
  return {
    info,
    signal,
    createTrainer: (job) => trainerOver(createTfEngine(engineData(job)), job, () => {}),
    close: closeBackend,
  };
}

/** A device by its name, not left to choose. */
export type DeviceChoice = Exclude<BackendChoice, "auto">;

/** The choice that opens a device like this one. */
export function choiceOf({ name, engine }: BackendInfo): DeviceChoice {
  if (engine === "reference") return name === "webgpu" ? "referenceWebgpu" : "referenceWasm";
  return name === "webgpu" ? "webgpu" : "cpu";
}

/**
 * isPlain: kernels without subgroups, for drivers that cannot build the others.
 * Throws StudioError("device") when the device asked for cannot be had.
 */
export async function openDevice(choice: DeviceChoice, { isPlain = false } = {}): Promise<Device> {
  switch (choice) {
    case "webgpu":
      return openGpuDevice({ isPlain });
    case "cpu":
      return openCpuDevice();
    case "referenceWebgpu":
      return openReferenceDevice("webgpu");
    case "referenceWasm":
      return openReferenceDevice("wasm");
    default:
      return choice satisfies never;
  }
}

/**
 * The device a job's config asks for; "auto" lets the devices there are try the job for a moment and
 * takes the faster. Throws StudioError("device") when the device asked for cannot be had.
 */
export async function openDeviceFor(job: TrainingJob): Promise<Device> {
  const { backend } = job.config;
  return backend === "auto"
    ? openFastest([openCpuDevice, () => openGpuDevice()], job)
    : openDevice(backend);
}
