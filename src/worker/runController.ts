// Drives runs: start, pause, step, stop, reset, retrain, and going on with one that was brought back. Owns the
// run's state and says every change of it.
import { StudioError, toErrorReport } from "../base/errors.ts";
import { findBlocker } from "../data/findBlocker.ts";
import { BLOCKER_WORDS } from "../domain/blockerWords.ts";
import { recommendedPrm } from "../domain/keptRun.ts";
import type { PrmRole, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import type { WorkspaceStatus } from "../domain/workspace.ts";
import type { MadeRun } from "./madeRun.ts";
import { fixedWeightsOf } from "./prepareRun.ts";
import { RestoredRun } from "./restoredRun.ts";
import { type ActiveState, RunDriver, type RunDriverOptions } from "./runDriver.ts";
import { RunGate, StoppedEarly } from "./runGate.ts";
import type { RunStanding } from "./runKeeping.ts";

export interface RunControllerOptions extends RunDriverOptions {
  /** Why no run can start now, in words; null when one can. */
  findObstacle: () => string | null;
  /** A run that was brought back waits to go on; null: no longer. */
  onInterrupted: (interrupted: WorkspaceStatus["interrupted"]) => void;
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
  state: ActiveState;
  gate: RunGate;
  /** Resolves when it has ended, however it ended. */
  ended: Promise<void>;
}

export class RunController {
  readonly runs = new Map<PrmRole, MadeRun>();
  private readonly options: RunControllerOptions;
  private readonly driver: RunDriver;
  private id = "";
  private state: RunState = "idle";
  private decided: Recommendation | null = null;
  private training: Activity | null = null;
  private retraining: Activity | null = null;

  constructor(options: RunControllerOptions) {
    this.options = options;
    this.driver = new RunDriver(options, {
      runs: this.runs,
      id: () => this.id,
      state: () => this.state,
      setState: (state, detail) => this.setState(state, detail),
      isTelling: (gate) => this.active?.gate === gate,
    });
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
    if (blocker) throw new StudioError("data", BLOCKER_WORDS[blocker]);
    const fixedWeights = fixedWeightsOf(config, holder);
    this.closeRuns();
    this.id = crypto.randomUUID();
    keeping.begin(this.id);
    this.training = this.begin("running", new RunGate(points), async (gate) => {
      const run = await this.driver.prepare("main", config, fixedWeights, gate);
      await this.driver.train(run, gate, "running");
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
    this.retraining = this.begin("retraining", new RunGate(null), async (gate) => {
      this.decided = await this.driver.trainComparisons(main.config, learned, gate);
    });
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
      this.driver.sayStarted(run, run.encoderNote, restored);
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
    await this.driver.measurer.show(this.runs.get(shown) ?? main);
    shelf.announce();
    const canGoOn = kept.obstacle === null;
    const { activities } = kept;
    if (canGoOn && activities.training) {
      this.training = this.begin("running", waitingGate(), async (gate) => {
        const run = await this.driver.goOn("main", main.config, fixedOf(main), gate);
        await this.driver.train(run, gate, "running");
      });
    }
    if (canGoOn && activities.retraining) {
      const learned = this.runs.get("retrained");
      const weights = (learned && fixedOf(learned)) ?? main.learnedWeights();
      this.retraining = this.begin("retraining", waitingGate(), async (gate) => {
        this.decided = await this.driver.trainComparisons(main.config, weights, gate);
      });
    }
    if (this.isBusy) {
      const waiting = activities.retraining ? last : main;
      const totalSteps = waiting.config.lower.steps;
      onInterrupted({ at: kept.savedAt, step: waiting.step, totalSteps });
      this.setState("paused", "Interrupted");
    } else if (main.isDone) this.setState("finished", "Finished");
    else this.setState("stopped", kept.obstacle ?? this.wordsForStopped());
  }

  private get active(): Activity | null {
    return this.retraining ?? this.training;
  }

  private begin(
    state: ActiveState,
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
          await this.driver.keepLast();
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
