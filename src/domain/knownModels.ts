// Pretrained models that are offered by name. Their architectures are tested here (with tiny models of
// random weights); the models themselves were not downloaded by the people who wrote this list.
import type { ModelTask } from "./features.ts";

/** The hub that is asked where no other is named. */
export const PUBLIC_HUB = "https://huggingface.co/";

export interface KnownModel {
  /** Id on the hub. */
  model: string;
  task: ModelTask;
  /** By which the page has a few words on it. */
  name: "miniLm" | "bgeBase" | "qwenEmbedding" | "clip";
  /** What is downloaded, roughly, in megabytes. */
  megabytes: number;
  /** Numbers a vector. */
  width: number;
}

export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    model: "Xenova/all-MiniLM-L6-v2",
    task: "text",
    name: "miniLm",
    megabytes: 90,
    width: 384,
  },
  {
    model: "Xenova/bge-base-en-v1.5",
    task: "text",
    name: "bgeBase",
    megabytes: 436,
    width: 768,
  },
  {
    model: "onnx-community/Qwen3-Embedding-0.6B-ONNX",
    task: "causal",
    name: "qwenEmbedding",
    megabytes: 600,
    width: 1024,
  },
  {
    model: "Xenova/clip-vit-base-patch32",
    task: "image",
    name: "clip",
    megabytes: 350,
    width: 512,
  },
];

/** The id of the feature set that a model makes. */
export function featureSetId(model: string, task: ModelTask): string {
  return `${model}:${task}`;
}
