import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import type { TrainerCheckpoint } from "../../engine/bilevel/trainerState.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./keptCheckpoint.ts";
import { writeTensorFile } from "./tensorFile.ts";

const ODD = [0, -0, 5e-324, -5e-324, 1e-45, 1.5e-39, Number.MAX_VALUE, Math.PI, 1 / 3];

function checkpoint(values: (length: number) => Float64Array): TrainerCheckpoint {
  return {
    step: 1230,
    upperStep: 82,
    params: values(50),
    firstMoment: values(50),
    secondMoment: values(50),
    updateCount: 1230,
    domainWeights: { rawWeights: values(4), first: values(4), second: values(4), count: 80 },
    direction: values(50),
    curvature: values(1),
    drawn: { lower: 19680, upper: 2624, meta: 1312 },
  };
}

function mixed(length: number): Float64Array {
  const rng = createRng(length);
  return Float64Array.from({ length }, (_, i) => ODD[i] ?? rng.normal());
}

const bitsOf = (values: Float64Array | null) =>
  values && [...new BigUint64Array(Float64Array.from(values).buffer)];

const decode = (bytes: Uint8Array<ArrayBuffer>) => decodeCheckpoint(bytes.buffer, "The checkpoint");

function expectSameBits(a: TrainerCheckpoint, b: TrainerCheckpoint): void {
  const pairs = (c: TrainerCheckpoint) => [
    ...[c.params, c.firstMoment, c.secondMoment, c.direction, c.curvature].map(bitsOf),
    ...[c.domainWeights.rawWeights, c.domainWeights.first, c.domainWeights.second].map(bitsOf),
  ];
  expect(pairs(a)).toEqual(pairs(b));
  expect(a).toStrictEqual(b);
}

test("a checkpoint comes back bit for bit, with -0 and subnormal numbers", () => {
  const kept = checkpoint(mixed);
  expectSameBits(decode(encodeCheckpoint(kept)), kept);
});

test("numbers of a device that computes in float32 take half the room and come back the same", () => {
  const single = (length: number) => Float64Array.from(Float32Array.from(mixed(length)));
  const large = (of: typeof mixed) => checkpoint((length) => of(length * 100));
  const kept = { ...large(single), curvature: single(1) };
  const bytes = encodeCheckpoint(kept);
  expectSameBits(decode(bytes), kept);
  expect(bytes.length).toBeLessThan(
    encodeCheckpoint({ ...large(mixed), curvature: mixed(1) }).length * 0.55,
  );
});

test("what an estimator without memory does not have stays null", () => {
  const kept = { ...checkpoint(mixed), direction: null, curvature: null };
  expectSameBits(decode(encodeCheckpoint(kept)), kept);
});

test("damage anywhere is refused in words", () => {
  const bytes = encodeCheckpoint(checkpoint(mixed));
  for (let at = 0; at < bytes.length; at += 11) {
    const flipped = bytes.slice();
    flipped[at] = flipped[at]! ^ 0x04;
    expect(() => decode(flipped), `byte ${at}`).toThrow(/^The checkpoint is damaged: /);
  }
  expect(() => decode(bytes.slice(0, 900))).toThrow(/^The checkpoint is damaged: /);
});

test("moments of another size than φ are refused, and a file of something else", () => {
  const kept = checkpoint(mixed);
  expect(() => decode(encodeCheckpoint({ ...kept, firstMoment: mixed(49) }))).toThrow(
    "The checkpoint is damaged: “firstMoment” has 49 numbers in place of 50",
  );
  const other = writeTensorFile({ about: { points: 1 }, numbers: new Map() });
  expect(() => decode(other)).toThrow("it does not say what step it is of");
});
