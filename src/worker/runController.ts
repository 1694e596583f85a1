// Drives runs: start, pause, step, stop, reset, retrain. Owns the run's state and says every change of it.
import { StudioError, toErrorReport } from "../base/errors.ts";
import { findBlocker } from "../data/findBlocker.ts";
import type { PrmRole, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import type { DeviceKeeper } from "./deviceKeeper.ts";
import { measureHeldOut } from "./heldOut.ts";
import { fixedWeightsOf, prepareRun } from "./prepareRun.ts";
import type { PrmScorer } from "./prmScorer.ts";
import type { PrmShelf } from "./prmShelf.ts";
import { recommendFor } from "./recommendFor.ts";
import { RunGate, StoppedEarly } from "./runGate.ts";
import type { TrainingRun } from "./trainingRun.ts";
import { trainPoints } from "./trainPoints.ts";

/** Time between two shares of long work said in the state. */
const SHARE_INTERVAL_MS = 250;

export interface RunControllerOptions {
  holder: CorpusHolder;
  scorer: PrmScorer;
  shelf: PrmShelf;
  devices: DeviceKeeper;
  /** Why no run can start now, in words; null when one can. */
  findObstacle: () => string | null;
  post: (event: StudioEvent) => void;
  now: () => number;
}

/** Training the main run, or retraining beside it (the main run may wait, paused, meanwhile). */
interface Activity {
  state: "running" | "retraining";
  gate: RunGate;
  /** Resolves when it has ended, however it ended. */
  ended: Promise<void>;
}

export class RunController {
  readonly runs = new Map<PrmRole, TrainingRun>();
  private readonly options: RunControllerOptions;
  private state: RunState = "idle";
  private decided: Recommendation | null = null;
  private training: Activity | null = null;
  private retraining: Activity | null = null;

  constructor(options: RunControllerOptions) {
    this.options = options;
  }

  get isBusy(): boolean {
    return this.active !== null;
  }

  /** Learned or uniform weights; null before there is a retrained and a vanilla PRM to decide between. */
  get recommendation(): Recommendation | null {
    return this.decided;
  }

  /** Starts a run; `points` given: makes so many logged points, then pauses. */
  start(config: RunConfig, points: number | null): void {
    if (this.isBusy) {
      throw new StudioError("state", "A run is already going on", "Stop or reset it first.");
    }
    const { holder, findObstacle } = this.options;
    const obstacle = findObstacle();
    if (obstacle !== null) throw new StudioError("state", obstacle);
    const blocker = findBlocker(holder.corpus, config.mode);
    if (blocker) throw new StudioError("data", blocker);
    const fixedWeights = fixedWeightsOf(config, holder);
    this.closeRuns();
    this.training = this.begin("running", points, async (gate) => {
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
    const learned = main.learnedWeights();
    const comparisons: [PrmRole, Float64Array][] = [
      ["retrained", learned],
      ["vanilla", new Float64Array(learned.length).fill(1)],
    ];
    this.retraining = this.begin("retraining", null, async (gate) => {
      for (const [role, weights] of comparisons) {
        if (gate.isStopped) break;
        this.runs.get(role)?.dispose();
        this.runs.delete(role);
        const run = await this.prepare(role, main.config, weights, gate);
        await this.train(run, gate, "retraining");
      }
      await this.recommend(main.config);
      const shown = this.decided?.choice === "uniform" ? "vanilla" : "retrained";
      const recommended = this.runs.get(shown) ?? this.runs.get("retrained");
      if (recommended) await this.showPrm(recommended);
    });
  }

  private get active(): Activity | null {
    return this.retraining ?? this.training;
  }

  private begin(
    state: Activity["state"],
    points: number | null,
    body: (gate: RunGate) => Promise<void>,
  ): Activity {
    const gate = new RunGate(points);
    const forget = () => {
      if (state === "running") this.training = null;
      else this.retraining = null;
    };
    const ended = body(gate)
      .catch((error: unknown) => {
        if (!(error instanceof StoppedEarly)) throw error;
      })
      .then(() => {
        forget();
        this.options.shelf.announce();
        if (this.training) this.setState("paused", "Paused; retraining is done");
        else if (gate.isStopped) this.setState("stopped", this.wordsForStopped());
        else this.setState("finished", state === "running" ? "Finished" : "Retraining finished");
      })
      .catch((error: unknown) => {
        forget();
        const report = toErrorReport(error);
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

  private async prepare(
    role: PrmRole,
    config: RunConfig,
    fixedWeights: Float64Array | null,
    gate: RunGate,
  ): Promise<TrainingRun> {
    const { holder, devices, now, post } = this.options;
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
      from: null,
      report,
      onEncoded: () => this.setState("preparing", "Asking for the device"),
      onNotice: (message) => post({ kind: "event", name: "notice.posted", message }),
      now,
    });
    this.runs.set(role, run);
    const { config: resolved, domains } = run;
    const totalSteps = resolved.lower.steps;
    post({
      kind: "event",
      name: "run.started",
      role,
      config: resolved,
      domains,
      totalSteps,
      encoderNote: run.encoder.projection?.note ?? null,
    });
    return run;
  }

  /** Makes points until the run is done or stopped, pausing as asked, and measures at the end. */
  private async train(run: TrainingRun, gate: RunGate, active: Activity["state"]): Promise<void> {
    const { shelf, post, now } = this.options;
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
        await this.showPrm(run);
        shelf.announce();
        // Where a retraining is what goes on now, the state is its own to tell.
        if (this.active?.gate === gate) this.setState("paused", "Paused");
      },
      onMeasure: () => this.evaluate(run, questions),
      now,
    });
    this.setActive(gate, active, "Measuring on the held-out questions");
    // Who stops a run does not want to wait for all of them.
    await this.evaluate(
      run,
      gate.isStopped ? questions : Number.POSITIVE_INFINITY,
      this.sharesSaid((words) => this.setActive(gate, active, words)),
    );
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

  /** Measures on the first questions of the candidates. */
  private async evaluate(
    run: TrainingRun,
    questionLimit: number,
    report: ReportProgress = () => {},
  ): Promise<void> {
    const { holder, scorer, post } = this.options;
    const prm = await this.showPrm(run);
    const { candidates } = holder.corpus;
    if (candidates.length === 0) return;
    const questions = candidates.slice(0, questionLimit);
    const chains = questions.reduce((sum, question) => sum + question.candidates.length, 0);
    const scores = await scorer.sourceLogits("candidates", { first: chains }, report);
    if (!scores) return;
    const record = measureHeldOut(questions, scores, prm);
    run.evaluations.push(record);
    post({ kind: "event", name: "run.evaluated", role: run.role, record });
  }

  /** Decides on kept meta chains alone whether the learned weights are worth having. */
  private async recommend(config: RunConfig): Promise<void> {
    const { holder, shelf, post } = this.options;
    const [learned, uniform] = [shelf.get("retrained"), shelf.get("vanilla")];
    if (!learned || !uniform) return;
    this.decided = await recommendFor(holder, config, [learned], [uniform]);
    if (this.decided === null) return;
    post({ kind: "event", name: "run.recommended", recommendation: this.decided });
  }

  private async showPrm(run: TrainingRun) {
    const { scorer, shelf } = this.options;
    const prm = await run.savedPrm();
    scorer.show(prm, run.role);
    shelf.putRole(run.role, prm);
    this.options.post({ kind: "event", name: "prm.changed", role: run.role, step: prm.step });
    return prm;
  }

  private setState(state: RunState, detail: string): void {
    this.state = state;
    this.options.post({ kind: "event", name: "run.stateChanged", state, detail, error: null });
  }
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
