// The one device that trainings share, opened when it is first needed and again when another is asked for.
import type { BackendInfo } from "../domain/run.ts";
import { type Device, openDeviceFor } from "../engine/device.ts";
import type { TrainingJob } from "../engine/trainingJob.ts";

export class DeviceKeeper {
  private device: Device | null = null;
  /** What the device was asked for; a job that asks for something else opens one anew. */
  private wanted: string | null = null;
  private readonly onChosen: (info: BackendInfo) => void;

  constructor(onChosen: (info: BackendInfo) => void) {
    this.onChosen = onChosen;
  }

  get info(): BackendInfo | null {
    return this.device?.info ?? null;
  }

  /** Throws StudioError("device") where the device that the job's config names cannot be had. */
  async deviceFor(job: TrainingJob): Promise<Device> {
    const { backend, encoder, lower } = job.config;
    // What is fastest depends on the size of the work.
    const wanted = backend === "auto" ? JSON.stringify([encoder, lower.batchSize]) : backend;
    if (this.device && this.wanted === wanted) return this.device;
    await this.device?.close();
    this.device = null;
    const device = await openDeviceFor(job);
    this.wanted = wanted;
    this.adopt(device);
    return device;
  }

  adopt(device: Device): void {
    this.device = device;
    // A device lost between two runs is not handed out again.
    void device.lost.then(() => {
      if (this.device === device) this.device = null;
    });
    this.onChosen(device.info);
  }
}
