// PrmEngine in TensorFlow.js for the lexical encoder, operation by operation: the reference the fused kernels
// are tested against. Import it after openBackend, and dynamically: it pulls in @tensorflow/tfjs-core.
import * as tf from "@tensorflow/tfjs-core";
import type { EncodedRows } from "../encoders/encoded.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { csrOfRows, densePattern, transposeCsr } from "./csr.ts";
import { csrTensors } from "./csrMatMul.ts";
import { backward, forward, type RowTensors } from "./tfLexicalNetwork.ts";
import { createTfRowEngine, type TfRowEngine } from "./tfRowEngine.ts";

/** Throws StudioError("device") where no TensorFlow.js backend is open. */
export function createTfLexicalEngine(data: LexicalData): TfRowEngine<RowTensors> {
  const { layout, train, meta } = data;
  const { buckets } = layout.encoder;

  function rowTensors(rows: EncodedRows, indices: ArrayLike<number>, count: number): RowTensors {
    const features = csrOfRows(rows, indices, count, buckets);
    const transposed = transposeCsr(features, buckets + 1);
    const pattern = densePattern(count, layout.encoder.hidden + 1);
    return {
      count,
      features: csrTensors(features),
      transposed: csrTensors(transposed),
      layerPattern: {
        start: tf.tensor1d(pattern.start, "int32"),
        column: tf.tensor1d(pattern.column, "int32"),
      },
    };
  }

  return createTfRowEngine(data, {
    trainRows: (indices) => rowTensors(train.rows, indices, indices.length),
    metaRows: (indices, count) => rowTensors(meta!.rows, indices, count),
    pass(params, rows) {
      const activations = forward(layout, params, rows);
      return {
        logits: activations.logits,
        backward: (logitGradient) => backward(layout, rows, activations, logitGradient),
      };
    },
  });
}
