// Carries out one job: several lanes take a task each, ask the generator, judge the answer, write the record to
// the journal, and only then count it. Pausing stops the asking; replies that are still to come are kept.
import { StudioError } from "../base/errors.ts";
import type { JournalledJob, LabelJob, LabelJournal, LabelRecord } from "../domain/labelJournal.ts";
import type { LabelSpec, LabelState } from "../domain/labelling.ts";
import { isRightAnswer } from "./answerCheck.ts";
import { Budget } from "./budget.ts";
import { chainSteps, finalAnswer } from "./completionText.ts";
import { withoutKey } from "./endpointFaults.ts";
import { EndpointGenerator } from "./endpointGenerator.ts";
import type { Generator } from "./generator.ts";
import { JournalWriter } from "./journalWriter.ts";
import { LabelProgress, type LabelTask } from "./labelProgress.ts";
import { Patience } from "./patience.ts";
import { type GateResult, RequestGate } from "./requestGate.ts";
import { SharedPause } from "./sharedPause.ts";
import { SuiteGenerator } from "./suiteGenerator.ts";

/** What a run needs of the world; tests bring their own. */
export interface LabelWorld {
  fetch: typeof fetch;
  /** Milliseconds, monotonic. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1); spreads retries only, no label depends on it. */
  random: () => number;
}

/** The policy answers at once; more at a time make fewer and larger writes to the journal. */
const SUITE_LANES = 64;
/** Counted among the rejected for the reader's sake; it is a whole reply, and counts as a wrong one. */
const NO_ANSWER = "no final answer (counted as wrong)";

export class LabelRun {
  readonly job: LabelJob;
  readonly progress: LabelProgress;
  readonly budget: Budget;
  state: LabelState = "paused";
  trouble: string | null = null;
  error: StudioError | null = null;
  private readonly world: LabelWorld;
  private readonly journal: LabelJournal;
  private readonly onChange: () => void;
  private readonly writer: JournalWriter;
  private readonly gate: RequestGate;
  private readonly abort = new AbortController();
  private generator: Generator | null = null;
  private key: string | null = null;
  private lanes = 0;
  private tasksUnderWay = 0;
  private wake: (() => void)[] = [];
  private readonly patience = new Patience();
  /** Counts how often it began to run. */
  private session = 0;
  private made = 0;
  private tickedAt = 0;
  private readonly breaks: SharedPause;
  /** When it last began to run, and what it had made by then; for its speed. */
  private since = { at: 0, made: 0 };

  constructor(
    { job, records, totals }: JournalledJob,
    options: { world: LabelWorld; journal: LabelJournal; onChange: () => void },
  ) {
    this.job = job;
    this.world = options.world;
    this.journal = options.journal;
    this.onChange = options.onChange;
    this.breaks = new SharedPause(options.world.now);
    this.progress = new LabelProgress(job);
    for (const record of records) this.progress.apply(record);
    this.budget = new Budget(totals);
    this.writer = new JournalWriter(options.journal, job.id, () => {
      this.tick();
      return this.budget.totalsAtMost;
    });
    this.gate = new RequestGate({
      ...options.world,
      budget: this.budget,
      caps: () => this.job.spec.budget,
      isSending: () => this.state === "running",
      onTrouble: (trouble) => {
        this.trouble = trouble === null ? null : withoutKey(trouble, this.key);
        this.onChange();
      },
      onReserved: () =>
        this.job.spec.generator.kind === "suite" ? Promise.resolve() : this.writer.write(null),
      onChange: this.onChange,
    });
    if (this.progress.isComplete) this.state = "done";
  }

  /** Starts or goes on; does nothing where it runs. */
  go(key: string | null): void {
    if (this.state === "running" || this.state === "done") return;
    this.key = key;
    this.generator = this.makeGenerator();
    this.error = null;
    this.trouble = null;
    this.patience.renew();
    this.session++;
    this.tickedAt = this.world.now();
    this.since = { at: this.world.now(), made: this.made };
    this.setState("running");
    const { generator } = this.job.spec;
    const wanted = generator.kind === "suite" ? SUITE_LANES : generator.concurrency;
    while (this.lanes < wanted) void this.lane();
    this.signal();
  }

  /** Nothing more is asked for; what was asked for already is kept when it comes. */
  pause(): void {
    if (this.state !== "running") return;
    this.trouble = null;
    this.setState("paused");
  }

  /** Ends it for good, without waiting for replies. */
  end(): void {
    this.setState("paused");
    this.abort.abort();
  }

  /** Changes what may change of a job that is not running, in the journal too. */
  async change(spec: LabelSpec, hadKey: boolean): Promise<void> {
    await this.journal.update(this.job.id, { spec, hadKey });
    this.job.spec = spec;
    this.job.hadKey = hadKey;
  }

  /** Seconds to go at the speed since it last began; null while that is not known. */
  get secondsLeft(): number | null {
    const made = this.made - this.since.made;
    if (this.state !== "running" || made < 3) return null;
    const seconds = (this.world.now() - this.since.at) / 1000;
    return (this.progress.requestsLeft * seconds) / made;
  }

  /** Brings the time that was spent up to now. */
  tick(): void {
    if (this.state !== "running") return;
    const now = this.world.now();
    this.budget.addElapsed(now - this.tickedAt);
    this.tickedAt = now;
  }

  private makeGenerator(): Generator {
    const { spec, suiteProblems, images } = this.job;
    if (spec.generator.kind === "suite") {
      return new SuiteGenerator(spec.generator, suiteProblems ?? {});
    }
    return new EndpointGenerator({
      fetch: this.world.fetch,
      spec: spec.generator,
      prompt: spec.prompt,
      key: this.key,
      readImage: async (path) => images.get(path) ?? null,
    });
  }

  private setState(state: LabelState): void {
    this.tick();
    this.state = state;
    this.onChange();
  }

  private async lane(): Promise<void> {
    this.lanes++;
    try {
      while (this.state === "running") {
        const task = this.progress.take();
        if (task !== null) {
          this.tasksUnderWay++;
          try {
            await this.carryOut(task);
          } finally {
            this.tasksUnderWay--;
            this.signal();
          }
          await this.breaks.breathe();
        } else if (this.tasksUnderWay > 0) {
          await this.nextSignal();
        } else {
          await this.finish();
        }
      }
    } catch (error) {
      if (!this.abort.signal.aborted) this.fail(error);
    } finally {
      this.lanes--;
      this.signal();
    }
  }

  private async finish(): Promise<void> {
    // The totals, whole: the last record's went with requests that were still under way.
    await this.writer.write(null);
    if (this.state !== "running" || this.tasksUnderWay > 0) return;
    if (!this.progress.isComplete) throw new Error("no task is left, but the job is not complete");
    this.trouble = null;
    this.setState("done");
  }

  private async carryOut(task: LabelTask): Promise<void> {
    const { spec, questions } = this.job;
    const question = questions[task.question]!;
    const prefix = task.step === null ? null : this.progress.stepsBefore(task);
    const retries = spec.generator.kind === "suite" ? 0 : spec.generator.retries;
    const { session } = this;
    const request = { question, label: taskKey(task), prefix, signal: this.abort.signal };
    let result: GateResult;
    let record: LabelRecord | null;
    try {
      result = await this.gate.ask(
        this.generator!,
        request,
        retries,
        (text) => void (prefix === null && chainSteps(text)),
      );
      record = this.recordOf(task, result, session);
      if (record === null) this.progress.giveBack(task);
      else await this.writer.write(record);
    } catch (error) {
      this.progress.giveBack(task);
      throw error;
    }
    if (record !== null) {
      this.progress.apply(record);
      if (record.kind !== "givenUp") this.made++;
    } else if (result.kind === "overBudget" && this.state === "running") {
      // Those under way may turn out cheaper than they might have been.
      if (this.budget.underWay === 0) this.setState("overBudget");
      else await this.nextSignal();
    }
    this.onChange();
  }

  /** What a task's end means, as a record; null where the task is to be done again. */
  private recordOf(task: LabelTask, result: GateResult, session: number): LabelRecord | null {
    const key = taskKey(task);
    switch (result.kind) {
      case "stopped":
      case "overBudget":
        return null;
      case "made":
        this.patience.answered(key);
        return this.judge(task, result.generation.text, result.attempt);
      case "rejected": {
        const error = this.patience.rejected(result.reason);
        if (error !== null) this.fail(error);
        return givenUp(task, result.reason);
      }
      case "unanswered": {
        // Asked before the job was gone on with: what was wrong then may be mended.
        if (session !== this.session) return null;
        const message = withoutKey(result.fault.message, this.key);
        const { error, reason } = this.patience.unanswered(key, result.fault, message);
        if (error !== null) this.fail(error);
        if (reason === null) return null;
        this.budget.countRejected(reason);
        return givenUp(task, reason);
      }
      default:
        return result satisfies never;
    }
  }

  private judge(task: LabelTask, text: string, attempt: number): LabelRecord {
    const { questions, spec } = this.job;
    const { question, chain, step, rollout } = task;
    const steps = step === null ? chainSteps(text) : [];
    const answer = finalAnswer(step === null ? steps.at(-1)! : text);
    if (answer === null) this.budget.countRejected(NO_ANSWER);
    const isCorrect = answer !== null && isRightAnswer(answer, questions[question]!, spec.check);
    return step === null || rollout === null
      ? { kind: "chain", question, chain, steps, answer, isCorrect, attempt }
      : { kind: "rollout", question, chain, step, rollout, answer, isCorrect, attempt };
  }

  private fail(error: unknown): void {
    if (this.state !== "running" && this.state !== "paused") return;
    const message = error instanceof Error ? error.message : String(error);
    this.error =
      error instanceof StudioError
        ? error
        : new StudioError("internal", withoutKey(message, this.key), "This is a bug in the app.");
    this.setState("failed");
  }

  private nextSignal(): Promise<void> {
    return new Promise((resolve) => this.wake.push(resolve));
  }

  /** Something changed: lanes that found nothing to do look again. */
  private signal(): void {
    const woken = this.wake;
    this.wake = [];
    for (const resolve of woken) resolve();
  }
}

function givenUp({ question, chain, step, rollout }: LabelTask, reason: string): LabelRecord {
  return { kind: "givenUp", question, chain, step, rollout, reason };
}

/** The same for the same task in every session. */
function taskKey({ question, chain, step, rollout }: LabelTask): string {
  return step === null ? `${question}/${chain}` : `${question}/${chain}/${step}/${rollout}`;
}
