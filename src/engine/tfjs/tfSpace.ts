// VectorSpace over TensorFlow.js tensors, on whichever backend is open. Import it after openBackend, and
// dynamically: it pulls in @tensorflow/tfjs-core.
import * as tf from "@tensorflow/tfjs-core";
import type { VectorSpace } from "../bilevel/vectorSpace.ts";

export function createTfSpace(): VectorSpace<tf.Tensor1D, tf.Scalar> {
  return {
    from: (values) => tf.tensor1d(Float32Array.from(values)),
    zeros: (length) => tf.zeros([length]),
    clone: (a) => tf.clone(a),
    add: (a, b) => tf.add(a, b),
    subtract: (a, b) => tf.sub(a, b),
    multiply: (a, b) => tf.mul(a, b),
    divide: (a, b) => tf.div(a, b),
    sqrt: (a) => tf.sqrt(a),
    isNonZero: (a) => tf.tidy(() => tf.cast(tf.notEqual(a, 0), "float32")),
    scale: (a, factor) => tf.mul(a, factor),
    scaleBy: (a, factor) => tf.mul(a, factor),
    addScaled: (a, b, factor) => tf.tidy(() => tf.add(a, tf.mul(b, factor))),
    addScaledBy: (a, b, factor) => tf.tidy(() => tf.add(a, tf.mul(b, factor))),
    addConstant: (a, constant) => tf.add(a, constant),
    dot: (a, b) => tf.tidy(() => tf.sum(tf.mul(a, b))),
    norm: (a) => tf.tidy(() => tf.sqrt(tf.sum(tf.square(a)))),
    mean: (a) => tf.mean(a),
    concat: (parts) => tf.concat(parts),
    slice: (a, from, to) => tf.slice1d(a, from, to - from),

    scalar: (value) => tf.scalar(value, "float32"),
    asVector: (value) => tf.reshape(value, [1]),
    multiplyScalars: (a, b) => tf.mul(a, b),
    divideOrZero: (a, b) =>
      tf.tidy(() => {
        const isPositive = tf.greater(b, 0);
        const divisor = tf.where(isPositive, b, tf.onesLike(b));
        return tf.where(isPositive, tf.div(a, divisor), tf.zerosLike(b)) as tf.Scalar;
      }),
    minScalars: (a, b) => tf.minimum(a, b),
    maxScalars: (a, b) => tf.maximum(a, b),

    // data(), never dataSync(): a synchronous read can kill a WebGPU device or return wrong data.
    read: async (a) => Float64Array.from(await a.data<"float32">()),
    readScalar: async (a) => (await a.data<"float32">())[0]!,
    scope: <T>(body: () => T): T => tf.tidy(body as () => tf.TensorContainer) as T,
    dispose: (...values) => tf.dispose(values),
  };
}
