// Does the work of a run: prepares a training or goes on with one, makes its points, measures, and has it kept.
// Which run, and what state it is in, is the controller's.
import type { PrmRole, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import type { DeviceKeeper } from "./deviceKeeper.ts";
import type { MadeRun } from "./madeRun.ts";
import { prepareRun } from "./prepareRun.ts";
import type { PrmScorer } from "./prmScorer.ts";
import type { PrmShelf } from "./prmShelf.ts";
import { RestoredRun } from "./restoredRun.ts";
import { type RunGate, StoppedEarly } from "./runGate.ts";
import type { RunKeeping } from "./runKeeping.ts";
import { RunMeasurer } from "./runMeasurer.ts";
import { TrainingRun } from "./trainingRun.ts";
import { trainPoints } from "./trainPoints.ts";

/** Time between two shares of long work said in the state. */
const SHARE_INTERVAL_MS = 250;

export interface RunDriverOptions {
  holder: CorpusHolder;
  scorer: PrmScorer;
  shelf: PrmShelf;
  devices: DeviceKeeper;
  keeping: RunKeeping;
  post: (event: StudioEvent) => void;
  now: () => number;
}

/** The states in which a run goes on by itself. */
export type ActiveState = "running" | "retraining";

/** What the driver sees and says of the run that it works for. */
export interface DrivenRun {
  readonly runs: Map<PrmRole, MadeRun>;
  id: () => string;
  state: () => RunState;
  setState: (state: RunState, detail: string) => void;
  /** False while something else of the run, a retraining, has the word. */
  isTelling: (gate: RunGate) => boolean;
}

export class RunDriver {
  readonly measurer: RunMeasurer;
  private readonly options: RunDriverOptions;
  private readonly run: DrivenRun;
  /** Set while the browser has no room; the run pauses for it once. */
  private isFull = false;
  private pausedWords = "Paused";

  constructor(options: RunDriverOptions, run: DrivenRun) {
    this.options = options;
    this.run = run;
    this.measurer = new RunMeasurer(options);
  }

  /** The PRM with the learned weights fixed, then vanilla; those that are there and done are left as they are. */
  async trainComparisons(
    config: RunConfig,
    learned: Float64Array,
    gate: RunGate,
  ): Promise<Recommendation | null> {
    const comparisons: [PrmRole, Float64Array][] = [
      ["retrained", learned],
      ["vanilla", new Float64Array(learned.length).fill(1)],
    ];
    for (const [role, weights] of comparisons) {
      if (gate.isStopped) break;
      if (this.run.runs.get(role)?.isDone) continue;
      const run = await this.goOn(role, config, weights, gate);
      await this.train(run, gate, "retraining");
    }
    const recommendation = await this.measurer.recommend(config);
    const shown = recommendation?.choice === "uniform" ? "vanilla" : "retrained";
    const recommended = this.run.runs.get(shown) ?? this.run.runs.get("retrained");
    if (recommended) await this.measurer.show(recommended);
    return recommendation;
  }

  /** The training of a role from where it was brought back, or from scratch. */
  goOn(
    role: PrmRole,
    config: RunConfig,
    fixedWeights: Float64Array | null,
    gate: RunGate,
  ): Promise<TrainingRun> {
    const before = this.run.runs.get(role);
    const restored = before instanceof RestoredRun ? before : null;
    return this.prepare(role, config, fixedWeights, gate, restored);
  }

  async prepare(
    role: PrmRole,
    config: RunConfig,
    fixedWeights: Float64Array | null,
    gate: RunGate,
    restored: RestoredRun | null = null,
  ): Promise<TrainingRun> {
    const { holder, devices, keeping, now, post } = this.options;
    const sayShare = this.sharesSaid((words) => this.run.setState("preparing", words));
    const report: ReportProgress = (label, done, total) => {
      if (gate.isStopped) throw new StoppedEarly();
      post({ kind: "event", name: "load.progressed", label, done, total });
      sayShare(label, done, total);
    };
    this.run.setState("preparing", "Encoding the corpus");
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
      onEncoded: () => this.run.setState("preparing", "Asking for the device"),
      onNotice: (message) => post({ kind: "event", name: "notice.posted", message }),
      now,
    });
    this.run.runs.set(role, run);
    if (restored === null) {
      this.sayStarted(run, run.encoder.projection?.note ?? null, null);
      await keeping.save(run);
    }
    return run;
  }

  sayStarted(
    { role, config, domains }: MadeRun,
    encoderNote: string | null,
    restored: Extract<StudioEvent, { name: "run.started" }>["restored"],
  ): void {
    const id = this.run.id();
    const totalSteps = config.lower.steps;
    const said = { id, role, config, domains, totalSteps, encoderNote, restored };
    this.options.post({ kind: "event", name: "run.started", ...said });
  }

  /** Makes points until the run is done or stopped, pausing as asked, and measures at the end. */
  async train(run: TrainingRun, gate: RunGate, active: ActiveState): Promise<void> {
    const { shelf, keeping, post, now } = this.options;
    const { role } = run;
    const { questions } = run.config.evaluation;
    // The first point builds the kernels; the state says so until it is made.
    this.run.setState("compiling", "Building kernels for the first step");
    await trainPoints(run, gate, {
      onPoints: (records) => {
        const [step, timing] = [run.step, run.timing()];
        post({ kind: "event", name: "run.progressed", role, step, records, timing });
      },
      onGoingOn: () => {
        if (this.run.state() !== active) this.setActive(gate, active, wordsFor(role));
      },
      onPaused: async () => {
        await this.measurer.show(run);
        shelf.announce();
        // Who sees it paused may close the page.
        await (await this.save(run, gate)).written;
        // Where a retraining is what goes on now, the state is its own to tell.
        if (this.run.isTelling(gate)) this.run.setState("paused", this.pausedWords);
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

  /**
   * Writes the run to the browser; where it has no room, the run pauses, the first time. `written` resolves
   * when it is written, or could not be.
   */
  private async save(run: TrainingRun, gate: RunGate): Promise<{ written: Promise<void> }> {
    const { written } = await this.options.keeping.save(run);
    const heard = written.then((failure) => {
      const isFull = failure?.code === "full";
      if (isFull && !this.isFull) {
        this.pausedWords = `Paused: ${failure.message}`;
        gate.pause();
      }
      this.isFull = isFull;
    });
    return { written: heard };
  }

  /** After a failure: what there is of the trainings, kept and shown as well as can be. */
  async keepLast(): Promise<void> {
    const { keeping, shelf } = this.options;
    try {
      for (const run of this.run.runs.values()) {
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
  private setActive(gate: RunGate, active: ActiveState, words: string): void {
    if (this.run.isTelling(gate)) this.run.setState(active, words);
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
