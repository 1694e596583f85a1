// What everything talks about: a question, a chain of reasoning steps, their Monte-Carlo labels.

/** One reasoning step ŷ_i. */
export interface Step {
  text: string;
  /** p_i ∈ [0,1]: share of completions of the prefix ending here that end correct; null where unlabelled. */
  accuracy: number | null;
}

/** One chain of reasoning ŷ_1..ŷ_n about one question x. */
export interface Chain {
  id: string;
  question: string;
  steps: Step[];
  groundTruth: string | null;
  /** y: the final answer is correct; null where unknown. */
  isCorrect: boolean | null;
  /** The chain's own final answer, for voting; null where none could be found. */
  answer: string | null;
  /** The generator that wrote the chain, where the file says. */
  model: string | null;
  /** Key of its image among the corpus' images; of a path that was not found there, as the file has it. */
  imagePath: string | null;
}

/** Planted quality of a built-in suite's domain. The optimizer never sees it. */
export const TIERS = ["high", "middle", "trivial", "harmful"] as const;
export type Tier = (typeof TIERS)[number];

/** One training domain k with its labelled chains. */
export interface Shard {
  name: string;
  /** Off: left out of training, still shown. */
  isEnabled: boolean;
  tier: Tier | null;
  chains: Chain[];
  /**
   * The labelled step of each row of its file, in order, where the rows do not stand chain after chain: for
   * vectors from outside that come in that order.
   */
  rows?: readonly Step[];
}

/** A best-of-N question with its candidate chains. */
export interface CandidateQuestion {
  id: string;
  question: string;
  /** Kind of question, where the file says; results are broken down by it. */
  domain: string | null;
  candidates: Chain[];
}

/** Everything a run needs. Domain order is the order of the weights. */
export interface Corpus {
  /** Where it came from, in words ("built-in suite: planted, seed 1", "5 files"). */
  source: string;
  shards: Shard[];
  meta: Chain[];
  candidates: CandidateQuestion[];
  /** Image files by path: what chains may name. */
  images: ReadonlyMap<string, Blob>;
}
