// Runs a study: its tasks one after the other, with progress, pause and stop, and its report at the end.
import { StudioError, toErrorReport } from "../../base/errors.ts";
import type { StudyReport, StudyState, StudyStatus } from "../../domain/study.ts";
import type { DeviceKeeper } from "../deviceKeeper.ts";
import { RunGate, StoppedEarly } from "../runGate.ts";
import type { StudyPlan, StudyTask } from "./studyPlan.ts";

/** At most one status in this time, but for changes of state. */
const STATUS_INTERVAL_MS = 100;
/** No estimate of the time left before this share is done. */
const LEAST_SHARE = 0.02;

export interface StudyControllerOptions {
  devices: DeviceKeeper;
  onStatus: (status: StudyStatus) => void;
  onReport: (report: StudyReport) => void;
  onNotice: (message: string) => void;
  now: () => number;
}

interface Going {
  plan: StudyPlan;
  gate: RunGate;
  done: Set<string>;
  current: StudyTask | null;
  /** Of the current task. */
  share: number;
  detail: string;
  startedAt: number;
  /** Since when it waits; null while it goes on. */
  pausedAt: number | null;
  pausedMs: number;
  saidAt: number;
}

export class StudyController {
  private readonly options: StudyControllerOptions;
  private going: Going | null = null;

  constructor(options: StudyControllerOptions) {
    this.options = options;
  }

  get isBusy(): boolean {
    return this.going !== null;
  }

  /** Throws StudioError("state") while a study goes on. */
  start(plan: StudyPlan): void {
    if (this.going) throw new StudioError("state", "A study is already going on", "Stop it first.");
    const startedAt = this.options.now();
    const going: Going = {
      plan,
      gate: new RunGate(null),
      done: new Set(),
      current: null,
      share: 0,
      detail: "Preparing",
      startedAt,
      pausedAt: null,
      pausedMs: 0,
      saidAt: Number.NEGATIVE_INFINITY,
    };
    this.going = going;
    this.say(going, "running");
    void this.run(going);
  }

  pause(): void {
    this.going?.gate.pause();
  }

  resume(): void {
    this.going?.gate.resume(null);
  }

  /** What is done is still measured and reported; a second stop ends that, too. */
  stop(): void {
    this.going?.gate.stop();
  }

  private async run(going: Going): Promise<void> {
    const { plan } = going;
    let end: StudyState = "finished";
    try {
      if (!(await this.perform(going, plan.tasks))) {
        end = "stopped";
        going.gate = new RunGate(null);
      }
      if (!(await this.perform(going, plan.closing))) end = "stopped";
      const elapsedMs = this.options.now() - going.startedAt - going.pausedMs;
      const report = plan.report(elapsedMs);
      going.current = null;
      going.detail =
        end === "finished"
          ? "Finished"
          : report
            ? "Stopped; the report tells of what was done"
            : "Stopped before there was enough to report on";
      this.going = null;
      if (report) this.options.onReport(report);
      this.say(going, end);
    } catch (error) {
      this.going = null;
      const failure = toErrorReport(error);
      this.options.onStatus({ ...this.statusOf(going, "failed"), error: failure });
    }
  }

  /** False where it was stopped. */
  private async perform(going: Going, tasks: readonly StudyTask[]): Promise<boolean> {
    const { now, devices, onNotice } = this.options;
    for (const task of tasks) {
      if (going.gate.isStopped) return false;
      going.current = task;
      going.share = 0;
      going.detail = "Preparing";
      this.say(going, "running");
      try {
        await task.perform({
          gate: going.gate,
          devices,
          onNotice,
          now,
          say: (share, words) => this.onProgress(going, share, words),
        });
      } catch (error) {
        if (error instanceof StoppedEarly) return false;
        throw error;
      }
      going.done.add(task.id);
    }
    return true;
  }

  private onProgress(going: Going, share: number | null, words: string): void {
    const { now } = this.options;
    if (share !== null) going.share = share;
    going.detail = going.gate.isPaused ? "Paused" : words;
    if (going.gate.isPaused) {
      if (going.pausedAt !== null) return;
      going.pausedAt = now();
      this.say(going, "paused");
      void going.gate.waitWhilePaused().then(() => {
        going.pausedMs += now() - (going.pausedAt ?? now());
        going.pausedAt = null;
        if (this.going === going) this.say(going, "running");
      });
    } else if (now() - going.saidAt >= STATUS_INTERVAL_MS) this.say(going, "running");
  }

  private say(going: Going, state: StudyState): void {
    going.saidAt = this.options.now();
    this.options.onStatus(this.statusOf(going, state));
  }

  private statusOf(going: Going, state: StudyState): StudyStatus {
    const { plan, done, current } = going;
    const all = [...plan.tasks, ...plan.closing];
    let [spent, total] = [0, 0];
    for (const task of all) {
      total += task.cost;
      if (done.has(task.id)) spent += task.cost;
      else if (task === current) spent += task.cost * going.share;
    }
    const share = state === "finished" ? 1 : spent / total;
    const elapsed = (this.options.now() - going.startedAt - going.pausedMs) / 1000;
    const isGoing = state === "running" || state === "paused";
    return {
      kind: plan.kind,
      title: plan.title,
      state,
      runs: all.map((task) => ({
        id: task.id,
        label: task.label,
        seed: task.seed,
        state: done.has(task.id) ? "done" : task === current ? "running" : "waiting",
      })),
      detail: going.detail,
      share,
      secondsLeft: isGoing && share > LEAST_SHARE ? (elapsed * (1 - share)) / share : null,
      error: null,
    };
  }
}
