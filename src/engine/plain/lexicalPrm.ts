// The lexical PRM in typed arrays: one row forward and back through its sparse features.
// Used for training without a GPU, for scoring while the GPU trains, and in float64 as the yardstick.
import type { EncodedRows } from "../encoders/encoded.ts";
import type { LexicalLayout } from "../prm/layout.ts";
import type { FloatArray } from "./arraySpace.ts";
import type { RowNetwork } from "./rowEngine.ts";

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

export type LexicalPrm = RowNetwork<EncodedRows>;

export function createLexicalPrm(layout: LexicalLayout): LexicalPrm {
  const { embedding, hidden } = layout.encoder;
  const tableAt = layout.embedding.offset;
  const biasAt = layout.embeddingBias.offset;
  const hiddenAt = layout.hiddenWeight.offset;
  const hiddenBiasAt = layout.hiddenBias.offset;
  const outputAt = layout.outputWeight.offset;
  const outputBiasAt = layout.outputBias.offset;

  const bag = new Float64Array(embedding);
  const bagActive = new Float64Array(embedding);
  const bagSlope = new Float64Array(embedding);
  const bagGradient = new Float64Array(embedding);
  const layerActive = new Float64Array(hidden);
  const layerSlope = new Float64Array(hidden);

  return {
    forward(params, rows, row) {
      const end = rows.start[row + 1]!;
      for (let d = 0; d < embedding; d++) bag[d] = params[biasAt + d]!;
      for (let at = rows.start[row]!; at < end; at++) {
        const value = rows.values[at]!;
        const base = tableAt + rows.features[at]! * embedding;
        for (let d = 0; d < embedding; d++) bag[d]! += value * params[base + d]!;
      }
      for (let d = 0; d < embedding; d++) {
        const x = bag[d]!;
        const gate = sigmoid(x);
        bagActive[d] = x * gate;
        bagSlope[d] = gate * (1 + x * (1 - gate));
      }
      let logit = params[outputBiasAt]!;
      for (let j = 0; j < hidden; j++) {
        let x = params[hiddenBiasAt + j]!;
        for (let d = 0; d < embedding; d++) x += bagActive[d]! * params[hiddenAt + d * hidden + j]!;
        const gate = sigmoid(x);
        layerActive[j] = x * gate;
        layerSlope[j] = gate * (1 + x * (1 - gate));
        logit += layerActive[j]! * params[outputAt + j]!;
      }
      return logit;
    },

    backward(params, rows, row, logitGradient, gradient) {
      gradient[outputBiasAt]! += logitGradient;
      bagGradient.fill(0);
      for (let j = 0; j < hidden; j++) {
        gradient[outputAt + j]! += logitGradient * layerActive[j]!;
        const delta = logitGradient * params[outputAt + j]! * layerSlope[j]!;
        gradient[hiddenBiasAt + j]! += delta;
        for (let d = 0; d < embedding; d++) {
          gradient[hiddenAt + d * hidden + j]! += delta * bagActive[d]!;
          bagGradient[d]! += delta * params[hiddenAt + d * hidden + j]!;
        }
      }
      for (let d = 0; d < embedding; d++) {
        bagGradient[d]! *= bagSlope[d]!;
        gradient[biasAt + d]! += bagGradient[d]!;
      }
      const end = rows.start[row + 1]!;
      for (let at = rows.start[row]!; at < end; at++) {
        const value = rows.values[at]!;
        const base = tableAt + rows.features[at]! * embedding;
        for (let d = 0; d < embedding; d++) gradient[base + d]! += value * bagGradient[d]!;
      }
    },
  };
}

/** Logits of rows [from, to). */
export function scoreRows(
  layout: LexicalLayout,
  params: FloatArray,
  rows: EncodedRows,
  from = 0,
  to = rows.count,
): Float64Array {
  const prm = createLexicalPrm(layout);
  const logits = new Float64Array(to - from);
  for (let row = from; row < to; row++) logits[row - from] = prm.forward(params, rows, row);
  return logits;
}
