// A training as everybody but its driver sees it: under way, ended, or brought back from what the browser kept.
import type {
  BackendInfo,
  EvaluationRecord,
  HistoryRecord,
  PrmRole,
  RunFile,
  RunTiming,
} from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { PrmEncoder } from "../engine/encoders/prmEncoder.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";

export interface MadeRun {
  readonly role: PrmRole;
  readonly config: RunConfig;
  readonly encoder: PrmEncoder;
  /** The training domains, in the order of the weights. */
  readonly domains: string[];
  /** What it was trained on, as run.json tells it. */
  readonly data: Omit<RunFile["data"], "problems">;
  readonly history: HistoryRecord[];
  readonly evaluations: EvaluationRecord[];
  /** The device it is or was trained on. */
  readonly backend: BackendInfo;
  /** Lower steps made. */
  readonly step: number;
  readonly isDone: boolean;
  /** α now, in domain order. */
  readonly weights: Float64Array;
  savedPrm(): Promise<SavedPrm>;
  timing(): RunTiming;
  /** What the run has learned so far, in domain order; mean 1. */
  learnedWeights(): Float64Array;
  /** Frees what it holds on a device. */
  dispose(): void;
}
