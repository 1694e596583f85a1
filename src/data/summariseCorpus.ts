// The counts of a corpus that the interface shows.
import type { Corpus, Shard } from "../domain/chain.ts";
import type { DataProblem } from "../domain/problem.ts";
import {
  type CorpusSummary,
  type DomainSummary,
  type FileSummary,
  HISTOGRAM_BINS,
} from "../domain/summary.ts";
import { checkCorpus } from "./checkCorpus.ts";
import { findBlocker } from "./findBlocker.ts";
import { findOverlap } from "./findOverlap.ts";

/** What is known beside the corpus itself: how its files were read. */
export interface CorpusContext {
  isSuite: boolean;
  files: FileSummary[];
  problems: readonly DataProblem[];
  problemCount: number;
  badRowsByDomain: ReadonlyMap<string, number>;
}

export const NO_CONTEXT: CorpusContext = {
  isSuite: false,
  files: [],
  problems: [],
  problemCount: 0,
  badRowsByDomain: new Map(),
};

/** Problems and overlapping questions shown; all are counted. */
const SHOWN_PROBLEMS = 200;
const SHOWN_OVERLAPS = 20;

/** Counts a corpus. What checkCorpus finds stands before the problems of the files. */
export function summariseCorpus(
  corpus: Corpus,
  context: Partial<CorpusContext> = {},
): CorpusSummary {
  const { isSuite, files, problems, problemCount, badRowsByDomain } = {
    ...NO_CONTEXT,
    ...context,
  };
  const overlap = findOverlap(corpus);
  const warnings = checkCorpus(corpus, overlap);
  const { meta, candidates } = corpus;
  return {
    source: corpus.source,
    isSuite,
    domains: corpus.shards.map((shard) =>
      summariseShard(shard, badRowsByDomain.get(shard.name) ?? 0),
    ),
    metaChains: meta.length,
    metaCorrect: meta.filter(({ isCorrect }) => isCorrect === true).length,
    metaMeanSteps: mean(
      meta.reduce((sum, { steps }) => sum + steps.length, 0),
      meta.length,
    ),
    candidateQuestions: candidates.length,
    candidateChains: candidates.reduce((sum, question) => sum + question.candidates.length, 0),
    files,
    problems: [...warnings, ...problems.slice(0, SHOWN_PROBLEMS)].slice(0, SHOWN_PROBLEMS),
    problemCount: warnings.length + problemCount,
    overlapQuestions: overlap.length,
    overlapExamples: overlap.slice(0, SHOWN_OVERLAPS),
    blockers: {
      bilevel: findBlocker(corpus, "bilevel"),
      vanilla: findBlocker(corpus, "vanilla"),
      fixed: findBlocker(corpus, "fixed"),
    },
  };
}

function summariseShard({ name, isEnabled, tier, chains }: Shard, badRows: number): DomainSummary {
  let rows = 0;
  let steps = 0;
  let sum = 0;
  const histogram = new Array<number>(HISTOGRAM_BINS).fill(0);
  for (const chain of chains) {
    steps += chain.steps.length;
    for (const { accuracy } of chain.steps) {
      if (accuracy === null) continue;
      rows++;
      sum += accuracy;
      histogram[Math.min(HISTOGRAM_BINS - 1, Math.floor(accuracy * HISTOGRAM_BINS))]!++;
    }
  }
  return {
    name,
    isEnabled,
    tier,
    rows,
    chains: chains.length,
    meanSteps: mean(steps, chains.length),
    meanAccuracy: mean(sum, rows),
    histogram,
    badRows,
  };
}

/** 0 where there is nothing to take the mean of. */
function mean(sum: number, count: number): number {
  return count === 0 ? 0 : sum / count;
}
