// Vectors of reasoning steps from a frozen, pretrained encoder: made in the browser or read from a file.
import type { Chain } from "./chain.ts";
import { chainKey } from "./chainKey.ts";

/** One encoder's vectors of the steps of a corpus. */
export interface FeatureSet {
  /** The name a config asks for it by: the file's path, or the model's id with what was taken of it. */
  id: string;
  origin: "file" | "model";
  /** d, numbers a vector. */
  width: number;
  /** [vectors × width], row by row; all finite. */
  values: Float32Array;
  /** Row of the vector of each prefix: `${chainKey(chain)}/${index of its last step}`. */
  rowOf: ReadonlyMap<string, number>;
}

/** The key a prefix's vector is kept under: the chain's, and the index of the prefix's last step. */
export function prefixKey(chain: Pick<Chain, "question" | "steps" | "imagePath">, index: number) {
  return `${chainKey(chain)}/${index}`;
}

/** How much of the corpus a feature set covers. */
export interface FeatureSummary {
  id: string;
  origin: "file" | "model";
  width: number;
  vectors: number;
  /** Labelled steps of the shards, steps of the meta set and of the candidates, with and without a vector. */
  found: { train: number; meta: number; candidates: number };
  missing: { train: number; meta: number; candidates: number };
}

export const EXTRACTION_STATES = [
  "idle",
  "loading",
  "extracting",
  "paused",
  "failed",
  "done",
] as const;
export type ExtractionState = (typeof EXTRACTION_STATES)[number];

/** What the extraction of features in the browser is doing. */
export interface ExtractionStatus {
  state: ExtractionState;
  /** Id of the feature set it makes; null before one was asked for. */
  id: string | null;
  /** In words, for the status line. */
  detail: string;
  /** Bytes while loading, chains while extracting. */
  done: number;
  total: number;
  /** Chains whose features were found in the browser's cache. */
  cached: number;
  secondsLeft: number | null;
  /** "webgpu" or "wasm"; null before the model is loaded. */
  device: string | null;
  /** Set when state is failed. */
  error: { message: string; hint: string | null } | null;
}

/** What a model gives a step. */
export const MODEL_TASKS = ["text", "causal", "image"] as const;
/**
 * text: one pass a prefix, the mean over its tokens; causal: one pass a chain, the last hidden state at
 * each step's end; image: one pass an image, the same vector for every step of its chain.
 */
export type ModelTask = (typeof MODEL_TASKS)[number];

/** Where a pretrained model is loaded from. */
export interface ModelRequest {
  task: ModelTask;
  /** Hub id, e.g. "Xenova/all-MiniLM-L6-v2"; with `files`, the name it gets here. */
  model: string;
  /** Base address of the hub; null: the public one. */
  hub: string | null;
  /** The model's own files (config.json, tokenizer.json, onnx/model.onnx …), loaded from disk; null: from the hub. */
  files: { path: string; file: File }[] | null;
  device: "auto" | "webgpu" | "wasm";
}
