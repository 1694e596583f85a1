// A head on a frozen encoder's vectors over a batch of rows in TensorFlow.js operations: logits forward, and
// the gradient written out by hand (first order only).
import * as tf from "@tensorflow/tfjs-core";
import type { EncodedVectors } from "../encoders/encoded.ts";
import type {
  AttentionHeadLayout,
  HeadLayout,
  MlpHeadLayout,
  ParameterBlock,
} from "../prm/layout.ts";
import type { RowPass } from "./tfRowEngine.ts";

/** A batch of R rows, padding included, on the device. */
export interface HeadRows {
  /** R */
  count: number;
  /** The newest steps' vectors, [R, r]. */
  newest: tf.Tensor2D;
  /** All steps' vectors, [R · L, r], L the most steps of a row; what is padded is zero. Attention's alone. */
  steps: tf.Tensor2D | null;
  /** 0 for a step, a large negative number where padded, [R, L]. Attention's alone. */
  mask: tf.Tensor2D | null;
}

/** Added to the score of a padded step: its share is 0 in float32. */
const PADDED = -1e9;

/** The listed rows (repeats allowed), and rows of zeros up to `count`. */
export function headRows(
  layout: HeadLayout,
  vectors: EncodedVectors,
  indices: ArrayLike<number>,
  count: number,
): HeadRows {
  const { prefixStart, prefix, values, width } = vectors;
  const newest = new Float32Array(count * width);
  let most = 1;
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i]!;
    const end = prefixStart[row + 1]!;
    most = Math.max(most, end - prefixStart[row]!);
    const at = prefix[end - 1]! * width;
    newest.set(values.subarray(at, at + width), i * width);
  }
  const tensors = { count, newest: tf.tensor2d(newest, [count, width]) };
  if (layout.head !== "attention") return { ...tensors, steps: null, mask: null };
  const steps = new Float32Array(count * most * width);
  // A row of padding reads one step of zeros.
  const mask = Float32Array.from({ length: count * most }, (_, cell) =>
    cell % most === 0 ? 0 : PADDED,
  );
  for (let i = 0; i < indices.length; i++) {
    const from = prefixStart[indices[i]!]!;
    const end = prefixStart[indices[i]! + 1]!;
    for (let step = from; step < end; step++) {
      const cell = i * most + step - from;
      const at = prefix[step]! * width;
      steps.set(values.subarray(at, at + width), cell * width);
      mask[cell] = 0;
    }
  }
  return {
    ...tensors,
    steps: tf.tensor2d(steps, [count * most, width]),
    mask: tf.tensor2d(mask, [count, most]),
  };
}

function blockOf(params: tf.Tensor1D, { offset, size }: ParameterBlock): tf.Tensor1D {
  return tf.slice(params, [offset], [size]);
}

/** X w, [rows] */
function times(x: tf.Tensor2D, w: tf.Tensor1D): tf.Tensor1D {
  return tf.reshape(tf.matMul(x, tf.reshape(w, [-1, 1])), [-1]);
}

/** Xᵀ g, [columns] */
function transposedTimes(x: tf.Tensor2D, g: tf.Tensor): tf.Tensor1D {
  return tf.reshape(tf.matMul(x, tf.reshape(g, [-1, 1]), true, false), [-1]);
}

function sumOf(g: tf.Tensor): tf.Tensor1D {
  return tf.reshape(tf.sum(g), [1]);
}

/** φ's gradient from its blocks' gradients, in the order of the layout. */
function flat(layout: HeadLayout, gradients: ReadonlyMap<ParameterBlock, tf.Tensor>): tf.Tensor1D {
  return tf.concat(
    layout.blocks.map((block) => tf.reshape(gradients.get(block)!, [block.size])),
  ) as tf.Tensor1D;
}

function mlpPass(layout: MlpHeadLayout, params: tf.Tensor1D, rows: HeadRows): RowPass {
  const { inputs, hiddenWeight, hiddenBias, outputWeight, outputBias } = layout;
  const hidden = hiddenBias.size;
  const weight = tf.reshape(blockOf(params, hiddenWeight), [inputs, hidden]) as tf.Tensor2D;
  const output = blockOf(params, outputWeight);
  const sum = tf.add(tf.matMul(rows.newest, weight), blockOf(params, hiddenBias)) as tf.Tensor2D;
  const gate = tf.sigmoid(sum);
  const active = tf.mul(sum, gate) as tf.Tensor2D;
  return {
    logits: tf.add(times(active, output), blockOf(params, outputBias)),
    backward(logitGradient) {
      const slope = tf.mul(gate, tf.add(tf.mul(sum, tf.sub(1, gate)), 1));
      const column = tf.reshape(logitGradient, [-1, 1]);
      const delta = tf.mul(tf.mul(column, tf.reshape(output, [1, hidden])), slope) as tf.Tensor2D;
      return flat(
        layout,
        new Map<ParameterBlock, tf.Tensor>([
          [hiddenWeight, tf.matMul(rows.newest, delta, true, false)],
          [hiddenBias, tf.sum(delta, 0)],
          [outputWeight, transposedTimes(active, logitGradient)],
          [outputBias, sumOf(logitGradient)],
        ]),
      );
    },
  };
}

function attentionPass(
  layout: AttentionHeadLayout,
  params: tf.Tensor1D,
  { newest, steps, mask }: HeadRows,
): RowPass {
  if (!steps || !mask) throw new Error("the batch was not made for an attention head");
  const { inputs, query, pooledWeight, outputWeight, outputBias } = layout;
  const scale = 1 / Math.sqrt(inputs);
  const scores = tf.mul(times(steps, blockOf(params, query)), scale);
  const shares = tf.softmax(tf.add(tf.reshape(scores, mask.shape), mask)) as tf.Tensor2D;
  const pooled = tf.reshape(times(steps, blockOf(params, pooledWeight)), mask.shape);
  const mean = tf.sum(tf.mul(shares, pooled), 1, true);
  const own = tf.add(times(newest, blockOf(params, outputWeight)), tf.reshape(mean, [-1]));
  return {
    logits: tf.add(own, blockOf(params, outputBias)) as tf.Tensor1D,
    backward(logitGradient) {
      const column = tf.reshape(logitGradient, [-1, 1]);
      const slopes = tf.mul(shares, column);
      const ofScores = tf.mul(tf.mul(slopes, tf.sub(pooled, mean)), scale);
      return flat(
        layout,
        new Map<ParameterBlock, tf.Tensor>([
          [query, transposedTimes(steps, ofScores)],
          [pooledWeight, transposedTimes(steps, slopes)],
          [outputWeight, transposedTimes(newest, logitGradient)],
          [outputBias, sumOf(logitGradient)],
        ]),
      );
    },
  };
}

export function headPass(layout: HeadLayout, params: tf.Tensor1D, rows: HeadRows): RowPass {
  switch (layout.head) {
    case "linear": {
      const { outputWeight, outputBias } = layout;
      return {
        logits: tf.add(
          times(rows.newest, blockOf(params, outputWeight)),
          blockOf(params, outputBias),
        ),
        backward: (logitGradient) =>
          flat(
            layout,
            new Map<ParameterBlock, tf.Tensor>([
              [outputWeight, transposedTimes(rows.newest, logitGradient)],
              [outputBias, sumOf(logitGradient)],
            ]),
          ),
      };
    }
    case "mlp":
      return mlpPass(layout, params, rows);
    case "attention":
      return attentionPass(layout, params, rows);
    default:
      return layout satisfies never;
  }
}
