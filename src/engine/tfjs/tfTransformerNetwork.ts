// The transformer PRM over a padded batch in TensorFlow.js operations, differentiable once by tf.grad.
// Gradients are written out only where TensorFlow.js has none on wasm (gather) or a needlessly long one.
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { NORM_EPSILON, type TransformerLayout } from "../prm/layout.ts";
import { csrMatMul } from "./csrMatMul.ts";
import { withGradient } from "./tfGradient.ts";
import { product, productOfTransposed } from "./tfMatMul.ts";
import type { RowPicks, SequenceTensors } from "./tfTransformerBatch.ts";

/** Rows of `matrix`, one each of `picks`. */
function pickRows(matrix: tf.Tensor2D, picks: RowPicks): tf.Tensor2D {
  const [rows, width] = matrix.shape;
  const pick = withGradient<tf.Tensor2D, tf.Tensor2D>((x) => ({
    value: tf.gather(x, picks.rowOf),
    pullBack: (dy) => tf.reshape(csrMatMul(picks.sums, tf.reshape(dy, [-1]), width), [rows, width]),
  }));
  return pick(matrix);
}

/** Each row to mean 0 and variance 1. The gradient is that of layer norm: (dy − mean dy − y·mean(y·dy)) / σ. */
const norm = withGradient<tf.Tensor2D, tf.Tensor2D>((x, save) => {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const inverse = tf.rsqrt(tf.add(variance, NORM_EPSILON));
  const value = tf.mul(centred, inverse) as tf.Tensor2D;
  save([value, inverse]);
  return {
    value,
    pullBack: (dy, saved) => {
      const [y, scale] = saved as [tf.Tensor2D, tf.Tensor2D];
      const alongY = tf.mul(y, tf.mean(tf.mul(dy, y), 1, true));
      return tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, 1, true)), alongY), scale);
    },
  };
});

/** Rows one dimension of a WebGPU dispatch takes, a workgroup each. */
const SOFTMAX_ROWS = 65_535;

/**
 * Over the last dimension. TensorFlow.js's kernel on WebGPU is one workgroup a row; with more rows than a
 * dispatch's dimension takes, its surplus workgroups write over the result's end. Reductions are guarded.
 */
function softmax(x: tf.Tensor4D): tf.Tensor4D {
  const [count, heads, length] = x.shape;
  if (count * heads * length <= SOFTMAX_ROWS) return tf.softmax(x);
  const shares = withGradient<tf.Tensor4D, tf.Tensor4D>((scores, save) => {
    const powers = tf.exp(tf.sub(scores, tf.max(scores, -1, true)));
    const value = tf.div(powers, tf.sum(powers, -1, true)) as tf.Tensor4D;
    save([value]);
    return {
      value,
      pullBack: (dy, saved) => {
        const [y] = saved as [tf.Tensor4D];
        const weighted = tf.mul(dy, y);
        return tf.sub(weighted, tf.mul(y, tf.sum(weighted, -1, true)));
      },
    };
  });
  return shares(x);
}

function silu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(x, tf.sigmoid(x));
}

/** Each row of x, [B, heads, T, h], turned by its position; turned back in the gradient. */
function turn(x: tf.Tensor4D, { cos, sin, halfTurn }: SequenceTensors): tf.Tensor4D {
  const crossed = (u: tf.Tensor4D) =>
    tf.mul(
      tf.reshape(tf.matMul(tf.reshape(u, [-1, cos.shape[1]]) as tf.Tensor2D, halfTurn), u.shape),
      sin,
    );
  const turned = withGradient<tf.Tensor4D, tf.Tensor4D>((u) => ({
    value: tf.add(tf.mul(u, cos), crossed(u)),
    pullBack: (dy) => tf.sub(tf.mul(dy, cos), crossed(dy)),
  }));
  return turned(x);
}

/** softmax(causal q·kᵀ/√h) · v of all heads, [B·T, d], from queries, keys and values side by side, [B·T, 3d]. */
function attend(qkv: tf.Tensor2D, heads: number, batch: SequenceTensors): tf.Tensor2D {
  const { count, length } = batch;
  const width = qkv.shape[1] / 3;
  const size = width / heads;
  // [B, 3H, T, h]: heads of queries, then of keys, then of values.
  const byHead = tf.transpose(tf.reshape(qkv, [count, length, 3 * heads, size]), [0, 2, 1, 3]);
  const [unturned, value] = tf.split(byHead, [2 * heads, heads], 1) as [tf.Tensor4D, tf.Tensor4D];
  const [query, key] = tf.split(turn(unturned, batch), 2, 1) as [tf.Tensor4D, tf.Tensor4D];
  const shares = softmax(tf.add(productOfTransposed(query, key), batch.causal));
  const attended = tf.transpose(product(shares, value), [0, 2, 1, 3]);
  return tf.reshape(attended, [count * length, width]);
}

/** Logits z of the batch's scores, [R]; anything finite where padded. */
export function transformerLogits(
  layout: TransformerLayout,
  params: tf.Tensor1D,
  batch: SequenceTensors,
): tf.Tensor1D {
  const sizes = layout.blocks.map(({ size }) => size);
  // One split for all blocks: its gradient is one concatenation.
  const parts = tf.split(params, sizes);
  const block = new Map(
    layout.blocks.map((b, i) => [b, tf.reshape(parts[i]!, [...b.shape])] as const),
  );
  const matrix = (of: TransformerLayout["token"]) => block.get(of) as tf.Tensor2D;
  let x: tf.Tensor2D = tf.add(
    pickRows(matrix(layout.token), batch.tokens),
    tf.mul(batch.surprisal, block.get(layout.surprisal)!),
  );
  for (const layer of layout.layers) {
    const qkv = product(norm(x), matrix(layer.queryKeyValue));
    const attended = attend(qkv, layout.encoder.heads, batch);
    x = tf.add(x, product(attended, matrix(layer.attentionOutput)));
    const hidden = silu(product(norm(x), matrix(layer.up)));
    x = tf.add(x, product(hidden, matrix(layer.down)));
  }
  const scored = norm(pickRows(x, batch.scores));
  const weighted = tf.sum(tf.mul(scored, block.get(layout.scoreWeight)!), 1);
  return tf.add(weighted, block.get(layout.scoreBias)!) as tf.Tensor1D;
}
