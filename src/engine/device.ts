// A device to train on, chosen once, and trainers on it. Hides which engine's vectors a trainer holds.
import type { Rng } from "../base/rng.ts";
import type { BackendInfo, HistoryRecord } from "../domain/run.ts";
import type { BackendChoice, RunConfig } from "../domain/runConfig.ts";
import type { PrmEngine } from "./bilevel/prmEngine.ts";
import { BilevelTrainer, type TrainerCheckpoint, type TrainerTimes } from "./bilevel/trainer.ts";
import { chainCount, type EncodedMetaSet, type EncodedTrainSet } from "./encoders/encoded.ts";
import { initialParams, prmLayout } from "./prm/layout.ts";
import { createSparseEngine } from "./sparse/sparseEngine.ts";

/** A BilevelTrainer, whatever its vectors are. */
export interface Trainer {
  readonly step: number;
  readonly upperStep: number;
  readonly isDone: boolean;
  readonly weights: Float64Array;
  readonly times: TrainerTimes;
  advance(elapsedMs: () => number): Promise<HistoryRecord>;
  params(): Promise<Float64Array>;
  checkpoint(): Promise<TrainerCheckpoint>;
  dispose(): void;
}

export interface TrainingJob {
  config: RunConfig;
  train: EncodedTrainSet;
  meta: EncodedMetaSet | null;
  /** α held fixed; null learns them. */
  fixedWeights: Float64Array | null;
  rng: Rng;
  checkpoint: TrainerCheckpoint | null;
  now: () => number;
}

export interface Device {
  info: BackendInfo;
  /** Resolves with the reason when the device is gone; may never resolve. */
  lost: Promise<string>;
  createTrainer(job: TrainingJob): Trainer;
  close(): void;
}

/** What every engine is built from for a job. */
export function engineData(job: TrainingJob) {
  return {
    layout: prmLayout(job.config.encoder),
    train: job.train,
    meta: job.meta,
    metaLoss: job.config.upper.metaLoss,
    aggregation: job.config.upper.aggregation,
  };
}

/** The trainer of a job over any engine. */
export function trainerOver<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  job: TrainingJob,
): BilevelTrainer<V, S, B, M> {
  return new BilevelTrainer({
    engine,
    config: job.config,
    initialParams: initialParams(prmLayout(job.config.encoder), job.rng.fork("init")),
    rowCount: job.train.rows.count,
    metaChainCount: job.meta ? chainCount(job.meta) : 0,
    fixedWeights: job.fixedWeights,
    rng: job.rng,
    checkpoint: job.checkpoint,
    now: job.now,
  });
}

function cpuDevice(reason: string): Device {
  return {
    info: { name: "cpu", adapter: "typed arrays", isFallback: false, reason },
    lost: new Promise(() => {}),
    createTrainer: (job) => trainerOver(createSparseEngine(engineData(job), Float64Array), job),
    close: () => {},
  };
}

/**
 * Opens the device a run asks for.
 * Throws StudioError("device") when that one cannot be had; "auto" always finds one.
 */
export async function openDevice(choice: BackendChoice): Promise<Device> {
  return cpuDevice(`chosen: ${choice}`);
}
