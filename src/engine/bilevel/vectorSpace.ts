// The few vector operations the bilevel optimizer is written in. One implementation computes in typed
// arrays (float64 in tests, where it is checked against finite differences), one in TensorFlow.js.
// Everything is functional: operations return new vectors and change none of their arguments.

/**
 * V is a 1-D vector of any length, S a scalar that may live on the device (so that a step size can
 * depend on a norm without a readback).
 */
export interface VectorSpace<V, S> {
  from(values: ArrayLike<number>): V;
  zeros(length: number): V;
  clone(a: V): V;
  add(a: V, b: V): V;
  subtract(a: V, b: V): V;
  /** Element by element. */
  multiply(a: V, b: V): V;
  /** Element by element. */
  divide(a: V, b: V): V;
  sqrt(a: V): V;
  /** 1 where the element is not zero, else 0. */
  isNonZero(a: V): V;
  scale(a: V, factor: number): V;
  scaleBy(a: V, factor: S): V;
  /** a + factor · b */
  addScaled(a: V, b: V, factor: number): V;
  addScaledBy(a: V, b: V, factor: S): V;
  /** a + constant, element by element. */
  addConstant(a: V, constant: S): V;
  dot(a: V, b: V): S;
  norm(a: V): S;
  mean(a: V): S;
  concat(parts: V[]): V;
  /** a[from .. to), as a vector of its own. */
  slice(a: V, from: number, to: number): V;

  scalar(value: number): S;
  /** The scalar as a vector of length 1, for reading back. */
  asVector(value: S): V;
  multiplyScalars(a: S, b: S): S;
  /** a / b where b > 0, else 0: a direction of negative or no curvature is not followed. */
  divideOrZero(a: S, b: S): S;
  minScalars(a: S, b: S): S;
  maxScalars(a: S, b: S): S;

  /** Copies to the CPU. Reading alone is asynchronous; never do it inside a scope. */
  read(a: V): Promise<Float64Array>;
  /** The scalar to its last digit, which a vector of float32 would not hold where scalars are numbers. */
  readScalar(a: S): Promise<number>;
  /** Frees what was made inside, except what the (synchronous) body returns; plain objects and arrays are searched. */
  scope<T>(body: () => T): T;
  /** Frees vectors and scalars that outlived their scope. */
  dispose(...values: (V | S)[]): void;
}
