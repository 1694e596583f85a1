// One training from scratch: a trainer on a device with its history, its checkpoints and its recovery
// from a device that fails. It does not know pausing or messages; the controller drives it point by point.

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
import type { TrainerCheckpoint, TrainerTimes } from "../engine/bilevel/trainerState.ts";
import { choiceOf, type Device, type DeviceChoice } from "../engine/device.ts";
import type { EncodedMetaSet, EncodedTrainSet } from "../engine/encoders/encoded.ts";
import type { PrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { prmLayout } from "../engine/prm/layout.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import type { Trainer, TrainingJob } from "../engine/trainingJob.ts";
import type { Replacement } from "./deviceKeeper.ts";
import type { MadeRun } from "./madeRun.ts";
import { Remedies } from "./remedies.ts";
import { Stopwatch } from "./stopwatch.ts";
import { Suspicion } from "./suspicion.ts";

/** Points between two checkpoints; what a lost device costs at most. */
const POINTS_A_CHECKPOINT = 20;

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
  /** A device in place of one that failed; see DeviceKeeper.replace. */
  replaceDevice: (failed: Device, replacement: Replacement) => Promise<Device>;
  /** Called when the run had to change device or go back to a checkpoint. */
  onNotice: (message: string) => void;
  now: () => number;
}

export class TrainingRun implements MadeRun {
  readonly role: PrmRole;
  readonly config: RunConfig;
  readonly encoder: PrmEncoder;
  readonly domains: string[];
  readonly data: Omit<RunFile["data"], "problems">;
  history: HistoryRecord[];
  evaluations: EvaluationRecord[];

  private readonly options: TrainingRunOptions;
  private readonly remedies: Remedies;
  private readonly suspicion = new Suspicion();
  private readonly stopwatch = new Stopwatch();
  private device: Device;
  /** Null where the device could not make one; `obstacle` then says why, and the next use recovers. */
  private trainer: Trainer | null = null;
  private obstacle: unknown = null;
  private checkpoint: TrainerCheckpoint | null;
  /** Resolves when what is under way is done. */
  private turn: Promise<void> = Promise.resolve();
  /** Milliseconds of training, without pauses, sleep, and what was lost with a device. */
  private elapsedMs: number;
  /** Of the points made in this session. */
  private readonly times: TrainerTimes = { lowerMs: 0, upperMs: 0, lowerSteps: 0, upperSteps: 0 };

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
    this.remedies = new Remedies(this.config);
    this.device = device;
    this.createTrainer();
  }

  get backend(): BackendInfo {
    return this.device.info;
  }

  /** α held fixed; null where they are learned. */
  get fixedWeights(): Float64Array | null {
    return this.options.fixedWeights;
  }

  get step(): number {
    return this.trainer?.step ?? this.checkpoint?.step ?? 0;
  }

  get isDone(): boolean {
    return this.trainer?.isDone ?? false;
  }

  get weights(): Float64Array {
    return this.trainer?.weights ?? new Float64Array(this.domains.length).fill(1);
  }

  /** One logged point. Survives the failure of the device by going back to the last checkpoint. */
  advance(): Promise<HistoryRecord> {
    return this.inTurn(() => this.makePoint());
  }

  private async makePoint(): Promise<HistoryRecord> {
    const { now } = this.options;
    const { record, pointMs } = await this.onDevice(async (trainer) => {
      const startedAt = now();
      const pointMs = () => now() - startedAt;
      const before = { ...trainer.times };
      const record = await this.suspicion.advance(
        trainer,
        () => this.elapsedMs + this.stopwatch.counted(pointMs()),
      );
      this.countTimes(before, trainer.times, pointMs());
      return { record, pointMs: pointMs() };
    });
    this.stopwatch.add(pointMs);
    this.elapsedMs = record.elapsedMs;
    this.history.push(record);
    this.remedies.countPoint();
    const allClear = this.suspicion.clear(record.step);
    if (allClear !== null) this.options.onNotice(allClear);
    // At the end too, so that a device that fails from then on costs nothing.
    if (this.history.length % POINTS_A_CHECKPOINT === 0 || this.isDone) await this.keepCheckpoint();
    return record;
  }

  /** Everything needed to go on from here in another session; `choice` opens a device like this one. */
  state(): Promise<RunStart & { checkpoint: TrainerCheckpoint; choice: DeviceChoice }> {
    return this.inTurn(async () => {
      // Read first: where the device fails at it, the run goes back.
      const checkpoint = await this.keepCheckpoint();
      const { history, evaluations, elapsedMs } = this;
      return { checkpoint, history, evaluations, elapsedMs, choice: choiceOf(this.device.info) };
    });
  }

  /** Where the device fails at it, the PRM of the step that the run went back to. */
  savedPrm(): Promise<SavedPrm> {
    return this.inTurn(async () => {
      const { checkpoint } = this;
      // Nothing is asked of the device where it is known already.
      if (checkpoint?.step === this.step) return this.prmOf(checkpoint.params.slice());
      return this.prmOf(await this.onDevice((trainer) => trainer.params()));
    });
  }

  /** The PRM with these φ, which are those of now. */
  prmOf(params: Float64Array): SavedPrm {
    return {
      encoder: this.encoder,
      layout: prmLayout(this.config.encoder),
      params,
      step: this.step,
      aggregation: this.config.upper.aggregation,
    };
  }

  timing(): RunTiming {
    const { lowerMs, upperMs, lowerSteps, upperSteps } = this.times;
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
    const { trainer } = this;
    this.trainer = null;
    this.obstacle = new Error("a run was used after it was disposed of");
    try {
      trainer?.dispose();
    } catch {
      // What is left on a device that failed goes with the device.
    }
  }

  /** One thing after the other: what is asked amid a point is answered after it, as of a whole step. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.turn;
    let end = () => {};
    this.turn = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      end();
    }
  }

  private async keepCheckpoint(): Promise<TrainerCheckpoint> {
    this.checkpoint = await this.onDevice((trainer) => trainer.checkpoint());
    return this.checkpoint;
  }

  private countTimes(before: TrainerTimes, after: TrainerTimes, pointMs: number): void {
    // A point that was slept through counts as a usual one, in every of its parts.
    const share = pointMs > 0 ? this.stopwatch.counted(pointMs) / pointMs : 1;
    this.times.lowerMs += share * (after.lowerMs - before.lowerMs);
    this.times.upperMs += share * (after.upperMs - before.upperMs);
    this.times.lowerSteps += after.lowerSteps - before.lowerSteps;
    this.times.upperSteps += after.upperSteps - before.upperSteps;
  }

  /** Work on the device; where it fails, it is done again on what stands in for it, from the last checkpoint. */
  private async onDevice<T>(work: (trainer: Trainer) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const { trainer } = this;
        if (!trainer) throw this.obstacle;
        return await this.device.signal.guard(() => work(trainer));
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  private createTrainer(): void {
    try {
      this.trainer = this.device.createTrainer(this.job());
      this.obstacle = null;
    } catch (error) {
      this.trainer = null;
      this.obstacle = error;
    }
  }

  private job(): TrainingJob {
    const { config, train, meta, fixedWeights, fineTune, now } = this.options;
    const rng = createRng(config.seed);
    const { checkpoint } = this;
    const { parts } = this.remedies;
    return { config, train, meta, fixedWeights, fineTune, rng, checkpoint, now, parts };
  }

  /** Rethrows what is not the device's fault, or a failure on the CPU, which has nowhere to go. */
  private async recover(failure: unknown): Promise<void> {
    const error = this.suspicion.judge(failure, this.domains, this.config);
    const remedy =
      error === null
        ? { replacement: null, notice: () => null }
        : this.remedies.against(error, this.device.info);
    const { obstacle } = this;
    this.dispose();
    this.obstacle = obstacle;
    if (remedy.replacement) {
      this.device = await this.options.replaceDevice(this.device, remedy.replacement);
    }
    this.createTrainer();
    const { step } = this;
    this.history = this.history.filter((record) => record.step <= step);
    this.evaluations = this.evaluations.filter((record) => record.step <= step);
    const notice = remedy.notice(this.device.info, step);
    if (notice !== null) this.options.onNotice(notice);
  }
}
