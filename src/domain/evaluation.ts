// What the Evaluate view shows and run.json keeps: best-of-N curves, step metrics and breakdowns of one or
// more PRMs on the same candidates. Numbers only; how they are made stands in src/evaluate.
import type { PrmRole } from "./run.ts";
import type { Aggregation } from "./runConfig.ts";

/**
 * A measured value with its 95 % interval; low and high are NaN-free: equal to value where there is no spread
 * (but accuracies that are all 0 or all 1 keep the width of the exact binomial interval).
 */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A PRM that can be evaluated, by its id on the worker's shelf. */
export interface PrmEntry {
  /**
   * "main", "retrained", "vanilla" of the present run, BLIND_ID for the first with the images hidden, or
   * "kept/<id>" of a kept run.
   */
  id: string;
  /** In words: "This run", "Vanilla", or the kept run's name. */
  label: string;
  /** The lower step it was taken at. */
  step: number;
}

/** Id of the present run's PRM when the images are hidden from it as it scores. */
export const BLIND_ID = "main/blind";

/** PRMs of a run in the order they are evaluated: the one that the claim is about first. */
export const EVALUATED_ROLES = ["retrained", "main", "vanilla"] as const satisfies PrmRole[];

/**
 * How a final answer is chosen among N candidates.
 * - bestOf: the highest chain score of a PRM; weightedVote: the answer with the largest sum of a PRM's
 *   chain scores; majority: self-consistency, the most frequent answer
 * - random: pass@1, any candidate; oracle: right where any candidate is right
 * - style: the candidate of the model that is right most often on the other questions, which knows
 *   nothing of the chain (only where candidates name more than one model)
 */
export const METHOD_KINDS = [
  "bestOf",
  "weightedVote",
  "majority",
  "random",
  "oracle",
  "style",
] as const;
export type MethodKind = (typeof METHOD_KINDS)[number];

export interface CurvePoint {
  n: number;
  /** Questions that have at least N candidates; the mean goes over these. */
  questions: number;
  /** Share of questions answered right; bootstrap over questions. */
  accuracy: Interval;
  /** This method minus the report's reference, paired by question; null for the reference itself or without one. */
  gain: Interval | null;
  /** False where the mean over subsets of N was sampled because there are too many to go through. */
  isExact: boolean;
}

export interface MethodCurve {
  /** "<kind>" or "<kind>:<PRM id>". */
  id: string;
  kind: MethodKind;
  /** Null for methods without a PRM. */
  prmId: string | null;
  label: string;
  points: CurvePoint[];
}

/** Best-of-N of one PRM under one aggregation. */
export interface AggregationRow {
  prmId: string;
  aggregation: Aggregation;
  /** Accuracy by N, in the order of `sizes`; null where no question has N candidates. */
  accuracy: (number | null)[];
  /** At the largest size against the run's own aggregation of the same PRM, paired; null for that one. */
  gain: Interval | null;
}

export interface CalibrationBin {
  /** Scores in [low, high). */
  low: number;
  high: number;
  steps: number;
  meanScore: number;
  meanLabel: number;
}

/** How scores of steps agree with the Monte-Carlo labels p. A step is good where p ≥ .5. */
export interface StepMetrics {
  steps: number;
  chains: number;
  /** Share of good steps. */
  goodShare: number;
  /** Of good against other steps; null where one kind is missing. */
  auroc: number | null;
  /** Bootstrap over questions; null where `auroc` is. */
  aurocInterval: Interval | null;
  /** Average precision, for finding the steps that are NOT good (the rarer, sought kind). */
  averagePrecision: number | null;
  /**
   * F1 of locating the first error (ProcessBench): harmonic mean of the share of faulty chains whose first
   * bad step is found exactly and the share of sound chains in which nothing is found. Questions are
   * split in two halves; each half is judged with the threshold that is best on the other.
   */
  firstErrorF1: number | null;
  /** The two thresholds, of even and of odd questions; null where firstErrorF1 is. */
  thresholds: [number, number] | null;
  /** Mean (V − p)². */
  meanSquaredError: number;
  /** Expected calibration error of scores against p over ten equal bins. */
  calibrationError: number;
}

export interface StepScorerReport {
  /** A PRM's id, or "position": the mean label at the step's index in the other half of the questions. */
  scorer: string;
  label: string;
  overall: StepMetrics;
  calibration: CalibrationBin[];
  byDomain: { domain: string; metrics: StepMetrics }[];
}

/** Step metrics on one set of labelled chains. */
export interface StepReport {
  /** Steps of the candidates, or of the chains of the shards that were kept from training. */
  source: "candidates" | "heldOutShards";
  scorers: StepScorerReport[];
  /** PRMs whose AUROC is not clearly above the position baseline's (paired 95 % interval reaches .02 or less). */
  closeToPosition: string[];
}

/** Candidates that share a domain, a number of steps or a model. */
export interface GroupRow {
  group: string;
  questions: number;
  candidates: number;
  /** Share of candidates that are right: pass@1. */
  passAt1: number;
  /** By PRM id. `n` is the largest N that at least half of the group's questions have (1: nothing to choose). */
  n: number;
  prms: {
    prmId: string;
    bestOf: Interval | null;
    /** Against the reference PRM, paired; null for it. */
    gain: Interval | null;
    /** Of chain scores, right against wrong candidates of the group. */
    chainAuroc: number | null;
  }[];
}

export const GROUPINGS = ["domain", "image", "steps", "model"] as const;
export type Grouping = (typeof GROUPINGS)[number];
/** The group, by image, of the questions that have one. */
export const WITH_IMAGE = "with an image";
/** What candidates and questions without a domain or a model are shown under. */
export const UNNAMED = "not named";

export interface EvaluationReport {
  /** The corpus, in words. */
  source: string;
  /** Questions that say which candidates are right and have at least one. */
  questions: number;
  candidates: number;
  /** Candidates without a final answer; they have no vote. */
  unanswered: number;
  /** 1, 2, 4, … up to the largest question. */
  sizes: number[];
  aggregation: Aggregation;
  prms: PrmEntry[];
  /** The PRM that gains are measured against: the one asked for, else vanilla where there is one; null without. */
  referenceId: string | null;
  curves: MethodCurve[];
  aggregations: AggregationRow[];
  steps: StepReport[];
  /** Only groupings that tell anything: more than one group. */
  groups: { by: Grouping; rows: GroupRow[] }[];
  /** Bootstrap draws behind the intervals. */
  draws: number;
}

export interface EvaluationRequest {
  /** PRMs by id, in the order they are shown; the first is "this PRM". */
  prmIds: string[];
  /** Null: the first PRM's own. */
  aggregation: Aggregation | null;
  /** One of them that gains are measured against in vanilla's place. */
  referenceId?: string;
}
