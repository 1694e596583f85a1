// The fused engine on the processor for whatever data there is.
import { StudioError } from "../../base/errors.ts";
import type { PrmEngine } from "../bilevel/prmEngine.ts";
import type { EngineData } from "../prm/engineData.ts";
import { bundledKernels } from "./bundledKernels.ts";
import { createWasmHeadEngine } from "./headEngine.ts";
import type { KernelModules } from "./kernels.ts";
import { createWasmLexicalEngine } from "./lexicalEngine.ts";
import { createWasmTransformerEngine } from "./transformerEngine.ts";
import { usableThreads } from "./transformerRuntime.ts";
import type { WasmVector } from "./wasmSpace.ts";

/** An engine whose batches only it can read. */
// biome-ignore lint/suspicious/noExplicitAny: each engine makes and reads its own batches
export type WasmEngine = PrmEngine<WasmVector, number, any, any>;

/** Throws StudioError("device") where there is no WebAssembly SIMD. */
export async function openWasmKernels(): Promise<KernelModules> {
  try {
    return await bundledKernels();
  } catch (error) {
    throw new StudioError(
      "device",
      `WebAssembly SIMD could not be used: ${error instanceof Error ? error.message : String(error)}`,
      "Use a newer browser.",
    );
  }
}

/** The processor in words. */
export function describeProcessor(): string {
  const threads = usableThreads();
  return `WebAssembly SIMD, ${threads === 1 ? "one thread" : `${threads} threads`}`;
}

/** Throws RangeError where memory is short. `close` ends helper threads; without `threads`, as many as help. */
export function createWasmEngine(
  modules: KernelModules,
  data: EngineData,
  threads?: number,
): { engine: WasmEngine; close: () => void } {
  switch (data.kind) {
    case "lexical":
      return { engine: createWasmLexicalEngine(modules, data), close: () => {} };
    case "transformer": {
      const engine = createWasmTransformerEngine(modules, data, threads);
      return { engine, close: () => engine.close() };
    }
    case "frozen":
      return { engine: createWasmHeadEngine(modules, data), close: () => {} };
    default:
      return data satisfies never;
  }
}
