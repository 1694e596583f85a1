// A device to train on, chosen once, and trainers on it. Hides which engine's vectors a trainer holds.
import { StudioError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { BackendInfo, HistoryRecord } from "../domain/run.ts";
import type { BackendChoice, RunConfig } from "../domain/runConfig.ts";
import type { PrmEngine } from "./bilevel/prmEngine.ts";
import { BilevelTrainer, type TrainerCheckpoint, type TrainerTimes } from "./bilevel/trainer.ts";
import {
  chainCount,
  type EncodedMetaSet,
  type EncodedTrainSet,
  trainItemCount,
} from "./encoders/encoded.ts";
import { createPlainLexicalEngine } from "./plain/lexicalEngine.ts";
import type { EngineData, LexicalData } from "./prm/engineData.ts";
import { initialParams, lexicalLayout, prmLayout, transformerLayout } from "./prm/layout.ts";

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
  close(): Promise<void>;
}

/** What an engine is built from for a job. Throws where the sets were not encoded for its encoder. */
export function engineData(job: TrainingJob): EngineData {
  const { train, meta, config } = job;
  const { encoder } = config;
  const { metaLoss, aggregation } = config.upper;
  if (encoder.kind === "lexical" && train.kind === "rows" && meta?.kind !== "sequences") {
    const layout = lexicalLayout(encoder);
    return { kind: "lexical", layout, train, meta, metaLoss, aggregation };
  }
  if (encoder.kind === "transformer" && train.kind === "sequences" && meta?.kind !== "rows") {
    const layout = transformerLayout(encoder);
    return { kind: "transformer", layout, train, meta, metaLoss, aggregation };
  }
  throw new Error(`the sets (${train.kind}) were not encoded for a ${encoder.kind} PRM`);
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
    trainItemCount: trainItemCount(job.train),
    metaChainCount: job.meta ? chainCount(job.meta) : 0,
    fixedWeights: job.fixedWeights,
    rng: job.rng,
    checkpoint: job.checkpoint,
    now: job.now,
  });
}

// TODO(issue 3): gone when every device has both engines.
function lexicalOnly(data: EngineData): LexicalData {
  if (data.kind !== "lexical") throw new StudioError("device", "no transformer engine here yet");
  return data;
}

function plainEngine(data: EngineData) {
  return createPlainLexicalEngine(lexicalOnly(data), Float64Array);
}

/** The typed-array engine: sparse, in float64, with nothing to start. */
function cpuDevice(reason: string): Device {
  return {
    info: {
      name: "cpu",
      engine: "fused",
      adapter: "typed arrays, one core",
      isFallback: false,
      reason,
    },
    lost: new Promise(() => {}),
    createTrainer: (job) => trainerOver(plainEngine(engineData(job)), job),
    close: async () => {},
  };
}

/** TensorFlow.js on WebGPU or WebAssembly; loaded only when asked for. */
async function tfDevice(choice: "webgpu" | "wasm"): Promise<Device> {
  const [{ closeBackend, openBackend }, { createTfLexicalEngine }] = await Promise.all([
    import("./tfjs/backend.ts"),
    import("./tfjs/tfLexicalEngine.ts"),
  ]);
  const { lost, ...info } = await openBackend(choice);
  return {
    info,
    lost,
    createTrainer: (job) => trainerOver(createTfLexicalEngine(lexicalOnly(engineData(job))), job),
    close: closeBackend,
  };
}

/**
 * Opens the device a run asks for. Throws StudioError("device") when that one cannot be had.
 * "auto" takes WebGPU on a real adapter; an emulated one computes on this very processor and is slower
 * than the typed-array engine, which is also what is left where there is no WebGPU at all.
 */
export async function openDevice(choice: BackendChoice): Promise<Device> {
  switch (choice) {
    case "webgpu":
    case "referenceWebgpu":
      return tfDevice("webgpu");
    case "referenceWasm":
      return tfDevice("wasm");
    case "cpu":
      return cpuDevice("The processor was chosen in the settings.");
    case "auto":
      return openFastest();
    default:
      return choice satisfies never;
  }
}

async function openFastest(): Promise<Device> {
  let reason: string;
  try {
    const device = await tfDevice("webgpu");
    if (!device.info.isFallback) {
      return { ...device, info: { ...device.info, reason: "WebGPU is available." } };
    }
    reason = `WebGPU here is a software emulation (${device.info.adapter}), slower than the processor itself.`;
    await device.close();
  } catch (error) {
    reason = `WebGPU cannot be used: ${error instanceof Error ? error.message : String(error)}.`;
  }
  return cpuDevice(`${reason} The processor is used instead.`);
}
