// What the extractor and the worker that holds the model say to each other.
import type { ErrorReport } from "../base/errors.ts";
import type { ModelRequest } from "../domain/features.ts";
import type { ChosenFiles } from "./chooseFiles.ts";

/** One thing a model reads: a prefix (text), a chain's pieces (causal), an image file. */
export type Reading =
  | { kind: "text"; text: string }
  | { kind: "causal"; pieces: string[] }
  | { kind: "image"; image: Blob };

export type ExtractionCall =
  | {
      name: "load";
      request: ModelRequest;
      files: ChosenFiles;
      device: "webgpu" | "wasm";
    }
  | { name: "read"; readings: Reading[] };

export interface VectorsRead {
  /** d */
  width: number;
  /** [vectors × width]: one vector of a prefix or an image, one a step of a chain, in the order asked. */
  values: Float32Array;
  /** Readings whose question was cut at its beginning because they were too long. */
  cut: number;
}

export type ExtractionReply =
  /** Null: the model is loaded. */
  | { kind: "reply"; id: number; value: VectorsRead | null }
  /** `isMemory`: there was not enough of it; fewer at once may work. */
  | { kind: "failed"; id: number; error: ErrorReport; isMemory: boolean }
  | { kind: "bytes"; done: number; total: number };
