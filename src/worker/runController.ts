// Drives runs: start, pause, step, stop, reset, retrain. Owns the run's state and says every change of it.
import { StudioError, toErrorReport } from "../base/errors.ts";
import { createRng } from "../base/rng.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { findBlocker } from "../data/findBlocker.ts";
import type { HistoryRecord, PrmRole, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { rescaleToMeanOne } from "../engine/bilevel/domainWeights.ts";
import { type Device, openDevice, openDeviceFor } from "../engine/device.ts";
import { trainingShards } from "../engine/encoders/prmEncoder.ts";
import type { TrainingJob } from "../engine/trainingJob.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import { measureHeldOut } from "./heldOut.ts";
import type { PrmScorer } from "./prmScorer.ts";
import { describeData } from "./runExport.ts";
import { RunGate } from "./runGate.ts";
import { TrainingRun } from "./trainingRun.ts";

/** At most one progress event in this time. */
const PROGRESS_INTERVAL_MS = 50;
/** Time between two shares of long work said in the state. */
const SHARE_INTERVAL_MS = 250;

export interface RunControllerOptions {
  holder: CorpusHolder;
  scorer: PrmScorer;
  post: (event: StudioEvent) => void;
  now: () => number;
}

/** Training the main run, or retraining beside it (the main run may wait, paused, meanwhile). */
/** Thrown to leave the preparation of a run that was stopped meanwhile. */
class StoppedEarly extends Error {}

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
  private device: Device | null = null;
  /** What the device was asked for; a run that asks for something else opens one anew. */
  private deviceWanted: string | null = null;
  private training: Activity | null = null;
  private retraining: Activity | null = null;

  constructor(options: RunControllerOptions) {
    this.options = options;
  }

  get isBusy(): boolean {
    return this.active !== null;
  }

  get deviceInfo() {
    return this.device?.info ?? null;
  }

  /** Starts a run; `points` given: makes so many logged points, then pauses. */
  start(config: RunConfig, points: number | null): void {
    if (this.isBusy) {
      throw new StudioError("state", "A run is already going on", "Stop or reset it first.");
    }
    const blocker = findBlocker(this.options.holder.corpus, config.mode);
    if (blocker) throw new StudioError("data", blocker);
    const fixedWeights = this.fixedWeightsOf(config);
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
    this.training?.gate.pause();
    const learned = rescaleToMeanOne(main.averagedWeights());
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
      const retrained = this.runs.get("retrained");
      if (retrained) await this.showPrm(retrained);
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
    this.options.scorer.show(null, "main");
  }

  private fixedWeightsOf(config: RunConfig): Float64Array | null {
    if (config.mode === "bilevel") return null;
    const shards = trainingShards(this.options.holder.corpus);
    if (config.mode === "vanilla") return new Float64Array(shards.length).fill(1);
    const given = config.fixedWeights;
    if (!given) {
      throw new StudioError("config", "fixedWeights must be given in mode fixed, got null");
    }
    const names = new Set(shards.map((shard) => shard.name));
    const strangers = Object.keys(given).filter((name) => !names.has(name));
    const missing = [...names].filter((name) => given[name] === undefined);
    if (strangers.length > 0 || missing.length > 0) {
      const parts = [
        strangers.length > 0 ? `unknown: ${strangers.join(", ")}` : "",
        missing.length > 0 ? `missing: ${missing.join(", ")}` : "",
      ];
      throw new StudioError(
        "config",
        `fixedWeights must name each training domain once (${parts.filter(Boolean).join("; ")})`,
      );
    }
    return rescaleToMeanOne(shards.map((shard) => given[shard.name] ?? 0));
  }

  private async prepare(
    role: PrmRole,
    config: RunConfig,
    fixedWeights: Float64Array | null,
    gate: RunGate,
  ): Promise<TrainingRun> {
    const { holder, now, post } = this.options;
    const sayShare = this.sharesSaid((words) => this.setState("preparing", words));
    const report: ReportProgress = (label, done, total) => {
      if (gate.isStopped) throw new StoppedEarly();
      post({ kind: "event", name: "load.progressed", label, done, total });
      sayShare(label, done, total);
    };
    this.setState("preparing", "Encoding the corpus");
    const encoder = await holder.encoderFor(config.encoder, report);
    const domains = trainingShards(holder.corpus).map((shard) => shard.name);
    const train = await holder.encodedTrainSet(encoder, report);
    const meta = fixedWeights ? null : await holder.encodedMetaSet(encoder, report);
    // The language model takes its time to read them: now, where it is said, not amid the training.
    if (encoder.languageModel) await holder.encodedChains("candidates", encoder, report);
    this.setState("preparing", "Asking for the device");
    const device = await this.deviceFor({
      config,
      train,
      meta,
      fixedWeights,
      rng: createRng(config.seed),
      checkpoint: null,
      now,
    });
    const run = new TrainingRun(
      {
        role,
        config,
        domains,
        data: describeData(holder.corpus),
        encoder,
        train,
        meta,
        fixedWeights,
        openDevice,
        onNotice: (message) => post({ kind: "event", name: "notice.posted", message }),
        onDevice: (replacement) => this.adopt(replacement),
        now,
      },
      device,
    );
    this.runs.set(role, run);
    post({
      kind: "event",
      name: "run.started",
      role,
      config,
      domains,
      totalSteps: config.lower.steps,
    });
    return run;
  }

  private async deviceFor(job: TrainingJob): Promise<Device> {
    const { backend, encoder, lower } = job.config;
    // What is fastest depends on the size of the work.
    const wanted = backend === "auto" ? JSON.stringify([encoder, lower.batchSize]) : backend;
    if (this.device && this.deviceWanted === wanted) return this.device;
    await this.device?.close();
    this.device = null;
    const device = await openDeviceFor(job);
    this.deviceWanted = wanted;
    this.adopt(device);
    return device;
  }

  private adopt(device: Device): void {
    this.device = device;
    // A device lost between two runs is not handed out again.
    void device.lost.then(() => {
      if (this.device === device) this.device = null;
    });
    this.options.post({ kind: "event", name: "backend.chosen", backend: device.info });
  }

  /** Makes points until the run is done or stopped, pausing as asked. */
  private async train(run: TrainingRun, gate: RunGate, active: Activity["state"]): Promise<void> {
    const { post, now } = this.options;
    const { every } = run.config.evaluation;
    let waiting: HistoryRecord[] = [];
    let saidAt = Number.NEGATIVE_INFINITY;
    const say = () => {
      if (waiting.length === 0) return;
      post({
        kind: "event",
        name: "run.progressed",
        role: run.role,
        step: run.step,
        records: waiting,
        timing: run.timing(),
      });
      waiting = [];
      saidAt = now();
    };
    this.setState("compiling", "Building kernels for the first step");
    while (!run.isDone && !gate.isStopped) {
      if (gate.isPaused) {
        say();
        await this.showPrm(run);
        // Where a retraining is what goes on now, the state is its own to tell.
        if (this.active?.gate === gate) this.setState("paused", "Paused");
        await gate.waitWhilePaused();
        continue;
      }
      // The first point builds the kernels; the state says so until it is made.
      if (run.history.length > 0 && this.state !== active) {
        this.setActive(gate, active, wordsFor(run.role));
      }
      waiting.push(await run.advance());
      gate.countPoint();
      if (now() - saidAt >= PROGRESS_INTERVAL_MS) say();
      if (run.history.length % every === 0 && !run.isDone) {
        await this.evaluate(run, run.config.evaluation.questions);
      }
      await yieldToEventLoop();
    }
    say();
    const measuring = "Measuring on the held-out questions";
    this.setActive(gate, active, measuring);
    const { questions } = run.config.evaluation;
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

  private async showPrm(run: TrainingRun) {
    const prm = await run.savedPrm();
    this.options.scorer.show(prm, run.role);
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
