// Step logits of encoded chains under a PRM of any kind, on the processor. What is shown, exported
// and measured is scored here, also while another device trains.
import { StudioError } from "../../base/errors.ts";
import type { EncodedChains } from "../encoders/encoded.ts";
import type { FloatArray } from "../plain/arraySpace.ts";
import { scoreVectors } from "../plain/headPrm.ts";
import { scoreRows } from "../plain/lexicalPrm.ts";
import { isHead, isLexical, isTransformer, type PrmLayout } from "./layout.ts";

/**
 * The logit of every step, [steps], numbered as `encoded.chainStart` counts them; a transformer's in
 * float32. Throws StudioError("data") where the chains were not encoded for this kind of PRM.
 */
export async function scoreChains(
  layout: PrmLayout,
  params: FloatArray,
  encoded: EncodedChains,
): Promise<Float64Array> {
  if (isLexical(layout) && encoded.kind === "rows") {
    return scoreRows(layout, params, encoded.rows);
  }
  if (isHead(layout) && encoded.kind === "vectors") {
    const { width } = encoded.vectors;
    if (width === layout.inputs) return scoreVectors(layout, params, encoded.vectors);
    throw new StudioError(
      "data",
      `Vectors of ${width} numbers cannot be scored by a head that reads ${layout.inputs}`,
    );
  }
  if (isTransformer(layout) && encoded.kind === "sequences") {
    if (encoded.sequences.count === 0) return new Float64Array(0);
    const [{ openWasmKernels }, { scoreSequences }] = await Promise.all([
      import("../wasm/wasmEngine.ts"),
      import("../wasm/scoreSequences.ts"),
    ]);
    return scoreSequences(await openWasmKernels(), layout, params, encoded.sequences);
  }
  throw new StudioError(
    "data",
    `Chains encoded as ${encoded.kind} cannot be scored by a ${layout.encoder.kind} PRM`,
  );
}
