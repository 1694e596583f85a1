// What a run does when numbers come back that are not finite: it goes back to its checkpoint and makes the
// lower steps they came from once more, each number looked at. Either the step that does it is found and the
// run ends before it, or the device had erred and the run goes on.
import type { HistoryRecord } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { BadStepError, UnsoundInterval } from "../engine/bilevel/badStep.ts";
import { DeviceFailure } from "../engine/deviceFailure.ts";
import type { Trainer } from "../engine/trainingJob.ts";
import { badStepReport } from "./badStepReport.ts";

/** So often a device may err before it is held to be broken. */
const MOST_GLITCHES = 3;

export class Suspicion {
  private interval: Pick<UnsoundInterval, "from" | "to"> | null = null;
  private glitches = 0;

  /** The next point; carefully where the numbers are suspected. */
  advance(trainer: Trainer, elapsedMs: () => number): Promise<HistoryRecord> {
    const { interval } = this;
    const isSuspect = interval && trainer.step >= interval.from && trainer.step < interval.to;
    return isSuspect ? trainer.advanceCarefully(elapsedMs) : trainer.advance(elapsedMs);
  }

  /** What to say once the suspected steps are made and all was well; null where there is nothing to say. */
  clear(step: number): string | null {
    const { interval } = this;
    if (interval === null || step < interval.to) return null;
    this.interval = null;
    return `The device computed numbers in lower steps ${interval.from + 1} to ${interval.to} that are not finite, and did not when it made them again: training goes on at step ${step}.`;
  }

  /**
   * What to take the error for. Null where the run is to go back to its checkpoint on the same device.
   * Throws StudioError("numbers") where the bad step is found: the trainer stands before it.
   */
  judge(error: unknown, domains: readonly string[], config: RunConfig): unknown {
    if (error instanceof BadStepError) throw badStepReport(error.bad, domains, config);
    if (!(error instanceof UnsoundInterval)) return error;
    this.interval = error;
    this.glitches++;
    if (this.glitches <= MOST_GLITCHES) return null;
    this.glitches = 0;
    return new DeviceFailure(
      "lost",
      `it computes numbers that are not finite, other ones each time`,
    );
  }
}
