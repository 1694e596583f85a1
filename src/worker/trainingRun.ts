// One training from scratch: a trainer on a device with its history, its checkpoints and its recovery
// from a lost device. It does not know pausing or messages; the controller drives it point by point.

import { StudioError } from "../base/errors.ts";
import { createRng } from "../base/rng.ts";
import { learnedWeights } from "../domain/learnedWeights.ts";
import type {
  BackendInfo,
  EvaluationRecord,
  HistoryRecord,
  PrmRole,
  RunFile,
  RunTiming,
} from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { TrainerCheckpoint } from "../engine/bilevel/trainerState.ts";
import type { Device, DeviceChoice } from "../engine/device.ts";
import type { EncodedMetaSet, EncodedTrainSet } from "../engine/encoders/encoded.ts";
import type { PrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { prmLayout } from "../engine/prm/layout.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import type { Trainer, TrainingJob } from "../engine/trainingJob.ts";
import type { MadeRun } from "./madeRun.ts";

/** Points between two checkpoints; what a lost device costs at most. */
const POINTS_A_CHECKPOINT = 20;
/** Losses on one backend before the run goes on on the CPU. */
const LOSSES_BEFORE_CPU = 2;

/** Where a run goes on that was begun before the page was reloaded. */
export interface RunStart {
  /** Null where it had not come to its first checkpoint. */
  checkpoint: TrainerCheckpoint | null;
  /** The points up to the checkpoint. */
  history: HistoryRecord[];
  evaluations: EvaluationRecord[];
  /** Milliseconds of training so far. */
  elapsedMs: number;
}

export interface TrainingRunOptions {
  role: PrmRole;
  config: RunConfig;
  domains: string[];
  /** What it is trained on, as run.json tells it. */
  data: Omit<RunFile["data"], "problems">;
  /** What `train` and `meta` were encoded by, and what the PRM will be scored by. */
  encoder: PrmEncoder;
  train: EncodedTrainSet;
  meta: EncodedMetaSet | null;
  fixedWeights: Float64Array | null;
  /** φ to be trained on the meta set instead; null trains on the shards. */
  fineTune: TrainingJob["fineTune"];
  /** Null begins at step 0. */
  from: RunStart | null;
  openDevice: (choice: DeviceChoice) => Promise<Device>;
  /** Called when the run had to change device or go back to a checkpoint. */
  onNotice: (message: string) => void;
  onDevice: (device: Device) => void;
  now: () => number;
}

export class TrainingRun implements MadeRun {
  readonly role: PrmRole;
  readonly config: RunConfig;
  readonly encoder: PrmEncoder;
  readonly domains: string[];
  readonly data: Omit<RunFile["data"], "problems">;
  history: HistoryRecord[];
  readonly evaluations: EvaluationRecord[];

  private readonly options: TrainingRunOptions;
  private device: Device;
  private trainer: Trainer;
  private checkpoint: TrainerCheckpoint | null;
  private losses = 0;
  /** Milliseconds of training, without pauses. */
  private elapsedMs: number;

  constructor(options: TrainingRunOptions, device: Device) {
    this.options = options;
    this.role = options.role;
    this.config = options.config;
    this.encoder = options.encoder;
    this.domains = options.domains;
    this.data = options.data;
    const { from } = options;
    this.history = [...(from?.history ?? [])];
    this.evaluations = [...(from?.evaluations ?? [])];
    this.elapsedMs = from?.elapsedMs ?? 0;
    this.checkpoint = from?.checkpoint ?? null;
    this.device = device;
    this.trainer = device.createTrainer(this.job());
  }

  get backend(): BackendInfo {
    return this.device.info;
  }

  get step(): number {
    return this.trainer.step;
  }

  get isDone(): boolean {
    return this.trainer.isDone;
  }

  get weights(): Float64Array {
    return this.trainer.weights;
  }

  /** One logged point. Survives the loss of the device by going back to the last checkpoint. */
  async advance(): Promise<HistoryRecord> {
    const startedAt = this.options.now();
    try {
      const record = await Promise.race([
        this.trainer.advance(() => this.elapsedMs + this.options.now() - startedAt),
        this.device.lost.then((reason) => {
          throw new StudioError(
            "device",
            `The ${this.device.info.name} device was lost: ${reason}`,
          );
        }),
      ]);
      this.elapsedMs = record.elapsedMs;
      this.history.push(record);
      if (this.history.length % POINTS_A_CHECKPOINT === 0) {
        this.checkpoint = await this.trainer.checkpoint();
      }
      return record;
    } catch (error) {
      await this.recover(error);
      return this.advance();
    }
  }

  /** Everything needed to go on from here in another session; `choice` opens a device like this one. */
  async state(): Promise<RunStart & { checkpoint: TrainerCheckpoint; choice: DeviceChoice }> {
    const { history, evaluations, elapsedMs } = this;
    this.checkpoint = await this.trainer.checkpoint();
    const choice = choiceOf(this.device.info);
    return { checkpoint: this.checkpoint, history, evaluations, elapsedMs, choice };
  }

  async savedPrm(): Promise<SavedPrm> {
    return {
      encoder: this.encoder,
      layout: prmLayout(this.config.encoder),
      params: await this.trainer.params(),
      step: this.trainer.step,
      aggregation: this.config.upper.aggregation,
    };
  }

  timing(): RunTiming {
    const { lowerMs, upperMs, lowerSteps, upperSteps } = this.trainer.times;
    return {
      lowerStepMs: lowerSteps > 0 ? lowerMs / lowerSteps : 0,
      upperStepMs: upperSteps > 0 ? upperMs / upperSteps : 0,
      stepsPerSecond: this.elapsedMs > 0 ? (this.step / this.elapsedMs) * 1000 : 0,
    };
  }

  /** What the run has learned so far, in domain order; mean 1. */
  learnedWeights(): Float64Array {
    return learnedWeights(this.history, this.domains.length, this.config.upper.shrinkage);
  }

  dispose(): void {
    this.trainer.dispose();
  }

  private job(): TrainingJob {
    const { config, train, meta, fixedWeights, fineTune, now } = this.options;
    const rng = createRng(config.seed);
    const { checkpoint } = this;
    return { config, train, meta, fixedWeights, fineTune, rng, checkpoint, now };
  }

  /** Rethrows what is not the device's fault, or a failure on the CPU, which has nowhere to go. */
  private async recover(error: unknown): Promise<void> {
    const isUsersFault = error instanceof StudioError && error.code !== "device";
    const failed = choiceOf(this.device.info);
    if (isUsersFault || failed === "cpu") throw error;
    this.losses++;
    const reason = error instanceof Error ? error.message : String(error);
    const choice: DeviceChoice = this.losses > LOSSES_BEFORE_CPU ? "cpu" : failed;
    await this.device.close();
    this.device = await this.options.openDevice(choice).catch(() => this.options.openDevice("cpu"));
    this.options.onDevice(this.device);
    this.trainer = this.device.createTrainer(this.job());
    this.history = this.history.filter((record) => record.step <= this.trainer.step);
    this.options.onNotice(
      `The ${failed} device failed (${reason}). Going on from step ${this.trainer.step} on ${choiceOf(this.device.info)}.`,
    );
  }
}

/** The choice that opens a device like this one. */
function choiceOf({ name, engine }: BackendInfo): DeviceChoice {
  if (engine === "reference") return name === "webgpu" ? "referenceWebgpu" : "referenceWasm";
  return name === "webgpu" ? "webgpu" : "cpu";
}
