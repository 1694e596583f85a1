// What the interface knows of the corpus: counts, never the text itself, which stays in the worker.
import type { Blocker } from "./blockerWords.ts";
import type { Tier } from "./chain.ts";
import type { RowFormat } from "./fieldMapping.ts";
import type { DataProblem } from "./problem.ts";
import type { Mode } from "./runConfig.ts";

export const HISTOGRAM_BINS = 10;

export interface DomainSummary {
  name: string;
  isEnabled: boolean;
  tier: Tier | null;
  /** Labelled prefixes, i.e. training rows. */
  rows: number;
  chains: number;
  meanSteps: number;
  meanAccuracy: number;
  /** Counts of accuracy in HISTOGRAM_BINS equal bins over [0,1]; the last bin includes 1. */
  histogram: number[];
  /** Rows of this domain that were left out as bad. */
  badRows: number;
  /** Chains that name an image, and those of them whose image is there. */
  imageChains: number;
  imageChainsFound: number;
  /** Keys of a few of its images, to show. */
  sampleImages: string[];
}

/** A file as it was read. */
export interface FileSummary {
  name: string;
  /** What it was taken for. */
  format: RowFormat | "features" | "images" | "unknown";
  bytes: number;
  rows: number;
  badRows: number;
}

export interface CorpusSummary {
  source: string;
  isSuite: boolean;
  domains: DomainSummary[];
  metaChains: number;
  metaCorrect: number;
  metaMeanSteps: number;
  candidateQuestions: number;
  candidateChains: number;
  /** Image files, and chains (of shards, meta set and candidates) that name one that is not there. */
  images: { files: number; missingChains: number };
  files: FileSummary[];
  /** The first problems, for display; `problemCount` counts all. */
  problems: DataProblem[];
  problemCount: number;
  /** Questions that stand both in the shards and in the meta set (normalised text). */
  overlapQuestions: number;
  overlapExamples: string[];
  /** Why a run of each mode cannot start with this corpus; null when it can. */
  blockers: Record<Mode, Blocker | null>;
}
