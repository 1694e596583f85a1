// What the tasks of a study find, as plain data: the study goes on from them after a reload, and its report is
// made of nothing else.
import type { StepReport } from "../../domain/evaluation.ts";
import type { Recommendation, StudyReport, StudyRequest } from "../../domain/study.ts";
import type { MeasuredPrm } from "../../evaluate/verdict.ts";

/** Best-of-N by question for each N, [questions]. */
export type BestOfBySize = Map<number, Float64Array>;

export type StudyFinding =
  /** A PRM of the verdict; its encoder is made again from the corpus. */
  | {
      kind: "trained";
      /** φ, flat, in layout order. */
      params: Float64Array;
      /** Lower steps it was trained for. */
      step: number;
      /** α it has learned, or was trained with; mean 1, in the order of the training domains. */
      weights: Float64Array;
      /** AUROC of chain scores on the kept meta chains. */
      metaAuroc: number | null;
    }
  /** The task made something that can be made again at any time. */
  | { kind: "nothing" }
  | { kind: "recommended"; recommendation: Recommendation | null }
  /** Test candidates under every PRM, by the task that trained it; step metrics of the first seed's. */
  | { kind: "measured"; bestOf: Map<string, BestOfBySize>; steps: StepReport[] }
  | {
      /** A training of a comparison. */
      kind: "compared";
      measured: Omit<MeasuredPrm, "byQuestion"> & { byQuestion: BestOfBySize };
      weights: Float64Array;
    };

export type FindingOf<K extends StudyFinding["kind"]> = Extract<StudyFinding, { kind: K }>;

/** What a study was made of; with the same corpus it makes the same plan again. */
export interface StudyOrigin {
  /** Of the study, the same after a reload. */
  id: string;
  /** With the suite that is loaded written into its configs. */
  request: StudyRequest;
  /** Seed of the suite that is loaded, if it has domains that are not clean; null for other data. */
  suiteSeed: number | null;
  /** Of the corpus. */
  corpusId: string;
}

/** A study as far as it has come. */
export interface KeptStudy {
  origin: StudyOrigin;
  /** Milliseconds it has gone on for, without pauses. */
  elapsedMs: number;
  /** What the tasks that are done have found, in their order, by their ids. */
  findings: ReadonlyMap<string, StudyFinding>;
}

/** All that outlives the page: the study under way, and the newest report of each title. */
export interface KeptStudies {
  going: KeptStudy | null;
  reports: readonly KeptReport[];
}

export interface KeptReport {
  report: StudyReport;
  /** Of the corpus it tells of. */
  corpusId: string;
}

/** Throws Error where the finding is not of this kind: the plan and what was kept do not belong together. */
export function requireFinding<K extends StudyFinding["kind"]>(
  finding: StudyFinding,
  kind: K,
): FindingOf<K> {
  if (finding.kind !== kind) throw new Error(`expected a finding "${kind}", got "${finding.kind}"`);
  return finding as FindingOf<K>;
}
