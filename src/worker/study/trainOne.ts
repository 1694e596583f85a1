// One training of a study from beginning to end: no measurements on the way, nothing left on the device.
import { yieldToEventLoop } from "../../base/yieldToEventLoop.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { FINE_TUNING } from "../../engine/bilevel/metaTrainer.ts";
import type { SavedPrm } from "../../engine/prm/safetensors.ts";
import type { TrainingJob } from "../../engine/trainingJob.ts";
import type { CorpusHolder } from "../corpusHolder.ts";
import type { DeviceKeeper } from "../deviceKeeper.ts";
import { prepareRun } from "../prepareRun.ts";
import { type RunGate, StoppedEarly } from "../runGate.ts";
import type { TrainingRun } from "../trainingRun.ts";

/** What a task of a study is given to say how it goes and to be stopped by. */
export interface TaskContext {
  gate: RunGate;
  devices: DeviceKeeper;
  /** Share of the task done, in [0,1]; null where only the words change. */
  say: (share: number | null, words: string) => void;
  onNotice: (message: string) => void;
  now: () => number;
}

export interface OneTraining {
  holder: CorpusHolder;
  config: RunConfig;
  fixedWeights: Float64Array | null;
  fineTune: TrainingJob["fineTune"];
}

export interface TrainedPrm {
  prm: SavedPrm;
  /** Disposed of; its history, timing and weights can be read. */
  run: TrainingRun;
}

/** Waits while the study is paused; throws StoppedEarly once it is stopped. */
export async function passGate({ gate, say }: TaskContext): Promise<void> {
  if (gate.isPaused) {
    say(null, "Paused");
    await gate.waitWhilePaused();
  }
  if (gate.isStopped) throw new StoppedEarly();
}

/** Throws StoppedEarly when the study is stopped, StudioError("device") where no device is left. */
export async function trainOne(training: OneTraining, context: TaskContext): Promise<TrainedPrm> {
  const { gate, devices, say, onNotice, now } = context;
  const { config, fineTune } = training;
  const steps = fineTune ? FINE_TUNING.steps : config.lower.steps;
  const run = await prepareRun({
    ...training,
    devices,
    role: "main",
    from: null,
    choice: null,
    report: (label, done, total) => {
      if (gate.isStopped) throw new StoppedEarly();
      say(null, `${label}: ${Math.floor((100 * done) / Math.max(1, total))} %`);
    },
    onEncoded: () => say(null, "Asking for the device"),
    onNotice,
    now,
  });
  try {
    while (!run.isDone) {
      await passGate(context);
      await run.advance();
      say(run.step / steps, "Training");
      await yieldToEventLoop();
    }
    return { prm: await run.savedPrm(), run };
  } finally {
    run.dispose();
  }
}
