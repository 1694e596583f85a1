// What helps a run whose device failed: the device once more, another one, smaller batches, other kernels.
// Remembers what was tried, so that a run either goes on or comes to its end.
import { StudioError } from "../base/errors.ts";
import type { BackendInfo } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { choiceOf, type DeviceChoice } from "../engine/device.ts";
import { asDeviceFailure, type DeviceFailure } from "../engine/deviceFailure.ts";
import type { Replacement } from "./deviceKeeper.ts";

/** Losses on one backend before the run goes on on the processor. */
const LOSSES_BEFORE_CPU = 3;
/** Points made since, after which a loss is forgiven: twice what lies between two checkpoints. */
const FORGIVEN_AFTER = 40;
/** Parts a batch is computed in at most. */
const MOST_PARTS = 64;

export interface Remedy {
  /** Null where the device is still good, and only a new trainer is needed. */
  replacement: Replacement | null;
  /** What to say once the run goes on at this step on that device; null where there is nothing to say. */
  notice: (now: BackendInfo, step: number) => string | null;
}

const LABELS: Record<DeviceChoice, string> = {
  webgpu: "WebGPU",
  cpu: "the processor",
  referenceWebgpu: "WebGPU with the reference engine",
  referenceWasm: "WebAssembly with the reference engine",
};

const nameOf = (info: BackendInfo) => LABELS[choiceOf(info)];

export class Remedies {
  /** Parts that batches are computed in, one after the other. */
  parts = 1;
  private isPlain = false;
  private losses = 0;
  private pointsSinceLoss = 0;
  private readonly config: RunConfig;

  constructor(config: RunConfig) {
    this.config = config;
  }

  countPoint(): void {
    this.pointsSinceLoss++;
  }

  /** Throws the error where it is not the device's fault, or where nothing is left to try. */
  against(error: unknown, on: BackendInfo): Remedy {
    if (error instanceof StudioError && error.code !== "device") throw error;
    const failure = asDeviceFailure(error);
    switch (failure.kind) {
      case "closed":
        // Another training took another device: nothing went wrong.
        return { replacement: this.same(on), notice: () => null };
      case "memory":
        return this.againstMemory(failure, on);
      case "kernel":
        return this.againstKernel(failure, on);
      case "lost":
        if (choiceOf(on) === "cpu") throw error;
        return this.againstLoss(failure, on);
      default:
        return failure.kind satisfies never;
    }
  }

  private againstLoss({ message }: DeviceFailure, on: BackendInfo): Remedy {
    if (this.pointsSinceLoss >= FORGIVEN_AFTER) this.losses = 0;
    this.pointsSinceLoss = 0;
    this.losses++;
    const isHopeless = this.losses >= LOSSES_BEFORE_CPU;
    const again = isHopeless ? ` ${this.losses} times in short order` : "";
    return {
      replacement: isHopeless ? this.processor() : this.same(on),
      notice: (now, step) =>
        `The device (${nameOf(on)}) was lost${again}: ${sentence(message)} Going on from step ${step} on ${nameOf(now)}.`,
    };
  }

  private againstMemory({ message }: DeviceFailure, on: BackendInfo): Remedy {
    const { lower, upper } = this.config;
    const largest = Math.max(lower.batchSize, upper.metaBatchSize, upper.trainBatchSize);
    if (this.parts * 2 <= Math.min(MOST_PARTS, largest)) {
      this.parts *= 2;
      const parts = this.parts;
      return {
        replacement: choiceOf(on) === "cpu" ? null : this.same(on),
        notice: (now, step) =>
          `The device (${nameOf(on)}) has no memory for batches of ${lower.batchSize}: they are computed in ${parts} parts, with the same result. Going on from step ${step} on ${nameOf(now)}.`,
      };
    }
    if (choiceOf(on) === "cpu") {
      throw new StudioError(
        "device",
        `There is not enough memory for this run, not even in ${this.parts} parts a batch: ${message}`,
        "Close other tabs and programs, or choose a smaller model or fewer data.",
      );
    }
    const tried = this.parts;
    this.parts = 1;
    return {
      replacement: this.processor(),
      notice: (now, step) =>
        `The device (${nameOf(on)}) has no memory for this run, not even in ${tried} parts a batch. Going on from step ${step} on ${nameOf(now)}.`,
    };
  }

  private againstKernel(failure: DeviceFailure, on: BackendInfo): Remedy {
    const { kernel, message, usesSubgroups } = failure;
    const failed = choiceOf(on);
    const what = `The driver of ${nameOf(on)} could not build the kernel “${kernel}” (${message}).`;
    const goingOn = (now: BackendInfo, step: number) =>
      `Going on from step ${step} on ${nameOf(now)}`;
    if (failed === "webgpu" && usesSubgroups && !this.isPlain) {
      this.isPlain = true;
      return {
        replacement: this.same(on),
        notice: (now, step) =>
          `${what} ${goingOn(now, step)} with its plain twin, which is slower.`,
      };
    }
    const choice = failed === "webgpu" ? "referenceWebgpu" : "cpu";
    return {
      replacement: { choice, isPlain: false },
      notice: (now, step) =>
        `${what} ${goingOn(now, step)}, which computes the same in other ways.`,
    };
  }

  private same(on: BackendInfo): Replacement {
    return { choice: choiceOf(on), isPlain: this.isPlain && choiceOf(on) === "webgpu" };
  }

  private processor(): Replacement {
    return { choice: "cpu", isPlain: false };
  }
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
