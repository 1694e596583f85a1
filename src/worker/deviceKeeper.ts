// The one device that trainings share, opened when it is first needed, again when another is asked for, and
// again when it failed.
import type { BackendInfo } from "../domain/run.ts";
import {
  choiceOf,
  type Device,
  type DeviceChoice,
  openDevice,
  openDeviceFor,
} from "../engine/device.ts";
import type { TrainingJob } from "../engine/trainingJob.ts";

/** Waits before a device is asked for, again and again: a driver that was reset is not back at once. */
const WAITS_MS = [0, 200, 800, 3000];

/** What is to stand in for a device that failed. */
export interface Replacement {
  choice: DeviceChoice;
  /** Without the kernels that not every driver builds. */
  isPlain: boolean;
}

/** What keepers do besides keeping; replaced in tests. */
export interface DeviceKeeping {
  open: typeof openDevice;
  wait: (ms: number) => Promise<void>;
}

const inEarnest: DeviceKeeping = {
  open: openDevice,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export class DeviceKeeper {
  private device: Device | null = null;
  /** What the device was asked for; a job that asks for something else opens one anew. */
  private wanted: string | null = null;
  private isPlain = false;
  private readonly onChosen: (info: BackendInfo) => void;
  private readonly keeping: DeviceKeeping;

  constructor(onChosen: (info: BackendInfo) => void, keeping = inEarnest) {
    this.onChosen = onChosen;
    this.keeping = keeping;
  }

  get info(): BackendInfo | null {
    return this.device?.info ?? null;
  }

  /** Throws StudioError("device") where the device that the job's config names cannot be had. */
  async deviceFor(job: TrainingJob): Promise<Device> {
    const { backend, encoder, lower } = job.config;
    // What is fastest depends on the size of the work.
    const wanted = backend === "auto" ? JSON.stringify([encoder, lower.batchSize]) : backend;
    // A device lost between two runs is not handed out again.
    if (this.device?.signal.failure === null && this.wanted === wanted) return this.device;
    await this.device?.close();
    this.device = null;
    const device = await openDeviceFor(job);
    this.wanted = wanted;
    this.isPlain = false;
    this.adopt(device);
    return device;
  }

  /**
   * A device in place of one that failed: the one that another training has already put there, or a new one,
   * asked for a few times. The processor where it cannot be had. Throws StudioError("device") where there is
   * not even that.
   */
  async replace(failed: Device, { choice, isPlain }: Replacement): Promise<Device> {
    const { device } = this;
    if (
      device?.signal.failure === null &&
      device !== failed &&
      choiceOf(device.info) === choice &&
      this.isPlain === isPlain
    ) {
      return device;
    }
    await failed.close();
    if (device !== failed) await device?.close();
    // Whoever asks next for what failed is given it anew, not what stands in for it.
    const opened = await this.openPatiently(choice, isPlain);
    if (choiceOf(opened.info) !== choiceOf(failed.info)) this.wanted = null;
    this.isPlain = isPlain;
    this.adopt(opened);
    return opened;
  }

  private async openPatiently(choice: DeviceChoice, isPlain: boolean): Promise<Device> {
    const { open, wait } = this.keeping;
    if (choice === "cpu") return open("cpu");
    for (const ms of WAITS_MS) {
      if (ms > 0) await wait(ms);
      const opened = await open(choice, { isPlain }).catch(() => null);
      if (opened) return opened;
    }
    return open("cpu");
  }

  private adopt(device: Device): void {
    this.device = device;
    this.onChosen(device.info);
  }
}
