// The fused engine on WebGPU for whatever data there is.
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { EngineData } from "../prm/engineData.ts";
import type { GpuRecorder, GpuVector } from "./gpuRecorder.ts";
import { createGpuHeadEngine } from "./head/gpuHeadEngine.ts";
import { createGpuLexicalEngine } from "./lexical/gpuLexicalEngine.ts";
import { createGpuTransformerEngine } from "./transformer/gpuTransformerEngine.ts";

/** An engine whose batches only it can read. */
// biome-ignore lint/suspicious/noExplicitAny: each engine makes and reads its own batches
export type GpuEngine = PrmEngine<GpuVector, GpuVector, any, any>;

/** Throws RangeError where a set is larger than the GPU binds in one buffer. */
export function createGpuEngine(recorder: GpuRecorder, data: EngineData): GpuEngine {
  switch (data.kind) {
    case "lexical":
      return createGpuLexicalEngine(recorder, data);
    case "transformer":
      return createGpuTransformerEngine(recorder, data);
    case "frozen":
      return createGpuHeadEngine(recorder, data);
    default:
      return data satisfies never;
  }
}
