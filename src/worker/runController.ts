// Drives runs: start, pause, step, stop, reset, retrain, and going on with one that was brought back. Owns the
// run's state and says every change of it.
import { StudioError, toErrorReport } from "../base/errors.ts";
import { findBlocker } from "../data/findBlocker.ts";
import { recommendedPrm } from "../domain/keptRun.ts";
import type { PrmRole, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import type { WorkspaceStatus } from "../domain/workspace.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import type { DeviceKeeper } from "./deviceKeeper.ts";
import type { MadeRun } from "./madeRun.ts";
import { fixedWeightsOf, prepareRun } from "./prepareRun.ts";
import type { PrmScorer } from "./prmScorer.ts";
import type { PrmShelf } from "./prmShelf.ts";
import { RestoredRun } from "./restoredRun.ts";
import { RunGate, StoppedEarly } from "./runGate.ts";
import type { RunKeeping, RunStanding } from "./runKeeping.ts";
import { RunMeasurer } from "./runMeasurer.ts";
import { TrainingRun } from "./trainingRun.ts";
import { trainPoints } from "./trainPoints.ts";

/** Time between two shares of long work said in the state. */
const SHARE_INTERVAL_MS = 250;

export interface RunControllerOptions {
  holder: CorpusHolder;
  scorer: PrmScorer;
  shelf: PrmShelf;
  devices: DeviceKeeper;
  keeping: RunKeeping;
  /** Why no run can start now, in words; null when one can. */
  findObstacle: () => string | null;
  /** A run that was brought back waits to go on; null: no longer. */
  onInterrupted: (interrupted: WorkspaceStatus["interrupted"]) => void;
  post: (event: StudioEvent) => void;
  now: () => number;
}

/** What the browser kept of a run. */
export interface KeptState extends RunStanding {
  id: string;
  runs: RestoredRun[];
  /** When it was kept, ISO 8601. */
  savedAt: string;
  /** Why it cannot go on, in words; null where it can. */
  obstacle: string | null;
}

/** Training the main run, or retraining beside it (the main run may wait, paused, meanwhile). */
interface Activity {
  state: "running" | "retraining";
  gate: RunGate;
  /** Resolves when it has ended, however it ended. */
  ended: Promise<void>;
}

export class RunController {
  readonly runs = new Map<PrmRole, MadeRun>();
  private readonly options: RunControllerOptions;
  private readonly measurer: RunMeasurer;
  private id = "";
  private state: RunState = "idle";
  private decided: Recommendation | null = null;
  private training: Activity | null = null;
  private retraining: Activity | null = null;
  /** Set while the browser has no room; the run pauses for it once. */
  private isFull = false;
  private pausedWords = "Paused";

  constructor(options: RunControllerOptions) {
    this.options = options;
    this.measurer = new RunMeasurer(options);
  }

  get isBusy(): boolean {
    return this.active !== null;
  }

  /** Learned or uniform weights; null before there is a retrained and a vanilla PRM to decide between. */
  get recommendation(): Recommendation | null {
    return this.decided;
  }

  get standing(): RunStanding {
    const activities = { training: this.training !== null, retraining: this.retraining !== null };
    return { activities, recommendation: this.decided };
  }

  /** Starts a run; `points` given: makes so many logged points, then pauses. */
  start(config: RunConfig, points: number | null): void {
    if (this.isBusy) {
      throw new StudioError("state", "A run is already going on", "Stop or reset it first.");
    }
    const { holder, findObstacle, keeping } = this.options;
    const obstacle = findObstacle();
    if (obstacle !== null) throw new StudioError("state", obstacle);
    const blocker = findBlocker(holder.corpus, config.mode);
    if (blocker) throw new StudioError("data", blocker);
    const fixedWeights = fixedWeightsOf(config, holder);
    this.closeRuns();
    this.id = crypto.randomUUID();
    keeping.begin(this.id);
    this.training = this.begin("running", new RunGate(points), async (gate) => {
      const run = await this.prepare("main", config, fixedWeights, gate);
      await this.train(run, gate, "running");
    });
  }

  pause(): void {
    this.active?.gate.pause();
  }

  resume(): void {
    this.active?.gate.resume(null);
  }

  /** One more point of a paused run, or the first of a new one. */
  stepOnce(config: RunConfig): void {
    if (this.active) this.active.gate.resume(1);
    else this.start(config, 1);
  }

  /** Ends what is going on and waits until it has ended. The PRM so far stays. */
  async stop(): Promise<void> {
    const activity = this.active;
    activity?.gate.stop();
    await activity?.ended;
  }

  async reset(): Promise<void> {
    await this.stop();
    await this.stop(); // a main run that waited behind a retraining
    this.closeRuns();
    this.options.keeping.forget();
    this.setState("idle", "");
  }

  /**
   * From scratch with the learned weights so far fixed, then vanilla. A main run under way waits, paused.
   * Throws StudioError("state") where nothing was learned.
   */
  retrain(): void {
    const main = this.runs.get("main");
    if (main?.config.mode !== "bilevel" || main.history.length === 0) {
      throw new StudioError(
        "state",
        "There are no learned weights to retrain with",
        "Train in mode bilevel first.",
      );
    }
    if (this.retraining) throw new StudioError("state", "Retraining is already going on");
    const obstacle = this.options.findObstacle();
    if (obstacle !== null) throw new StudioError("state", obstacle);
    this.training?.gate.pause();
    this.decided = null;
    for (const role of ["retrained", "vanilla"] as const) {
      this.runs.get(role)?.dispose();
      this.runs.delete(role);
      this.options.keeping.drop(role);
    }
    const learned = main.learnedWeights();
    this.retraining = this.begin("retraining", new RunGate(null), (gate) =>
      this.trainComparisons(main.config, learned, gate),
    );
  }

  /** Shows what the browser kept of a run; where it was under way, it waits, paused, to go on. */
  async restore(kept: KeptState): Promise<void> {
    const { post, onInterrupted, shelf } = this.options;
    this.id = kept.id;
    this.decided = kept.recommendation;
    for (const run of kept.runs) {
      this.runs.set(run.role, run);
      const { history: records, evaluations, step } = run;
      const restored = { step, records, evaluations, timing: run.timing() };
      this.sayStarted(run, run.encoderNote, restored);
      shelf.putRole(run.role, await run.savedPrm());
    }
    const last = kept.runs.at(-1);
    const main = this.runs.get("main");
    if (!last || !main) return;
    post({ kind: "event", name: "backend.chosen", backend: last.backend });
    if (this.decided !== null) {
      post({ kind: "event", name: "run.recommended", recommendation: this.decided });
    }
    const recommendation = this.decided ? { recommendation: this.decided } : {};
    const shown = recommendedPrm([...this.runs.keys()], recommendation);
    await this.measurer.show(this.runs.get(shown) ?? main);
    shelf.announce();
    const canGoOn = kept.obstacle === null;
    const { activities } = kept;
    if (canGoOn && activities.training) {
      this.training = this.begin("running", waitingGate(), async (gate) => {
        const run = await this.goOn("main", main.config, fixedOf(main), gate);
        await this.train(run, gate, "running");
      });
    }
    if (canGoOn && activities.retraining) {
      const learned = this.runs.get("retrained");
      const weights = (learned && fixedOf(learned)) ?? main.learnedWeights();
      this.retraining = this.begin("retraining", waitingGate(), (gate) =>
        this.trainComparisons(main.config, weights, gate),
      );
    }
    if (this.isBusy) {
      const waiting = activities.retraining ? last : main;
      const totalSteps = waiting.config.lower.steps;
      onInterrupted({ at: kept.savedAt, step: waiting.step, totalSteps });
      this.setState(
        "paused",
        `Interrupted at step ${waiting.step}; everything up to there is here`,
      );
    } else if (main.isDone) this.setState("finished", "Finished before the page was loaded");
    else this.setState("stopped", kept.obstacle ?? this.wordsForStopped());
  }

  private get active(): Activity | null {
    return this.retraining ?? this.training;
  }

  private begin(
    state: Activity["state"],
    gate: RunGate,
    body: (gate: RunGate) => Promise<void>,
  ): Activity {
    const { keeping, shelf, onInterrupted } = this.options;
    const forget = () => {
      if (state === "running") this.training = null;
      else this.retraining = null;
    };
    const work = async () => {
      if (gate.isPaused) {
        await gate.waitWhilePaused();
        onInterrupted(null);
        if (gate.isStopped) throw new StoppedEarly();
      }
      await body(gate);
    };
    const ended = work()
      .catch((error: unknown) => {
        if (!(error instanceof StoppedEarly)) throw error;
      })
      .then(async () => {
        forget();
        shelf.announce();
        await keeping.saveStanding();
        if (this.training) this.setState("paused", "Paused; retraining is done");
        else if (gate.isStopped) this.setState("stopped", this.wordsForStopped());
        else this.setState("finished", state === "running" ? "Finished" : "Retraining finished");
      })
      .catch(async (error: unknown) => {
        const report = toErrorReport(error);
        // Where the device failed, what was kept before can go on after a reload.
        if (report.code !== "device") {
          forget();
          await this.keepLast();
        }
        forget();
        this.state = "failed";
        this.options.post({
          kind: "event",
          name: "run.stateChanged",
          state: "failed",
          detail: report.message,
          error: report,
        });
      });
    return { state, gate, ended };
  }

  private wordsForStopped(): string {
    return this.runs.size > 0
      ? "Stopped; the PRM so far can be used"
      : "Stopped before the training began";
  }

  private closeRuns(): void {
    for (const run of this.runs.values()) run.dispose();
    this.runs.clear();
    this.decided = null;
    this.options.scorer.show(null, "main");
    this.options.shelf.clearRoles();
  }

  /** The PRM with the learned weights fixed, then vanilla; those that are there and done are left as they are. */
  private async trainComparisons(
    config: RunConfig,
    learned: Float64Array,
    gate: RunGate,
  ): Promise<void> {
    const comparisons: [PrmRole, Float64Array][] = [
      ["retrained", learned],
      ["vanilla", new Float64Array(learned.length).fill(1)],
    ];
    for (const [role, weights] of comparisons) {
      if (gate.isStopped) break;
      if (this.runs.get(role)?.isDone) continue;
      const run = await this.goOn(role, config, weights, gate);
      await this.train(run, gate, "retraining");
    }
    this.decided = await this.measurer.recommend(config);
    const shown = this.decided?.choice === "uniform" ? "vanilla" : "retrained";
    const recommended = this.runs.get(shown) ?? this.runs.get("retrained");
    if (recommended) await this.measurer.show(recommended);
  }

  /** The training of a role from where it was brought back, or from scratch. */
  private goOn(
    role: PrmRole,
    config: RunConfig,
    fixedWeights: Float64Array | null,
    gate: RunGate,
  ): Promise<TrainingRun> {
    const before = this.runs.get(role);
    const restored = before instanceof RestoredRun ? before : null;
    return this.prepare(role, config, fixedWeights, gate, restored);
  }

  private async prepare(
    role: PrmRole,
    config: RunConfig,
    fixedWeights: Float64Array | null,
    gate: RunGate,
    restored: RestoredRun | null = null,
  ): Promise<TrainingRun> {
    const { holder, devices, keeping, now, post } = this.options;
    const sayShare = this.sharesSaid((words) => this.setState("preparing", words));
    const report: ReportProgress = (label, done, total) => {
      if (gate.isStopped) throw new StoppedEarly();
      post({ kind: "event", name: "load.progressed", label, done, total });
      sayShare(label, done, total);
    };
    this.setState("preparing", "Encoding the corpus");
    const run = await prepareRun({
      holder,
      devices,
      role,
      config,
      fixedWeights,
      fineTune: null,
      from: restored?.from ?? null,
      choice: restored?.choice ?? null,
      report,
      onEncoded: () => this.setState("preparing", "Asking for the device"),
      onNotice: (message) => post({ kind: "event", name: "notice.posted", message }),
      now,
    });
    this.runs.set(role, run);
    if (restored === null) {
      this.sayStarted(run, run.encoder.projection?.note ?? null, null);
      await keeping.save(run);
    }
    return run;
  }

  private sayStarted(
    { role, config, domains }: MadeRun,
    encoderNote: string | null,
    restored: Extract<StudioEvent, { name: "run.started" }>["restored"],
  ): void {
    const { id } = this;
    const totalSteps = config.lower.steps;
    const said = { id, role, config, domains, totalSteps, encoderNote, restored };
    this.options.post({ kind: "event", name: "run.started", ...said });
  }

  /** Makes points until the run is done or stopped, pausing as asked, and measures at the end. */
  private async train(run: TrainingRun, gate: RunGate, active: Activity["state"]): Promise<void> {
    const { shelf, keeping, post, now } = this.options;
    const { role } = run;
    const { questions } = run.config.evaluation;
    // The first point builds the kernels; the state says so until it is made.
    this.setState("compiling", "Building kernels for the first step");
    await trainPoints(run, gate, {
      onPoints: (records) => {
        const [step, timing] = [run.step, run.timing()];
        post({ kind: "event", name: "run.progressed", role, step, records, timing });
      },
      onGoingOn: () => {
        if (this.state !== active) this.setActive(gate, active, wordsFor(role));
      },
      onPaused: async () => {
        await this.measurer.show(run);
        shelf.announce();
        await this.save(run, gate);
        // Where a retraining is what goes on now, the state is its own to tell.
        if (this.active?.gate === gate) this.setState("paused", this.pausedWords);
        this.pausedWords = "Paused";
      },
      onMeasure: () => this.measurer.evaluate(run, questions),
      onPointMade: async () => {
        if (keeping.isDue()) await this.save(run, gate);
      },
      now,
    });
    this.setActive(gate, active, "Measuring on the held-out questions");
    // Who stops a run does not want to wait for all of them.
    await this.measurer.evaluate(
      run,
      gate.isStopped ? questions : Number.POSITIVE_INFINITY,
      this.sharesSaid((words) => this.setActive(gate, active, words)),
    );
    await (await keeping.save(run)).written;
  }

  /** Writes the run to the browser; where it has no room, the run pauses, the first time. */
  private async save(run: TrainingRun, gate: RunGate): Promise<void> {
    const { written } = await this.options.keeping.save(run);
    void written.then((failure) => {
      const isFull = failure?.code === "full";
      if (isFull && !this.isFull && !gate.isPaused) {
        this.pausedWords = `Paused: ${failure.message}`;
        gate.pause();
      }
      this.isFull = isFull;
    });
  }

  /** After a failure: what there is of the trainings, kept and shown as well as can be. */
  private async keepLast(): Promise<void> {
    const { keeping, shelf } = this.options;
    try {
      for (const run of this.runs.values()) {
        if (!(run instanceof TrainingRun) || run.isDone) continue;
        await this.measurer.show(run);
        await keeping.save(run);
      }
      shelf.announce();
      await keeping.saveStanding();
    } catch {
      // What failed first is told; nothing is left that could be kept.
    }
  }

  /** Says what is being done, unless a retraining has the word. */
  private setActive(gate: RunGate, active: Activity["state"], words: string): void {
    if (this.active?.gate === gate) this.setState(active, words);
  }

  /** Says a share of long work in words now and then. */
  private sharesSaid(say: (words: string) => void): ReportProgress {
    const { now } = this.options;
    let saidAt = now();
    return (label, done, total) => {
      if (now() - saidAt < SHARE_INTERVAL_MS) return;
      saidAt = now();
      say(`${label}: ${Math.floor((100 * done) / total)} %`);
    };
  }

  private setState(state: RunState, detail: string): void {
    this.state = state;
    this.options.post({ kind: "event", name: "run.stateChanged", state, detail, error: null });
  }
}

function waitingGate(): RunGate {
  const gate = new RunGate(null);
  gate.pause();
  return gate;
}

function fixedOf(run: MadeRun): Float64Array | null {
  return run instanceof RestoredRun ? run.fixedWeights : null;
}

function wordsFor(role: PrmRole): string {
  switch (role) {
    case "main":
      return "Training";
    case "retrained":
      return "Retraining from scratch with the learned weights fixed";
    case "vanilla":
      return "Training vanilla (all weights 1) for comparison";
    default:
      return role satisfies never;
  }
}
