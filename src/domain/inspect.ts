// What the Inspect view asks for and gets: lists of chains by reference, single chains with scores.
import type { Aggregation } from "./runConfig.ts";

export const CHAIN_SOURCES = ["shards", "meta", "candidates"] as const;
export type ChainSource = (typeof CHAIN_SOURCES)[number];

export const CHAIN_SORTS = ["order", "score", "disagreement", "length"] as const;
export type ChainSort = (typeof CHAIN_SORTS)[number];

export interface ChainQuery {
  source: ChainSource;
  /** Domain names; null means all. Shards only. */
  domains: string[] | null;
  correctness: "all" | "correct" | "wrong";
  /** Case-insensitive substring of the question or a step; empty means all. */
  text: string;
  /** Only chains with a step where |score − label| ≥ this (or, for meta and candidates, |chain score − y|); 0 means all. */
  minDisagreement: number;
  sort: ChainSort;
  isDescending: boolean;
}

/** One line of the list. `ref` is stable while the corpus is. */
export interface ChainListItem {
  ref: number;
  id: string;
  domain: string | null;
  question: string;
  stepCount: number;
  isCorrect: boolean | null;
  /** Chain score under the run's aggregation, in (0,1); null before there is a PRM. */
  score: number | null;
  /** Largest |score − label| over labelled steps (or of the chain); null where undefined. */
  disagreement: number | null;
}

export interface ChainPage {
  total: number;
  /** Matching refs in order, all of them; the list is virtualised over these. */
  refs: Uint32Array;
}

export interface StepView {
  text: string;
  accuracy: number | null;
  /** V_φ ∈ (0,1); null before there is a PRM. */
  score: number | null;
}

export interface ChainView {
  source: ChainSource;
  ref: number;
  id: string;
  domain: string | null;
  question: string;
  groundTruth: string | null;
  answer: string | null;
  model: string | null;
  isCorrect: boolean | null;
  /** Key of its image; null without one. `isImageFound` says whether the file is there. */
  imagePath: string | null;
  isImageFound: boolean;
  steps: StepView[];
  /** Chain score in (0,1) under every aggregation; null before there is a PRM. */
  chainScores: Record<Aggregation, number> | null;
  /** The same chain under the PRM it is compared with; null without one. */
  other: OtherScores | null;
}

/** Scores of a second PRM, for comparison. */
export interface OtherScores {
  /** Its id on the shelf, and its name. */
  prmId: string;
  label: string;
  stepScores: number[];
  chainScores: Record<Aggregation, number>;
}

/** How strongly a meta chain pulls one domain's weight. */
export interface MetaPull {
  /** Place among the meta chains, as Inspect counts them. */
  ref: number;
  question: string;
  isCorrect: boolean;
  /** Chain score in (0,1) under the run's aggregation. */
  score: number;
  /**
   * Fall of this chain's share of the meta loss for a unit step against the domain's gradient; above 0 it
   * pulls the weight up.
   */
  pull: number;
}

/** The meta chains that pull a domain's weight most, both ways. */
export interface DomainPulls {
  domain: string;
  /** The lower step of the PRM it was measured on. */
  atStep: number;
  up: MetaPull[];
  down: MetaPull[];
  /** Sum over all meta chains: above 0 the weight is pulled up on the whole. */
  total: number;
}

/** Scores of an edited chain. */
export interface ChainScores {
  stepScores: number[];
  chainScores: Record<Aggregation, number>;
  /** The lower step of the PRM that gave them. */
  atStep: number;
}
