// Text turned into numbers, ready for a device. The lexical encoder makes sparse rows, one a step
// prefix; the transformer's makes token sequences, one a chain, scored at the end of every step; a frozen
// encoder's vectors of steps are dense rows.

/** Rows of hashed features; row i holds features[start[i] .. start[i+1]). */
export interface EncodedRows {
  count: number;
  /** [count + 1] */
  start: Int32Array;
  /** Bucket of each feature, in [0, buckets); no bucket twice in a row, ascending. */
  features: Int32Array;
  values: Float32Array;
}

/**
 * Token sequences; sequence s holds tokens[start[s] .. start[s+1]) and is scored at
 * scoreAt[scoreStart[s] .. scoreStart[s+1]). Scores are numbered through all sequences in this order.
 */
export interface EncodedSequences {
  count: number;
  /** [count + 1] */
  start: Int32Array;
  /** In [0, vocabulary). */
  tokens: Int32Array;
  /** s of each token: how surprising it is after those before it, in nats; 0 where nobody knows. [tokens] */
  surprisal: Float32Array;
  /** [count + 1] */
  scoreStart: Int32Array;
  /** Places of the steps' ends, counted from the sequence's first token, ascending. */
  scoreAt: Int32Array;
}

/**
 * Dense rows, one a step prefix: row i is about the steps whose vectors are rows
 * prefix[prefixStart[i] .. prefixStart[i+1]) of `values`, the newest last (and there is always one). A
 * linear head and an mlp read the newest alone.
 */
export interface EncodedVectors {
  count: number;
  /** r, numbers a vector. */
  width: number;
  /** [vectors × width]; may hold more vectors than the rows use. */
  values: Float32Array;
  /** [count + 1] */
  prefixStart: Int32Array;
  prefix: Int32Array;
}

/** The lower level's data, one labelled step prefix a row: what a batch is drawn from are rows. */
export interface RowTrainSet {
  kind: "rows";
  rows: EncodedRows;
  /** p_i, [rows] */
  labels: Float32Array;
  /** k(i) in [0, domainCount), [rows] */
  domains: Int32Array;
  domainCount: number;
}

/** The same for the transformer: what a batch is drawn from are sequences; only labelled steps are scored. */
export interface SequenceTrainSet {
  kind: "sequences";
  sequences: EncodedSequences;
  /** p_i, [scores] */
  labels: Float32Array;
  /** k in [0, domainCount) of each sequence, [sequences] */
  domains: Int32Array;
  domainCount: number;
}

/** The same for a head on a frozen encoder's vectors. */
export interface VectorTrainSet {
  kind: "vectors";
  vectors: EncodedVectors;
  /** p_i, [rows] */
  labels: Float32Array;
  /** k(i) in [0, domainCount), [rows] */
  domains: Int32Array;
  domainCount: number;
}

export type EncodedTrainSet = RowTrainSet | SequenceTrainSet | VectorTrainSet;

/** Whole chains; chain c's steps are rows chainStart[c] .. chainStart[c+1). */
export interface RowChains {
  kind: "rows";
  rows: EncodedRows;
  /** [chains + 1] */
  chainStart: Int32Array;
}

/**
 * Whole chains; chain c's steps are scores chainStart[c] .. chainStart[c+1), in the sequences
 * sequenceStart[c] .. sequenceStart[c+1) (more than one where it is longer than the context).
 */
export interface SequenceChains {
  kind: "sequences";
  sequences: EncodedSequences;
  /** [chains + 1] */
  chainStart: Int32Array;
  /** [chains + 1] */
  sequenceStart: Int32Array;
}

/** Whole chains; chain c's steps are rows chainStart[c] .. chainStart[c+1). */
export interface VectorChains {
  kind: "vectors";
  vectors: EncodedVectors;
  /** [chains + 1] */
  chainStart: Int32Array;
}

export type EncodedChains = RowChains | SequenceChains | VectorChains;

interface ChainLabels {
  /** y, 0 or 1, [chains] */
  isCorrect: Float32Array;
}

/** The upper level's data: whole chains that say whether they are correct, or single steps in their place. */
export type RowMetaSet = RowChains & ChainLabels;
export type SequenceMetaSet = SequenceChains & ChainLabels;
export type VectorMetaSet = VectorChains & ChainLabels;
export type EncodedMetaSet = RowMetaSet | SequenceMetaSet | VectorMetaSet;

export function chainCount(set: EncodedMetaSet): number {
  return set.isCorrect.length;
}

/** What a lower batch is drawn from: rows or sequences. */
export function trainItemCount(set: EncodedTrainSet): number {
  switch (set.kind) {
    case "rows":
      return set.rows.count;
    case "sequences":
      return set.sequences.count;
    case "vectors":
      return set.vectors.count;
    default:
      return set satisfies never;
  }
}

/**
 * Labelled steps an item of the train set has on average. A batch of B items has the lower loss
 * Σ α_k (V − p)² / (B · stepsAnItem): unbiased, whatever the batch's own number of steps.
 */
export function stepsAnItem(set: EncodedTrainSet): number {
  return set.labels.length / trainItemCount(set);
}
