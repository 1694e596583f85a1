// Labelled steps laid out flat, with the question, the half and the domain that each belongs to: what the step
// metrics of any scorer are computed on.
import type { Chain } from "../domain/chain.ts";
import { clusterIndices } from "./aurocGain.ts";

/** A step counts as good where at least half of its completions end correct. */
export const GOOD_STEP = 0.5;

/** A chain with what its metrics are grouped by. */
export interface LabelledChain {
  chain: Chain;
  /** Any name of its question; chains of one question are resampled together. */
  question: string;
  domain: string | null;
}

/** Labelled steps in order of their chains; step r is chain `chainOf[r]`'s at `index[r]`. */
export interface StepRows {
  /** p, [steps]. */
  labels: Float64Array;
  /** 1 where p ≥ .5, [steps]. */
  isGood: Uint8Array;
  /** 0-based index of the step in its chain, [steps]. */
  index: Int32Array;
  /** Index of the step among all steps of all chains, labelled or not, [steps]. */
  source: Int32Array;
  /** Labelled steps of chain c are rows[chainStart[c] .. chainStart[c+1]). */
  chainStart: Int32Array;
  /** Question of each row, 0 … questions − 1 by first appearance. */
  question: Int32Array;
  questions: number;
  /** Which half of the questions, 0 (even) or 1 (odd); by row. */
  half: Uint8Array;
  /** Domain of each chain. */
  domains: readonly (string | null)[];
}

/** Chains without a labelled step are left out, steps without a label too. */
export function layOutSteps(all: readonly LabelledChain[]): StepRows {
  const labels: number[] = [];
  const index: number[] = [];
  const source: number[] = [];
  const names: string[] = [];
  const domains: (string | null)[] = [];
  const chainStart = [0];
  let first = 0;
  for (const { chain, question, domain } of all) {
    chain.steps.forEach(({ accuracy }, i) => {
      if (accuracy === null) return;
      labels.push(accuracy);
      index.push(i);
      source.push(first + i);
      names.push(question);
    });
    first += chain.steps.length;
    if (labels.length === chainStart.at(-1)) continue;
    chainStart.push(labels.length);
    domains.push(domain);
  }
  const clusters = clusterIndices(names);
  return {
    labels: Float64Array.from(labels),
    isGood: Uint8Array.from(labels, (label) => Number(label >= GOOD_STEP)),
    index: Int32Array.from(index),
    source: Int32Array.from(source),
    chainStart: Int32Array.from(chainStart),
    question: clusters.of,
    questions: clusters.count,
    half: Uint8Array.from(clusters.of, (question) => question % 2),
    domains,
  };
}

/** Chains of the rows in which a domain is the given one; questions are numbered anew, halves stay. */
export function rowsOfDomain(rows: StepRows, domain: string): { rows: StepRows; kept: Int32Array } {
  const kept: number[] = [];
  const chainStart = [0];
  rows.domains.forEach((name, chain) => {
    if (name !== domain) return;
    for (let r = rows.chainStart[chain]!; r < rows.chainStart[chain + 1]!; r++) kept.push(r);
    chainStart.push(kept.length);
  });
  const clusters = clusterIndices(kept.map((r) => rows.question[r]!));
  return {
    kept: Int32Array.from(kept),
    rows: {
      labels: Float64Array.from(kept, (r) => rows.labels[r]!),
      isGood: Uint8Array.from(kept, (r) => rows.isGood[r]!),
      index: Int32Array.from(kept, (r) => rows.index[r]!),
      source: Int32Array.from(kept, (r) => rows.source[r]!),
      chainStart: Int32Array.from(chainStart),
      question: clusters.of,
      questions: clusters.count,
      half: Uint8Array.from(kept, (r) => rows.half[r]!),
      domains: rows.domains.filter((name) => name === domain),
    },
  };
}
