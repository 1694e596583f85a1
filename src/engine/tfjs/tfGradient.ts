// Functions of one tensor with a gradient of their own, in place of TensorFlow.js's: its customGrad, typed.
import * as tf from "@tensorflow/tfjs-core";

interface WithPullBack<X extends tf.Tensor, Y extends tf.Tensor> {
  value: Y;
  /** dL/dx from dL/dy. May use what was saved, and nothing else that `forward` made: that is freed. */
  pullBack(dy: Y, saved: tf.Tensor[]): X;
}

/** A function that tf.grad differentiates (once) by its `pullBack`. */
export function withGradient<X extends tf.Tensor, Y extends tf.Tensor>(
  forward: (x: X, save: tf.GradSaveFunc) => WithPullBack<X, Y>,
): (x: X) => Y {
  const f = tf.customGrad((x, save) => {
    const { value, pullBack } = forward(x as X, save as tf.GradSaveFunc);
    return { value, gradFunc: (dy: Y, saved: tf.Tensor[]) => pullBack(dy, saved) };
  });
  return (x) => f(x);
}
