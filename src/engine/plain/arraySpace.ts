// VectorSpace over typed arrays on the CPU. With Float64Array it is the yardstick of the tests.
import type { VectorSpace } from "../bilevel/vectorSpace.ts";

export type FloatArray = Float64Array | Float32Array;
export type FloatArrayKind = new (length: number) => FloatArray;

export function createArraySpace(Kind: FloatArrayKind): VectorSpace<FloatArray, number> {
  const map = (a: FloatArray, f: (value: number, index: number) => number): FloatArray => {
    const out = new Kind(a.length);
    for (let i = 0; i < a.length; i++) out[i] = f(a[i]!, i);
    return out;
  };
  const addScaled = (a: FloatArray, b: FloatArray, factor: number) => {
    const out = new Kind(a.length);
    for (let i = 0; i < out.length; i++) out[i] = a[i]! + factor * b[i]!;
    return out;
  };
  const scale = (a: FloatArray, factor: number) => {
    const out = new Kind(a.length);
    for (let i = 0; i < out.length; i++) out[i] = factor * a[i]!;
    return out;
  };
  const dot = (a: FloatArray, b: FloatArray) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
    return sum;
  };
  const from = (values: ArrayLike<number>) => {
    const out = new Kind(values.length);
    out.set(values);
    return out;
  };
  return {
    from,
    clone: from,
    zeros: (length) => new Kind(length),
    add: (a, b) => addScaled(a, b, 1),
    subtract: (a, b) => addScaled(a, b, -1),
    multiply: (a, b) => map(a, (value, i) => value * b[i]!),
    divide: (a, b) => map(a, (value, i) => value / b[i]!),
    sqrt: (a) => map(a, Math.sqrt),
    isNonZero: (a) => map(a, (value) => (value !== 0 ? 1 : 0)),
    scale,
    scaleBy: scale,
    addScaled,
    addScaledBy: addScaled,
    addConstant: (a, constant) => map(a, (value) => value + constant),
    dot,
    norm: (a) => Math.sqrt(dot(a, a)),
    mean: (a) => {
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += a[i]!;
      return sum / a.length;
    },
    concat(parts) {
      const out = new Kind(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        out.set(part, offset);
        offset += part.length;
      }
      return out;
    },
    slice: (a, start, end) => from(a.subarray(start, end)),
    scalar: (value) => value,
    asVector: (value) => from([value]),
    multiplyScalars: (a, b) => a * b,
    divideOrZero: (a, b) => (b > 0 ? a / b : 0),
    minScalars: Math.min,
    maxScalars: Math.max,
    read: async (a) => Float64Array.from(a),
    readScalar: async (a) => a,
    scope: (body) => body(),
    dispose: () => {},
  };
}
