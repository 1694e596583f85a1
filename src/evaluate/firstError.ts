// Locating the first error of a chain with a threshold on step scores, as ProcessBench (Zheng et al. 2024,
// arXiv 2412.06559) measures it. The threshold is chosen on one half of the questions and judged on the other.
import type { StepRows } from "./stepRows.ts";

/**
 * A chain's outcome is right for thresholds t in (above, upTo]: a faulty one, where the first step that
 * scores below t is its first bad step; a sound one, where no step scores below t.
 */
interface RightRange {
  isFaulty: boolean;
  above: number;
  upTo: number;
}

function rightRange(rows: StepRows, scores: Float64Array, chain: number): RightRange {
  let lowestBefore = Number.POSITIVE_INFINITY;
  for (let r = rows.chainStart[chain]!; r < rows.chainStart[chain + 1]!; r++) {
    if (!rows.isGood[r]) return { isFaulty: true, above: scores[r]!, upTo: lowestBefore };
    lowestBefore = Math.min(lowestBefore, scores[r]!);
  }
  return { isFaulty: false, above: Number.NEGATIVE_INFINITY, upTo: lowestBefore };
}

/** Harmonic mean of two shares; 0 where both are. */
function harmonicMean(a: number, b: number): number {
  return a + b > 0 ? (2 * a * b) / (a + b) : 0;
}

/**
 * The threshold with the best F1. F1 only changes at scores at which some chain's outcome does; candidates are
 * the midpoints between neighbouring ones, and of several as good the lowest is taken.
 */
function bestThreshold(ranges: readonly RightRange[]): number | null {
  const faulty = ranges.filter(({ isFaulty }) => isFaulty).length;
  const sound = ranges.length - faulty;
  if (faulty === 0 || sound === 0) return null;
  const changes: { at: number; found: number; cleared: number }[] = [];
  let cleared = 0;
  for (const { isFaulty, above, upTo } of ranges) {
    if (!isFaulty) {
      cleared++;
      changes.push({ at: upTo, found: 0, cleared: -1 });
    } else if (above < upTo) {
      changes.push({ at: above, found: 1, cleared: 0 });
      if (upTo < Number.POSITIVE_INFINITY) changes.push({ at: upTo, found: -1, cleared: 0 });
    }
  }
  changes.sort((a, b) => a.at - b.at);
  let found = 0;
  let best = { f1: -1, threshold: 0 };
  for (let i = 0; i < changes.length; ) {
    const { at } = changes[i]!;
    while (i < changes.length && changes[i]!.at === at) {
      found += changes[i]!.found;
      cleared += changes[i]!.cleared;
      i++;
    }
    const f1 = harmonicMean(found / faulty, cleared / sound);
    // Scores are probabilities: above the last of them the threshold's room ends at 1.
    const next = changes[i]?.at ?? Math.max(1, at);
    if (f1 > best.f1) best = { f1, threshold: (at + next) / 2 };
  }
  return best.threshold;
}

/**
 * The thresholds that are best on the odd and on the even questions, in this order: each for use on the OTHER
 * half, so that [0] judges even questions and [1] odd ones. Null where a half lacks faulty or sound chains.
 */
export function crossFittedThresholds(
  rows: StepRows,
  scores: Float64Array,
): [number, number] | null {
  const byHalf: [RightRange[], RightRange[]] = [[], []];
  for (let chain = 0; chain + 1 < rows.chainStart.length; chain++) {
    const half = rows.half[rows.chainStart[chain]!]!;
    byHalf[half === 0 ? 0 : 1].push(rightRange(rows, scores, chain));
  }
  const forEven = bestThreshold(byHalf[1]);
  const forOdd = bestThreshold(byHalf[0]);
  return forEven === null || forOdd === null ? null : [forEven, forOdd];
}

/** F1 of the first error under thresholds of even and odd questions; null without faulty or sound chains. */
export function firstErrorF1(
  rows: StepRows,
  scores: Float64Array,
  thresholds: readonly [number, number],
): number | null {
  let [faulty, sound, found, cleared] = [0, 0, 0, 0];
  for (let chain = 0; chain + 1 < rows.chainStart.length; chain++) {
    const { isFaulty, above, upTo } = rightRange(rows, scores, chain);
    const threshold = thresholds[rows.half[rows.chainStart[chain]!] === 0 ? 0 : 1];
    const isRight = Number(above < threshold && threshold <= upTo);
    if (isFaulty) {
      faulty++;
      found += isRight;
    } else {
      sound++;
      cleared += isRight;
    }
  }
  return faulty === 0 || sound === 0 ? null : harmonicMean(found / faulty, cleared / sound);
}
