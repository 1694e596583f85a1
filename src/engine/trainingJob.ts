// What a run gives a device and what it gets back: the data of a training job, and a trainer over some
// engine, whatever that engine's vectors are.
import type { Rng } from "../base/rng.ts";
import type { HistoryRecord } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { FINE_TUNING, MetaTrainer } from "./bilevel/metaTrainer.ts";
import { microBatched } from "./bilevel/microBatches.ts";
import type { PrmEngine } from "./bilevel/prmEngine.ts";
import { BilevelTrainer } from "./bilevel/trainer.ts";
import type { TrainerCheckpoint, TrainerTimes } from "./bilevel/trainerState.ts";
import { chainCount, type EncodedMetaSet, type EncodedTrainSet } from "./encoders/encoded.ts";
import type { EngineData } from "./prm/engineData.ts";
import {
  headLayout,
  initialParams,
  lexicalLayout,
  prmLayout,
  transformerLayout,
} from "./prm/layout.ts";

/** A BilevelTrainer or a MetaTrainer, whatever its vectors are. */
export interface Trainer {
  readonly step: number;
  readonly upperStep: number;
  readonly isDone: boolean;
  readonly weights: Float64Array;
  readonly times: TrainerTimes;
  /** The next logged point. Throws UnsoundInterval where numbers went bad: only an earlier checkpoint can go on. */
  advance(elapsedMs: () => number): Promise<HistoryRecord>;
  /** The same point, slowly, each number looked at. Throws BadStepError and stands before the bad step. */
  advanceCarefully(elapsedMs: () => number): Promise<HistoryRecord>;
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
  /** φ that goes on by descending the meta loss, the control of learned weights; null: trained as the config says. */
  fineTune: { from: Float64Array } | null;
  rng: Rng;
  checkpoint: TrainerCheckpoint | null;
  now: () => number;
  /** Parts that batches are computed in one after the other, with the same result in less memory; 1 unless said. */
  parts?: number;
}

/** What an engine is built from for a job. Throws where the sets were not encoded for its encoder. */
export function engineData({
  train,
  meta,
  config,
}: Pick<TrainingJob, "train" | "meta"> & {
  config: Pick<RunConfig, "encoder" | "upper">;
}): EngineData {
  const { encoder } = config;
  const { metaLoss, aggregation } = config.upper;
  if (encoder.kind === "lexical" && train.kind === "rows" && (!meta || meta.kind === "rows")) {
    const layout = lexicalLayout(encoder);
    return { kind: "lexical", layout, train, meta, metaLoss, aggregation };
  }
  if (
    encoder.kind === "transformer" &&
    train.kind === "sequences" &&
    (!meta || meta.kind === "sequences")
  ) {
    const layout = transformerLayout(encoder);
    return { kind: "transformer", layout, train, meta, metaLoss, aggregation };
  }
  if (encoder.kind === "frozen" && train.kind === "vectors" && (!meta || meta.kind === "vectors")) {
    const layout = headLayout(encoder);
    return { kind: "frozen", layout, train, meta, metaLoss, aggregation };
  }
  throw new Error(`the sets (${train.kind}) were not encoded for a ${encoder.kind} PRM`);
}

/** The trainer of a job over any engine; `release` frees the engine when the trainer is disposed of. */
export function trainerOver<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  job: TrainingJob,
  release: () => void,
): Trainer {
  const { parts = 1 } = job;
  if (parts > 1) return trainerOver(microBatched(engine, parts), { ...job, parts: 1 }, release);
  const { config, train, meta, fixedWeights, fineTune, rng, checkpoint, now } = job;
  const layout = prmLayout(config.encoder);
  const given = {
    engine,
    release,
    config,
    blocks: layout.blocks,
    itemDomains: train.domains,
    metaChainCount: meta ? chainCount(meta) : 0,
    rng,
    checkpoint,
    now,
  };
  if (fineTune) {
    return new MetaTrainer({ ...given, initialParams: fineTune.from, plan: FINE_TUNING });
  }
  const start = initialParams(layout, rng.fork("init"));
  return new BilevelTrainer({ ...given, initialParams: start, fixedWeights });
}
