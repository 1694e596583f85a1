// Text turned into numbers, ready for a device: sparse rows (one a step prefix) in compressed form.

/** Rows of hashed features; row i holds features[start[i] .. start[i+1]). */
export interface EncodedRows {
  count: number;
  /** [count + 1] */
  start: Int32Array;
  /** Bucket of each feature, in [0, buckets); no bucket twice in a row. */
  features: Int32Array;
  values: Float32Array;
}

/** The lower level's data: one labelled step prefix a row. */
export interface EncodedTrainSet {
  rows: EncodedRows;
  /** p_i, [count] */
  labels: Float32Array;
  /** k(i) in [0, domainCount), [count] */
  domains: Int32Array;
  domainCount: number;
}

/** The upper level's data: whole chains; chain c's steps are rows chainStart[c] .. chainStart[c+1). */
export interface EncodedMetaSet {
  rows: EncodedRows;
  /** [chains + 1] */
  chainStart: Int32Array;
  /** y, 0 or 1, [chains] */
  isCorrect: Float32Array;
}

export function chainCount(set: EncodedMetaSet): number {
  return set.isCorrect.length;
}
