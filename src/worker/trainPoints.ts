// The loop of a run: point after point until it is done or stopped, pausing as asked.
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import type { HistoryRecord } from "../domain/run.ts";
import type { RunGate } from "./runGate.ts";
import type { TrainingRun } from "./trainingRun.ts";

/** Points are told at most this often. */
const PROGRESS_INTERVAL_MS = 50;

export interface PointListener {
  /** New points since the last call. */
  onPoints: (records: HistoryRecord[]) => void;
  /** Before every point but the first, which builds the kernels. */
  onGoingOn: () => void;
  /** The run waits from now on. */
  onPaused: () => Promise<void>;
  /** A held-out measurement is due. */
  onMeasure: () => Promise<void>;
  /** After every point, and what was measured with it. */
  onPointMade: () => Promise<void>;
  now: () => number;
}

export async function trainPoints(
  run: TrainingRun,
  gate: RunGate,
  { onPoints, onGoingOn, onPaused, onMeasure, onPointMade, now }: PointListener,
): Promise<void> {
  const { every } = run.config.evaluation;
  let waiting: HistoryRecord[] = [];
  let saidAt = Number.NEGATIVE_INFINITY;
  const say = () => {
    if (waiting.length > 0) onPoints(waiting);
    waiting = [];
    saidAt = now();
  };
  try {
    while (!run.isDone && !gate.isStopped) {
      if (gate.isPaused) {
        say();
        await onPaused();
        await gate.waitWhilePaused();
        continue;
      }
      if (run.history.length > 0) onGoingOn();
      waiting.push(await run.advance());
      gate.countPoint();
      if (now() - saidAt >= PROGRESS_INTERVAL_MS) say();
      if (run.history.length % every === 0 && !run.isDone) await onMeasure();
      await onPointMade();
      await yieldToEventLoop();
    }
  } finally {
    // Also where the run fails: these points were made, perhaps once more from its last checkpoint.
    say();
  }
}
