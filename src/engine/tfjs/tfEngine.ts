// The TensorFlow.js engine for whatever data there is. Import it after openBackend, and dynamically: it
// pulls in @tensorflow/tfjs-core.
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { EngineData } from "../prm/engineData.ts";
import { createTfHeadEngine } from "./tfHeadEngine.ts";
import { createTfLexicalEngine } from "./tfLexicalEngine.ts";
import { createTfTransformerEngine } from "./tfTransformerEngine.ts";

/** An engine whose batches only it can read. */
export type TfEngine = PrmEngine<Tensor1D, Scalar, unknown, unknown>;

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfEngine(data: EngineData): TfEngine {
  switch (data.kind) {
    case "lexical":
      return createTfLexicalEngine(data);
    case "transformer":
      return createTfTransformerEngine(data);
    case "frozen":
      return createTfHeadEngine(data);
    default:
      return data satisfies never;
  }
}
