// The lexical PRM over a batch of rows in TensorFlow.js operations: logits forward, and the gradient
// written out by hand (first order only; about half the dispatches of automatic differentiation).
import * as tf from "@tensorflow/tfjs-core";
import type { LexicalLayout, ParameterBlock } from "../prm/layout.ts";
import { type CsrTensors, csrMatMul } from "./csrMatMul.ts";

/** Rows of features X and its transpose; X has a last column of ones that takes the bias. */
export interface RowTensors {
  /** Rows, padding included. */
  count: number;
  features: CsrTensors;
  transposed: CsrTensors;
  /** Pattern of a dense [R, h + 1] matrix, for the output layer. */
  layerPattern: Pick<CsrTensors, "start" | "column">;
}

/** What a backward pass needs of its forward pass. R rows, e embedding, h hidden. */
export interface Activations {
  /** Bag before its activation, [R, e], and its sigmoid. */
  bag: tf.Tensor2D;
  bagGate: tf.Tensor2D;
  /** silu(bag) and a column of ones, [R, e + 1]. */
  bagActive: tf.Tensor2D;
  layer: tf.Tensor2D;
  layerGate: tf.Tensor2D;
  /** [R, h + 1] */
  layerActive: tf.Tensor2D;
  hiddenWeight: tf.Tensor2D;
  outputWeight: tf.Tensor1D;
  /** z, [R] */
  logits: tf.Tensor1D;
}

function rowsOf(params: tf.Tensor1D, block: ParameterBlock, shape: [number, number]): tf.Tensor2D {
  return tf.reshape(tf.slice(params, [block.offset], [shape[0] * shape[1]]), shape);
}

/** silu(x) with a column of ones, so that the next layer's bias is the last row of its weight. */
function activate(x: tf.Tensor2D, gate: tf.Tensor2D): tf.Tensor2D {
  return tf.concat([tf.mul(x, gate), tf.ones([x.shape[0], 1])], 1);
}

/** dL/dx from dL/dsilu(x): silu'(x) = s (1 + x (1 − s)), s = σ(x). */
function siluBackward(x: tf.Tensor2D, gate: tf.Tensor2D, gradient: tf.Tensor2D): tf.Tensor2D {
  const slope = tf.mul(gate, tf.add(tf.mul(x, tf.sub(1, gate)), 1));
  return tf.mul(gradient, slope);
}

export function forward(layout: LexicalLayout, params: tf.Tensor1D, rows: RowTensors): Activations {
  const { embedding, hidden } = layout.encoder;
  // Weight and bias of a layer stand next to each other in φ: one matrix [inputs + 1, outputs].
  const hiddenWeight = rowsOf(params, layout.hiddenWeight, [embedding + 1, hidden]);
  const outputWeight = tf.slice(params, [layout.outputWeight.offset], [hidden + 1]);
  const bag = tf.reshape(csrMatMul(rows.features, params, embedding), [
    rows.count,
    embedding,
  ]) as tf.Tensor2D;
  const bagGate = tf.sigmoid(bag);
  const bagActive = activate(bag, bagGate);
  const layer = tf.matMul(bagActive, hiddenWeight) as tf.Tensor2D;
  const layerGate = tf.sigmoid(layer);
  const layerActive = activate(layer, layerGate);
  // matMul takes 20 ms for 128 such products on software WebGPU (a workgroup and barriers for each).
  const flat = tf.reshape(layerActive, [-1]) as tf.Tensor1D;
  const logits = csrMatMul({ ...rows.layerPattern, entry: flat }, outputWeight, 1);
  return {
    bag,
    bagGate,
    bagActive,
    layer,
    layerGate,
    layerActive,
    hiddenWeight,
    outputWeight,
    logits,
  };
}

/** ∇_φ, flat, from dL/dz, [R]. */
export function backward(
  layout: LexicalLayout,
  rows: RowTensors,
  at: Activations,
  logitGradient: tf.Tensor1D,
): tf.Tensor1D {
  const { embedding, hidden } = layout.encoder;
  const output = tf.reshape(logitGradient, [rows.count, 1]) as tf.Tensor2D;
  const outputGradient = tf.matMul(at.layerActive, output, true, false);
  const outputRow = tf.reshape(tf.slice(at.outputWeight, [0], [hidden]), [1, hidden]);
  const layerGradient = siluBackward(
    at.layer,
    at.layerGate,
    tf.mul(output, outputRow) as tf.Tensor2D,
  );
  const hiddenGradient = tf.matMul(at.bagActive, layerGradient, true, false);
  const hiddenRows = tf.slice(at.hiddenWeight, [0, 0], [embedding, hidden]);
  const bagGradient = siluBackward(
    at.bag,
    at.bagGate,
    tf.matMul(layerGradient, hiddenRows, false, true) as tf.Tensor2D,
  );
  const table = csrMatMul(rows.transposed, tf.reshape(bagGradient, [-1]) as tf.Tensor1D, embedding);
  return tf.concat([
    table,
    tf.reshape(hiddenGradient, [-1]) as tf.Tensor1D,
    tf.reshape(outputGradient, [-1]) as tf.Tensor1D,
  ]);
}
