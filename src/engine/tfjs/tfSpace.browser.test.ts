// Every operation of the device's vector space against the float64 one, on every backend.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VectorSpace } from "../bilevel/vectorSpace.ts";
import { createArraySpace } from "../plain/arraySpace.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { relativeError } from "./testProblem.ts";
import { createTfSpace } from "./tfSpace.ts";

/** One result a case, from the same calls in either space. */
function cases<V, S>(space: VectorSpace<V, S>): Record<string, V> {
  const a = space.from([1.5, -2, 0.25, 4, -0.5]);
  const b = space.from([2, 3, -1, 0.5, 8]);
  const positive = space.multiply(a, a);
  const two = space.scalar(2);
  const minusThree = space.scalar(-3);
  const zero = space.scalar(0);
  return {
    from: a,
    zeros: space.zeros(3),
    clone: space.clone(a),
    add: space.add(a, b),
    subtract: space.subtract(a, b),
    multiply: space.multiply(a, b),
    divide: space.divide(a, b),
    sqrt: space.sqrt(positive),
    isNonZero: space.isNonZero(space.from([0, -2, 1e-20, 3, 0])),
    scale: space.scale(a, -1.5),
    scaleBy: space.scaleBy(a, two),
    addScaled: space.addScaled(a, b, 0.25),
    addScaledBy: space.addScaledBy(a, b, minusThree),
    addConstant: space.addConstant(a, two),
    dot: space.asVector(space.dot(a, b)),
    norm: space.asVector(space.norm(a)),
    mean: space.asVector(space.mean(a)),
    concat: space.concat([a, space.from([7]), b]),
    scalar: space.asVector(two),
    multiplyScalars: space.asVector(space.multiplyScalars(two, minusThree)),
    divideOrZero: space.asVector(space.divideOrZero(minusThree, two)),
    divideOrZeroByZero: space.asVector(space.divideOrZero(minusThree, zero)),
    divideOrZeroByNegative: space.asVector(space.divideOrZero(two, minusThree)),
    minScalars: space.asVector(space.minScalars(two, minusThree)),
    maxScalars: space.asVector(space.maxScalars(two, minusThree)),
  };
}

describe.each(["webgpu", "wasm", "cpu"] as const)("vector space on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  it("agrees with float64 in every operation", async () => {
    const expected = cases(createArraySpace(Float64Array));
    const space = createTfSpace();
    const actual = cases(space);
    for (const name of Object.keys(expected)) {
      expect(relativeError(await space.read(actual[name]!), expected[name]!), name).toBeLessThan(
        1e-6,
      );
    }
  });

  it("sums 66,000 elements to float32 accuracy", async () => {
    const values = Float32Array.from({ length: 66_000 }, (_, i) => Math.fround(Math.sin(i) + 0.1));
    const exact = createArraySpace(Float64Array);
    const space = createTfSpace();
    const vector = space.from(values);
    const [norm] = await space.read(space.asVector(space.norm(vector)));
    expect(relativeError([norm!], [exact.norm(Float64Array.from(values))])).toBeLessThan(1e-5);
  });

  it("frees what a scope made, but not what it returns in objects and arrays", async () => {
    const tf = await import("@tensorflow/tfjs-core");
    const space = createTfSpace();
    const before = tf.memory().numTensors;
    const kept = space.scope(() => {
      const a = space.from([1, 2]);
      const b = space.add(a, a);
      return { nested: { b }, list: [space.scale(b, 2)], count: 3 };
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(await space.read(kept.list[0]!)).toEqual(Float64Array.of(4, 8));
    space.dispose(kept.nested.b, ...kept.list);
    expect(tf.memory().numTensors).toBe(before);
  });
});
