// What the labeller writes down as it goes, so that a reload loses nothing: the job, and one record for
// every chain and rollout that came to an end. The endpoint's key is in none of it.
import type { LabelQuestion, LabelQuestionsSummary, LabelSpec } from "./labelling.ts";

/** A suite question's arithmetic: the start, the actions, the right states, the key (see suite/problem.ts). */
export interface LabelSuiteProblem {
  start: number;
  isPictured: boolean;
  actions: readonly number[];
  track: readonly number[];
  key: number;
}

/** What is being labelled; written once, when it starts. A spec never holds a key. */
export interface LabelJob {
  id: string;
  /** ISO 8601. */
  createdAt: string;
  spec: LabelSpec;
  questions: LabelQuestion[];
  summary: LabelQuestionsSummary;
  /** A key was used; it is asked for again after a reload. The key itself is kept nowhere. */
  hadKey: boolean;
  /** By question id: of the suite's questions, what its policy needs; null for all others. */
  suiteProblems: Record<string, LabelSuiteProblem> | null;
  /** Image files by the path that the questions have. */
  images: Map<string, Blob>;
}

/** Where a record belongs. There is at most one record a slot, which is why nothing counts twice. */
export interface LabelSlot {
  /** Index among the job's questions. */
  question: number;
  chain: number;
}

/** A chain as the generator wrote it. */
export interface ChainRecord extends LabelSlot {
  kind: "chain";
  steps: string[];
  answer: string | null;
  isCorrect: boolean;
  /** Tries it took, from 1. */
  attempt: number;
}

/** One whole completion of a prefix. */
export interface RolloutRecord extends LabelSlot {
  kind: "rollout";
  /** Steps of the prefix, from 1. */
  step: number;
  rollout: number;
  answer: string | null;
  isCorrect: boolean;
  attempt: number;
}

/** A chain (step null) or rollout that was given up after all its tries; it counts for nothing. */
export interface GivenUpRecord extends LabelSlot {
  kind: "givenUp";
  step: number | null;
  rollout: number | null;
  reason: string;
}

export type LabelRecord = ChainRecord | RolloutRecord | GivenUpRecord;

/** What has been spent; of requests whose answer is still out, the most that they can cost. */
export interface LabelTotals {
  requests: number;
  retried: number;
  inputTokens: number;
  outputTokens: number;
  rejected: Record<string, number>;
  elapsedMs: number;
}

export const NO_TOTALS: Readonly<LabelTotals> = {
  requests: 0,
  retried: 0,
  inputTokens: 0,
  outputTokens: 0,
  rejected: {},
  elapsedMs: 0,
};

/** All that an earlier session left. */
export interface JournalledJob {
  job: LabelJob;
  records: LabelRecord[];
  totals: LabelTotals;
}

/** Holds one job at a time. All methods reject with StudioError("state") where nothing can be kept. */
export interface LabelJournal {
  /**
   * Keeps other tabs from the job until it is released (or the page goes). Throws StudioError("state") where another
   * tab has it.
   */
  claim(): Promise<() => void>;
  /** Puts a new job in the place of whatever there was. */
  begin(job: LabelJob): Promise<void>;
  /** Changes the job's spec (a raised budget), and whether a key is used. */
  update(jobId: string, change: Pick<LabelJob, "spec" | "hadKey">): Promise<void>;
  /**
   * Writes records and the totals as they are now, all or nothing; when it resolves they are there for good.
   * A slot that is already taken keeps its first record.
   */
  append(jobId: string, records: readonly LabelRecord[], totals: LabelTotals): Promise<void>;
  /** Null where there is none. Records in the order in which they were written. */
  read(): Promise<JournalledJob | null>;
  clear(): Promise<void>;
}

/** The key of a record: question/chain, or question/chain/step/rollout. The try that filled it is no part. */
export function slotKey(record: LabelRecord): string {
  const { question, chain } = record;
  if (record.kind === "chain" || record.step === null) return `${question}/${chain}`;
  return `${question}/${chain}/${record.step}/${record.rollout}`;
}
