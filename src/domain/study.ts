// Studies: queues of whole trainings that answer a question. "Is it real?" (the verdict), the paper's
// ablations, and sweeps over a setting and seeds share one queue, one progress, one pause.

import type { ErrorReport } from "../base/errors.ts";
import type { Tier } from "./chain.ts";
import type { Interval, StepReport } from "./evaluation.ts";
import type { RunConfig } from "./runConfig.ts";

/** One value of a swept setting, as a config with a name. */
export interface StudyVariant {
  label: string;
  config: RunConfig;
  /** "whole": every response is one step, in training, meta set and candidates. */
  responses: "steps" | "whole";
}

export type StudyRequest =
  | {
      kind: "verdict";
      config: RunConfig;
      /** Seeds of training, the config's own first; the data stay the same. At least 2. */
      seeds: number[];
    }
  | {
      /** Every variant under every seed, compared with the first variant. */
      kind: "comparison";
      /** What is compared, in words: "Ablations", "upper.learningRate". */
      title: string;
      variants: StudyVariant[];
      seeds: number[];
    };

export type StudyKind = StudyRequest["kind"];

export const STUDY_STATES = ["running", "paused", "finished", "stopped", "failed"] as const;
export type StudyState = (typeof STUDY_STATES)[number];

/** Where the queue stands; posted at every change, at most some ten times a second. */
export interface StudyStatus {
  kind: StudyKind;
  title: string;
  state: StudyState;
  /** The tasks in their order: trainings, with their seeds, and what is done with them (seed null). */
  runs: { id: string; label: string; seed: number | null; state: "waiting" | "running" | "done" }[];
  /** What goes on now, in words. */
  detail: string;
  /** Of all the work, in [0,1]. */
  share: number;
  /** Null before there is anything to judge by. */
  secondsLeft: number | null;
  error: ErrorReport | null;
}

/** Measured at one N over all test questions (mean over seeds). */
export interface StudyPoint {
  n: number;
  accuracy: Interval;
  /**
   * The learned weights' PRM minus this one, paired by question and seed; null for the learned weights' own
   * row. The interval takes questions and seeds as random, for permuted weights the questions alone: how
   * much the draws differ is the point of that row, and stands in `bySeed`.
   */
  gainOverThis: Interval | null;
}

/** The PRMs that a verdict trains. */
export const CONTROL_IDS = [
  "retrained", // from scratch, the learned weights fixed: what the claim is about
  "bilevel", // the run that learned the weights
  "vanilla", // all weights 1, the same number of steps
  "vanillaLong", // all weights 1, twice the steps: as much computing
  "permuted", // the learned weights, dealt out to the domains at random
  "fineTuned", // vanilla, then trained on the meta set itself
  "oracle", // the suite's harmful domains at weight 0
] as const;
export type ControlId = (typeof CONTROL_IDS)[number];

export interface ControlRow {
  id: ControlId;
  label: string;
  /** One sentence: what it is and what it is there to rule out. */
  explanation: string;
  seeds: number;
  points: StudyPoint[];
  /** AUROC of chain scores on the part of the meta set that the upper level did not see; mean over seeds. */
  metaAuroc: number | null;
  /** Accuracy at `atN` by seed. */
  bySeed: number[];
}

/** Do the seeds agree on the weights? */
export interface WeightAgreement {
  /** Mean Spearman rank correlation over pairs of seeds. */
  value: number;
  /** The middle 95 % of what weights dealt out at random would give. */
  nullLow: number;
  nullHigh: number;
  /** Share of the null at least as large. */
  pValue: number;
}

/** Decided on kept meta chains alone, before any test file is looked at. */
export interface Recommendation {
  choice: "learned" | "uniform";
  /** AUROC of chain scores on the kept meta chains, learned minus uniform; paired by question. */
  gain: Interval;
  chains: number;
  questions: number;
  /** The choice and its reason, one or two sentences. */
  reason: string;
}

export const VERDICTS = ["benefit", "none", "harm"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface VerdictReport {
  kind: "verdict";
  verdict: Verdict;
  /** One sentence a newcomer understands, with the number in it. */
  headline: string;
  /** Why, each one sentence; the strongest first. */
  reasons: string[];
  /** What should temper it, each one sentence; may be empty. */
  cautions: string[];
  /** Best-of-N the verdict is about; null without test candidates (then the kept meta chains decide). */
  atN: number | null;
  /** Test questions with at least that many candidates, and all that say which candidates are right. */
  questions: number;
  questionsInAll: number;
  /** A study that was stopped made fewer trainings than planned. */
  trainings: { done: number; planned: number };
  /** The first seed's learned-weights and vanilla PRMs beside the position baseline, where steps are labelled. */
  steps: StepReport[];
  seeds: number[];
  /** Learned over the better of vanilla and vanillaLong: the compute-matched gain at `atN`. */
  computeMatchedGain: Interval | null;
  controls: ControlRow[];
  agreement: WeightAgreement | null;
  recommendation: Recommendation | null;
  weights: { domain: string; tier: Tier | null; mean: number; bySeed: number[] }[];
  /** The suite only: the same procedure where all domains are equally clean. */
  cleanNull: {
    agreement: WeightAgreement | null;
    spread: [number, number];
    gain: Interval | null;
  } | null;
  /** The corpus, in words. */
  source: string;
  config: RunConfig;
  elapsedMs: number;
}

export interface ComparisonRow {
  label: string;
  /** Settings that differ from the first variant, by dotted path. */
  differences: Record<string, unknown>;
  seeds: number;
  /** Of the PRM that the variant yields: retrained with the learned weights, or the vanilla one. */
  points: { n: number; accuracy: Interval; gainOverFirst: Interval | null }[];
  metaAuroc: number | null;
  agreement: WeightAgreement | null;
  weightSpread: [number, number];
  bySeed: number[];
}

export interface ComparisonReport {
  kind: "comparison";
  title: string;
  rows: ComparisonRow[];
  /** Best-of-N of `bySeed`; null without test candidates. */
  atN: number | null;
  questions: number;
  seeds: number[];
  source: string;
  elapsedMs: number;
}

export type StudyReport = VerdictReport | ComparisonReport;
