// What a run tells while it goes and what is left of it at the end.
import type { EvaluationReport } from "./evaluation.ts";
import type { RunConfig } from "./runConfig.ts";
import type { Recommendation } from "./study.ts";

/** Where a run stands, in one word; the interface shows it. */
export const RUN_STATES = [
  "idle", // no run yet, or reset
  "preparing", // encoding the corpus, asking for the device
  "compiling", // first steps, shaders and kernels being built
  "running",
  "paused",
  "retraining", // a fixed-weight run from scratch with the learned weights
  "finished",
  "stopped", // ended early by the user; its PRM can be used
  "failed",
] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface BackendInfo {
  name: "webgpu" | "wasm" | "cpu";
  /** Our own kernels, or TensorFlow.js operation by operation, which is slower and there to compare with. */
  engine: "fused" | "reference";
  /** The adapter or processor, in words ("google swiftshader"). */
  adapter: string;
  /** True where WebGPU is a software emulation. */
  isFallback: boolean;
  /** Why this device was chosen, one sentence. */
  reason: string;
}

/** One logged point: every upper step (in vanilla and fixed modes every U lower steps). */
export interface HistoryRecord {
  step: number;
  upperStep: number;
  /** Mean over the interval's labelled steps of (V − p)², unweighted. */
  lowerLoss: number;
  /** The same with each step weighted by its domain's α. */
  weightedLowerLoss: number;
  /** Null where the run computes none (vanilla, fixed, warm-up). */
  metaLoss: number | null;
  /** α_k in domain order; mean 1. */
  weights: number[];
  /**
   * h_k in domain order, the slope of the domain's loss along v: above 0 where a step on this domain also
   * lowers the meta loss. As the weights keep their mean, a weight rises where h_k is above the mean of all
   * (weighted by α). Null where no upper step was made.
   */
  alignment: number[] | null;
  /** cos(∇ℓ_k, v) in domain order, on a small batch of each domain; null at upper steps it was not measured. */
  cosine: number[] | null;
  /** ‖∇L_tr‖ at the last lower step of the interval, before clipping; null in runs of before it was measured. */
  gradientNorm: number | null;
  elapsedMs: number;
}

/** Held-out measurement on the candidates, taken while training. */
export interface EvaluationRecord {
  step: number;
  /** Best-of-N accuracy by N, with the run's aggregation; null where no candidates are loaded. */
  bestOf: Record<string, number> | null;
  /** Step AUROC on labelled held-out steps (label ≥ .5 against the rest); null without such labels. */
  stepAuroc: number | null;
}

/**
 * Which PRM: the one the run trains; the one retrained from scratch with the learned weights fixed; the
 * vanilla one (all weights 1) trained from the same seed beside it, so that a gain has a control.
 */
export const PRM_ROLES = ["main", "retrained", "vanilla"] as const;
export type PrmRole = (typeof PRM_ROLES)[number];

export interface RunTiming {
  lowerStepMs: number;
  upperStepMs: number;
  stepsPerSecond: number;
}

/** A run as exported (run.json). */
export interface RunFile {
  schemaVersion: 1;
  app: string;
  createdAt: string;
  seed: number;
  config: RunConfig;
  backend: { name: string; engine: string; adapter: string; isFallback: boolean };
  data: {
    source: string;
    domains: {
      name: string;
      rows: number;
      chains: number;
      steps: number;
      meanAccuracy: number;
      tier?: string;
    }[];
    meta: { chains: number };
    problems: number;
  };
  history: HistoryRecord[];
  /** What was learned: see learnedWeights; mean 1. */
  weights: Record<string, number>;
  /** Weights after the last upper step. */
  finalWeights: Record<string, number>;
  evaluation?: {
    main: EvaluationRecord[];
    retrained?: EvaluationRecord[];
    vanilla?: EvaluationRecord[];
    /** Everything measured on the candidates at the end. */
    report?: EvaluationReport;
  };
  /** Learned or uniform weights, decided on kept meta chains; only with a retrained and a vanilla PRM. */
  recommendation?: Recommendation;
  timing: RunTiming;
}
