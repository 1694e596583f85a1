// PrmEngine in TensorFlow.js for a head on a frozen encoder's vectors, operation by operation: the reference
// the fused engines are compared with. Import it after openBackend, and dynamically.
import type { FrozenData } from "../prm/engineData.ts";
import { type HeadRows, headPass, headRows } from "./tfHeadNetwork.ts";
import { createTfRowEngine, type TfRowEngine } from "./tfRowEngine.ts";

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfHeadEngine(data: FrozenData): TfRowEngine<HeadRows> {
  const { layout, train, meta } = data;
  return createTfRowEngine(data, {
    trainRows: (indices) => headRows(layout, train.vectors, indices, indices.length),
    metaRows: (indices, count) => headRows(layout, meta!.vectors, indices, count),
    pass: (params, rows) => headPass(layout, params, rows),
  });
}
