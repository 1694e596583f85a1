// Matrix products whose gradients are as fast as they are. TensorFlow.js's own gradient of matMul asks for
// products of transposed matrices, which the wasm backend computes in a plain loop, several times slower.
import * as tf from "@tensorflow/tfjs-core";

/** Matrices, or as many matrices of one shape stacked in the leading dimensions. */
type Matrices = tf.Tensor2D | tf.Tensor4D;

function transposed<T extends Matrices>(x: T): T {
  const order = x.shape.map((_, axis) => axis);
  const last = order.length - 1;
  return tf.transpose<T>(x, [...order.slice(0, -2), last, last - 1]);
}

/** Not differentiable as it is written here. */
function multiply<T extends Matrices>(a: T, b: T, transposeA = false, transposeB = false): T {
  if (tf.getBackend() !== "wasm") return tf.matMul(a, b, transposeA, transposeB);
  return tf.matMul(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b);
}

type PairFunction<T extends Matrices> = (a: T, b: T) => T;

/** value(a, b) with the gradients pullBack(dy, a, b) by a and by b. */
function ofPair<T extends Matrices>(
  value: PairFunction<T>,
  pullBack: (dy: T, a: T, b: T) => [T, T],
): PairFunction<T> {
  const f = tf.customGrad((a, b, save) => {
    (save as tf.GradSaveFunc)([a as T, b as T]);
    return {
      value: value(a as T, b as T),
      gradFunc: (dy: T, saved: tf.Tensor[]) => pullBack(dy, ...(saved as [T, T])),
    };
  });
  return f;
}

/** a · b */
export function product<T extends Matrices>(a: T, b: T): T {
  return ofPair<T>(multiply, (dy, left, right) => [
    multiply(dy, right, false, true),
    multiply(left, dy, true, false),
  ])(a, b);
}

/** a · bᵀ */
export function productOfTransposed<T extends Matrices>(a: T, b: T): T {
  return ofPair<T>(
    (left, right) => multiply(left, right, false, true),
    (dy, left, right) => [multiply(dy, right), multiply(dy, left, true, false)],
  )(a, b);
}
