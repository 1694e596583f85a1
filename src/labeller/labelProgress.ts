// Where a job stands: which chains are written, which prefixes are completed how often, and what to ask for
// next. Only records that the journal holds come in here, so that a reload finds the same state.
import type { ChainRecord, LabelJob, LabelRecord } from "../domain/labelJournal.ts";
import { EXPECTED_STEPS } from "./estimateLabels.ts";
import { StoppingPlan } from "./stoppingPlan.ts";

/** One text to be asked for. */
export interface LabelTask {
  question: number;
  chain: number;
  /** Steps of the prefix; null for a chain from its beginning. */
  step: number | null;
  rollout: number | null;
}

/** A prefix and what became of its completions. */
interface Prefix {
  made: number;
  correct: number;
  /** Rollouts by index: made or given up. */
  settled: Set<number>;
  underWay: Set<number>;
  isDone: boolean;
}

export interface LabelledPrefix {
  made: number;
  correct: number;
  isDone: boolean;
}

export interface ProgressChain extends ChainRecord {
  /** One for every step but the last, which is complete and only checked. */
  prefixes: Prefix[];
  isDone: boolean;
}

/** Rollouts asked for a prefix at most, as a multiple of those wanted, where many are given up. */
const MOST_SLOTS = 2;

export class LabelProgress {
  readonly plan: StoppingPlan;
  /** By question, then by chain; null where it was given up. */
  readonly chains: Map<number, (ProgressChain | null)[]> = new Map();
  private lastWritten: ProgressChain | null = null;
  private lastDone: ProgressChain | null = null;
  rolloutsDone = 0;
  /** Rollouts that early stops made needless. */
  rolloutsSaved = 0;
  chainsWritten = 0;
  /** Written or given up. */
  private chainsSettled = 0;
  /** Of the chains that are written, the most rollouts they can take. */
  private plannedOfWritten = 0;
  private readonly job: LabelJob;
  /** Chains with prefixes to complete, oldest first. */
  private open: ProgressChain[] = [];
  private readonly chainsUnderWay = new Set<string>();
  /** Chains from here on were not yet asked for. */
  private nextChain = 0;
  /** Asked for and handed back. */
  private returned: number[] = [];

  constructor(job: LabelJob) {
    this.job = job;
    const { rollouts, adaptive } = job.spec;
    this.plan = new StoppingPlan({ rollouts, adaptive: adaptive.isOn ? adaptive : null });
  }

  /** The last chain with all its labels; before there is one, the last that was written. */
  get newest(): ProgressChain | null {
    return this.lastDone ?? this.lastWritten;
  }

  /** Those given up are planned no more. */
  get chainsPlanned(): number {
    return this.chainCount - (this.chainsSettled - this.chainsWritten);
  }

  get rolloutsPlanned(): number {
    const unwritten = this.chainCount - this.chainsSettled;
    return this.plannedOfWritten + unwritten * this.expectedRollouts;
  }

  /** Requests still to be made, as far as can be known: early stops go on as they have so far. */
  get requestsLeft(): number {
    const decided = this.rolloutsDone + this.rolloutsSaved;
    const share = decided === 0 ? 1 : this.rolloutsDone / decided;
    const left = Math.max(0, this.rolloutsPlanned - decided);
    return this.chainCount - this.chainsSettled + left * share;
  }

  get isComplete(): boolean {
    return this.open.length === 0 && this.chainsSettled === this.chainCount;
  }

  /** The next text to ask for, marked as under way; null while all that can be asked for is. */
  take(): LabelTask | null {
    for (const chain of this.open) {
      for (const [index, prefix] of chain.prefixes.entries()) {
        const rollout = this.freeRollout(prefix);
        if (rollout === null) continue;
        prefix.underWay.add(rollout);
        return { question: chain.question, chain: chain.chain, step: index + 1, rollout };
      }
    }
    for (;;) {
      const number = this.returned.shift() ?? this.nextChain;
      if (number >= this.chainCount) return null;
      if (number === this.nextChain) this.nextChain++;
      const task = this.chainTask(number);
      const isSettled = this.chains.get(task.question)?.[task.chain] !== undefined;
      if (isSettled || this.chainsUnderWay.has(chainKey(task))) continue;
      this.chainsUnderWay.add(chainKey(task));
      return task;
    }
  }

  /** The task was not carried out and may be taken again. */
  giveBack(task: LabelTask): void {
    if (task.step === null) {
      this.chainsUnderWay.delete(chainKey(task));
      this.returned.push(task.question * this.job.spec.chainsPerQuestion + task.chain);
      this.returned.sort((a, b) => a - b);
      return;
    }
    this.prefixOf(task, task.step)?.underWay.delete(task.rollout ?? 0);
  }

  /** Takes in a record that the journal holds; one for a slot that is taken changes nothing. */
  apply(record: LabelRecord): void {
    if (record.kind === "chain") this.addChain(record);
    else if (record.kind === "givenUp" && record.step === null) this.settleChain(record, null);
    else if (record.step !== null && record.rollout !== null) {
      const isCorrect = record.kind === "rollout" ? record.isCorrect : null;
      this.addRollout(record, record.step, record.rollout, isCorrect);
    }
  }

  /** The steps before a task's completion. */
  stepsBefore(task: LabelTask): string[] {
    const chain = this.chains.get(task.question)?.[task.chain];
    return chain?.steps.slice(0, task.step ?? 0) ?? [];
  }

  /** Label of step `step` (from 1) of a chain: the estimate and its counts; null where none is finished. */
  labelOf(
    chain: ProgressChain,
    step: number,
  ): { accuracy: number; correct: number; made: number } | null {
    if (step === chain.steps.length) {
      const correct = chain.isCorrect ? 1 : 0;
      return { accuracy: correct, correct, made: 1 };
    }
    const prefix = chain.prefixes[step - 1];
    if (prefix === undefined || !prefix.isDone || prefix.made === 0) return null;
    const { correct, made } = prefix;
    return { accuracy: this.plan.accuracy(made, correct), correct, made };
  }

  private get chainCount(): number {
    return this.job.questions.length * this.job.spec.chainsPerQuestion;
  }

  private get expectedRollouts(): number {
    return (EXPECTED_STEPS - 1) * this.job.spec.rollouts;
  }

  private chainTask(number: number): LabelTask {
    const each = this.job.spec.chainsPerQuestion;
    return {
      question: Math.floor(number / each),
      chain: number % each,
      step: null,
      rollout: null,
    };
  }

  /** Never more under way than the next look needs: what is asked for must not depend on who answers first. */
  private freeRollout(prefix: Prefix): number | null {
    if (prefix.isDone) return null;
    const wanted = this.plan.nextLook(prefix.made, prefix.correct);
    if (prefix.made + prefix.underWay.size >= wanted) return null;
    const most = this.job.spec.rollouts * MOST_SLOTS;
    for (let rollout = 0; rollout < most; rollout++) {
      if (!prefix.settled.has(rollout) && !prefix.underWay.has(rollout)) return rollout;
    }
    return null;
  }

  private prefixOf(slot: { question: number; chain: number }, step: number): Prefix | undefined {
    return this.chains.get(slot.question)?.[slot.chain]?.prefixes[step - 1];
  }

  private settleChain(
    slot: { question: number; chain: number },
    chain: ProgressChain | null,
  ): boolean {
    const ofQuestion = this.chains.get(slot.question) ?? [];
    if (ofQuestion[slot.chain] !== undefined) return false;
    ofQuestion[slot.chain] = chain;
    this.chains.set(slot.question, ofQuestion);
    this.chainsUnderWay.delete(chainKey(slot));
    this.chainsSettled++;
    return true;
  }

  private addChain(record: ChainRecord): void {
    const prefixes = record.steps.slice(1).map(
      (): Prefix => ({
        made: 0,
        correct: 0,
        settled: new Set(),
        underWay: new Set(),
        isDone: false,
      }),
    );
    const chain: ProgressChain = { ...record, prefixes, isDone: prefixes.length === 0 };
    if (!this.settleChain(record, chain)) return;
    this.chainsWritten++;
    this.plannedOfWritten += prefixes.length * this.job.spec.rollouts;
    this.lastWritten = chain;
    if (chain.isDone) this.lastDone = chain;
    else this.open.push(chain);
  }

  private addRollout(
    slot: { question: number; chain: number },
    step: number,
    rollout: number,
    isCorrect: boolean | null,
  ): void {
    const chain = this.chains.get(slot.question)?.[slot.chain];
    const prefix = chain?.prefixes[step - 1];
    if (!chain || prefix === undefined || prefix.settled.has(rollout)) return;
    prefix.settled.add(rollout);
    prefix.underWay.delete(rollout);
    if (isCorrect !== null) {
      prefix.made++;
      if (isCorrect) prefix.correct++;
      this.rolloutsDone++;
    }
    if (prefix.isDone) return;
    const { rollouts } = this.job.spec;
    const isOver = prefix.made > 0 && this.plan.stops(prefix.made, prefix.correct);
    if (!isOver && prefix.settled.size < rollouts * MOST_SLOTS) return;
    prefix.isDone = true;
    if (isOver) this.rolloutsSaved += rollouts - prefix.made;
    else this.plannedOfWritten -= rollouts - prefix.made;
    if (chain.prefixes.every(({ isDone }) => isDone)) {
      chain.isDone = true;
      this.lastDone = chain;
      this.open = this.open.filter((other) => other !== chain);
    }
  }
}

function chainKey({ question, chain }: { question: number; chain: number }): string {
  return `${question}/${chain}`;
}
