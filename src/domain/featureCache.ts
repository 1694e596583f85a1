// Where vectors made by pretrained models are kept between sessions; the browser's database is one such
// place (src/storage/featureCache.ts).

/** What was found out about a model the last time it was used. */
export interface ModelVersion {
  /** The hub's commit, or a hash of the contents. */
  revision: string;
  /** Of the file that was taken: "fp32", "fp16", "q8" … */
  precision: string;
  /** Name of the graph's file in the folder onnx, without precision and ending. */
  graph: string;
  /** Files of weights beside the graph's own. */
  dataFiles: number;
  /** Of the graph and its weights. */
  bytes: number;
}

/** Where the browser keeps the files of models that were downloaded (its Cache API). */
export const MODEL_FILES_CACHE = "dreamprm-models";

export interface FeatureCacheSize {
  /** Of the vectors. */
  bytes: number;
  /** Chains and images they are of. */
  entries: number;
  /** Of the files of models. */
  modelBytes: number;
}

export interface FeatureCache {
  /** The vectors there are of one model by their keys; keys without any are left out. */
  read(model: string, keys: readonly string[]): Promise<Map<string, Float32Array>>;
  /** Keeps vectors. Throws StudioError("state") in words where there is no room or nothing can be kept. */
  write(model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  /** What was last known of the model of this name; null where it was never used. */
  version(name: string): Promise<ModelVersion | null>;
  keepVersion(name: string, version: ModelVersion): Promise<void>;
  size(): Promise<FeatureCacheSize>;
  /** Forgets everything, the models that were downloaded too. */
  clear(): Promise<void>;
}
