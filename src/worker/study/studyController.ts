// Runs a study: its tasks one after the other, with progress, pause and stop, and its report at the end. What
// it has found is plain data at any time, from which it goes on after a reload.
import { StudioError, toErrorReport } from "../../base/errors.ts";
import type { StudyReport, StudyState, StudyStatus } from "../../domain/study.ts";
import type { DeviceKeeper } from "../deviceKeeper.ts";
import { RunGate, StoppedEarly } from "../runGate.ts";
import { Stopwatch } from "../stopwatch.ts";
import type {
  KeptReport,
  KeptStudies,
  KeptStudy,
  StudyFinding,
  StudyOrigin,
} from "./studyFinding.ts";
import type { StudyPlan, StudyTask } from "./studyPlan.ts";

/** At most one status in this time, but for changes of state. */
const STATUS_INTERVAL_MS = 100;
/** No estimate of the time left before this share is done. */
const LEAST_SHARE = 0.02;

export interface StudyControllerOptions {
  devices: DeviceKeeper;
  onStatus: (status: StudyStatus) => void;
  onReport: (report: StudyReport) => void;
  /** What is to be kept has changed: a study began, a task is done, a report is there. */
  onChanged: () => void;
  onNotice: (message: string) => void;
  now: () => number;
}

interface Going {
  plan: StudyPlan;
  origin: StudyOrigin;
  gate: RunGate;
  /** By the ids of the tasks that are done. */
  findings: Map<string, StudyFinding>;
  current: StudyTask | null;
  /** Of the current task. */
  share: number;
  detail: string;
  /** Why it waits, where it is not because it was told to; null otherwise. */
  pausedWords: string | null;
  /** When it would have begun, had it gone on since without a break. */
  startedAt: number;
  /** Since when it waits; null while it goes on. */
  pausedAt: number | null;
  /** Pauses, and what the machine slept through. */
  pausedMs: number;
  stopwatch: Stopwatch;
  /** When the task last told how far it is. */
  heardAt: number;
  saidAt: number;
}

export class StudyController {
  private readonly options: StudyControllerOptions;
  private going: Going | null = null;
  private reports: readonly KeptReport[] = [];

  constructor(options: StudyControllerOptions) {
    this.options = options;
  }

  get isBusy(): boolean {
    return this.going !== null;
  }

  /** All that should outlive the page, as it is now. */
  get kept(): KeptStudies {
    const { going, reports } = this;
    if (!going) return { going: null, reports };
    const { origin, findings } = going;
    return { going: { origin, findings, elapsedMs: this.elapsedMs(going) }, reports };
  }

  /** Throws StudioError("state") while a study goes on. */
  start(plan: StudyPlan, origin: StudyOrigin): void {
    const going = this.begin(plan, origin, this.options.now());
    this.say(going, "running");
    this.options.onChanged();
    void this.run(going);
  }

  /**
   * A study of before a reload: it waits, paused, with what it had found. Throws StudioError("state") while
   * another goes on, Error where the findings are not of this plan.
   */
  restore(plan: StudyPlan, { origin, findings, elapsedMs }: KeptStudy): void {
    const going = this.begin(plan, origin, this.options.now() - elapsedMs);
    try {
      for (const [taskId, finding] of findings) {
        plan.adopt(taskId, finding);
        going.findings.set(taskId, finding);
      }
    } catch (error) {
      this.going = null;
      throw error;
    }
    const trainings = plan.tasks.filter(({ seed }) => seed !== null);
    const done = trainings.filter(({ id }) => findings.has(id)).length;
    going.pausedWords = `Interrupted by a reload; ${done} of ${trainings.length} trainings are done`;
    going.gate.pause();
    void this.run(going);
  }

  /** Reports of before a reload; they are not told of. */
  restoreReports(reports: readonly KeptReport[]): void {
    this.reports = reports;
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

  private begin(plan: StudyPlan, origin: StudyOrigin, startedAt: number): Going {
    if (this.going) throw new StudioError("state", "A study is already going on", "Stop it first.");
    const going: Going = {
      plan,
      origin,
      gate: new RunGate(null),
      findings: new Map(),
      current: null,
      share: 0,
      detail: "Preparing",
      pausedWords: null,
      startedAt,
      pausedAt: null,
      pausedMs: 0,
      stopwatch: new Stopwatch(),
      heardAt: this.options.now(),
      saidAt: Number.NEGATIVE_INFINITY,
    };
    this.going = going;
    return going;
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
      const report = plan.report(this.elapsedMs(going));
      going.current = null;
      going.detail =
        end === "finished"
          ? "Finished"
          : report
            ? "Stopped; the report tells of what was done"
            : "Stopped before there was enough to report on";
      this.going = null;
      if (report) this.tell(report, going.origin.corpusId);
      this.options.onChanged();
      this.say(going, end);
    } catch (error) {
      this.going = null;
      // What is kept stays as it is: after a reload the study can go on from there.
      const failure = toErrorReport(error);
      this.options.onStatus({ ...this.statusOf(going, "failed"), error: failure });
    }
  }

  /** The newest of each title is kept, as the page shows them. */
  private tell(report: StudyReport, corpusId: string): void {
    const titleOf = (of: StudyReport) => (of.kind === "verdict" ? null : of.title);
    const others = this.reports.filter((kept) => titleOf(kept.report) !== titleOf(report));
    this.reports = [...others, { report, corpusId }];
    this.options.onReport(report);
  }

  /** False where it was stopped. */
  private async perform(going: Going, tasks: readonly StudyTask[]): Promise<boolean> {
    const { now, devices, onNotice } = this.options;
    for (const task of tasks) {
      if (going.findings.has(task.id)) continue;
      if (going.gate.isPaused) {
        this.onProgress(going, null, "");
        await going.gate.waitWhilePaused();
      }
      if (going.gate.isStopped) return false;
      going.current = task;
      going.share = 0;
      going.detail = "Preparing";
      this.say(going, "running");
      try {
        const finding = await task.perform({
          gate: going.gate,
          devices,
          onNotice,
          now,
          say: (share, words) => this.onProgress(going, share, words),
        });
        going.plan.adopt(task.id, finding);
        going.findings.set(task.id, finding);
      } catch (error) {
        if (error instanceof StoppedEarly) return false;
        throw error;
      }
      going.current = null;
      this.options.onChanged();
    }
    return true;
  }

  private onProgress(going: Going, share: number | null, words: string): void {
    const { now } = this.options;
    if (share !== null) going.share = share;
    const ms = now() - going.heardAt;
    going.heardAt = now();
    if (going.pausedAt === null) going.pausedMs += ms - going.stopwatch.add(ms);
    going.detail = going.gate.isPaused ? (going.pausedWords ?? "Paused") : words;
    if (going.gate.isPaused) {
      if (going.pausedAt !== null) return;
      going.pausedAt = now();
      this.say(going, "paused");
      void going.gate.waitWhilePaused().then(() => {
        going.pausedMs += now() - (going.pausedAt ?? now());
        going.heardAt = now();
        going.pausedAt = null;
        going.pausedWords = null;
        if (this.going === going) this.say(going, "running");
      });
    } else if (now() - going.saidAt >= STATUS_INTERVAL_MS) this.say(going, "running");
  }

  private say(going: Going, state: StudyState): void {
    going.saidAt = this.options.now();
    this.options.onStatus(this.statusOf(going, state));
  }

  private statusOf(going: Going, state: StudyState): StudyStatus {
    const { plan, findings: done, current } = going;
    const all = [...plan.tasks, ...plan.closing];
    let [spent, total] = [0, 0];
    for (const task of all) {
      total += task.cost;
      if (done.has(task.id)) spent += task.cost;
      else if (task === current) spent += task.cost * going.share;
    }
    const share = state === "finished" ? 1 : spent / total;
    const elapsed = this.elapsedMs(going) / 1000;
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

  /** Since the study began, without pauses and without the time between a reload and going on. */
  private elapsedMs({ startedAt, pausedAt, pausedMs }: Going): number {
    return (pausedAt ?? this.options.now()) - startedAt - pausedMs;
  }
}
