// Every operation of the device's vector space against the float64 one, on every backend.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spaceCases } from "../fixtures/engineContract.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { createArraySpace } from "../plain/arraySpace.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { createTfSpace } from "./tfSpace.ts";

describe.each(["webgpu", "wasm", "cpu"] as const)("vector space on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  it("agrees with float64 in every operation", async () => {
    const expected = spaceCases(createArraySpace(Float64Array));
    const space = createTfSpace();
    const actual = spaceCases(space);
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
