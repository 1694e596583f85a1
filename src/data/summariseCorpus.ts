// The counts of a corpus that the interface shows.
import type { Chain, Corpus, Shard } from "../domain/chain.ts";
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
import { type MissingImage, missingImageProblems } from "./missingImages.ts";

/** What is known beside the corpus itself: how its files were read. */
export interface CorpusContext {
  isSuite: boolean;
  files: FileSummary[];
  problems: readonly DataProblem[];
  problemCount: number;
  badRowsByDomain: ReadonlyMap<string, number>;
  /** Images that were named and not there when their rows were read. */
  missingImages: readonly MissingImage[];
}

export const NO_CONTEXT: CorpusContext = {
  isSuite: false,
  files: [],
  problems: [],
  problemCount: 0,
  badRowsByDomain: new Map(),
  missingImages: [],
};

/** Problems and overlapping questions shown; all are counted. */
const SHOWN_PROBLEMS = 200;
const SHOWN_OVERLAPS = 20;
/** Images of a domain that are shown. */
const SAMPLE_IMAGES = 6;

/** Counts a corpus. What checkCorpus finds stands before the problems of the files. */
export function summariseCorpus(
  corpus: Corpus,
  context: Partial<CorpusContext> = {},
): CorpusSummary {
  const { isSuite, files, problems, problemCount, badRowsByDomain, missingImages } = {
    ...NO_CONTEXT,
    ...context,
  };
  const overlap = findOverlap(corpus);
  const warnings = [
    ...checkCorpus(corpus, overlap),
    ...missingImageProblems(corpus, missingImages),
  ];
  const { shards, meta, candidates, images } = corpus;
  const isMissing = ({ imagePath }: Chain) => imagePath !== null && !images.has(imagePath);
  const missingAmong = (chains: readonly Chain[]) => chains.filter(isMissing).length;
  return {
    source: corpus.source,
    isSuite,
    domains: shards.map((shard) =>
      summariseShard(shard, images, badRowsByDomain.get(shard.name) ?? 0),
    ),
    metaChains: meta.length,
    metaCorrect: meta.filter(({ isCorrect }) => isCorrect === true).length,
    metaMeanSteps: mean(
      sumOf(meta, ({ steps }) => steps.length),
      meta.length,
    ),
    candidateQuestions: candidates.length,
    candidateChains: sumOf(candidates, (question) => question.candidates.length),
    images: {
      files: images.size,
      missingChains:
        sumOf(shards, ({ chains }) => missingAmong(chains)) +
        missingAmong(meta) +
        sumOf(candidates, (question) => missingAmong(question.candidates)),
    },
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

function summariseShard(
  { name, isEnabled, tier, chains }: Shard,
  images: Corpus["images"],
  badRows: number,
): DomainSummary {
  const named = chains.flatMap(({ imagePath }) => (imagePath === null ? [] : [imagePath]));
  const found = named.filter((path) => images.has(path));
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
    imageChains: named.length,
    imageChainsFound: found.length,
    sampleImages: spread([...new Set(found)], SAMPLE_IMAGES),
  };
}

/** So many of the list, evenly apart from the first on; all of a shorter one. */
function spread<T>(list: readonly T[], most: number): T[] {
  const count = Math.min(most, list.length);
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
}

function sumOf<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((sum, item) => sum + value(item), 0);
}

/** 0 where there is nothing to take the mean of. */
function mean(sum: number, count: number): number {
  return count === 0 ? 0 : sum / count;
}
