import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { initialParams, prmLayout } from "./layout.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const layout = prmLayout({ kind: "lexical", buckets: 64, embedding: 4, hidden: 3 });
const prm = {
  layout,
  params: initialParams(layout, createRng(1)),
  step: 1500,
  aggregation: "last" as const,
};

it("what is written is read again, to float32", () => {
  const read = readSafetensors(writeSafetensors(prm));
  expect(read.layout).toEqual(layout);
  expect(read.step).toBe(1500);
  expect(read.aggregation).toBe("last");
  expect([...read.params]).toEqual([...prm.params].map(Math.fround));
});

it("follows the safetensors layout: 64-bit header length, JSON, aligned tensors", () => {
  const bytes = writeSafetensors(prm);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  expect(length % 8).toBe(0);
  expect(header["embedding.weight"]).toEqual({
    dtype: "F32",
    shape: [64, 4],
    data_offsets: [0, 64 * 4 * 4],
  });
  expect(bytes.length).toBe(8 + length + layout.size * 4);
});

it("names what is wrong with a broken file", () => {
  const whole = writeSafetensors(prm);
  expect(() => readSafetensors(whole.subarray(0, 4))).toThrow(/too short/);
  expect(() => readSafetensors(whole.subarray(0, whole.length - 4))).toThrow(/"output.bias"/);
  const long = whole.slice();
  new DataView(long.buffer).setBigUint64(0, 2n ** 60n, true);
  expect(() => readSafetensors(long)).toThrow(/header claims/);
  const nan = whole.slice();
  new DataView(nan.buffer).setFloat32(nan.length - 4, Number.NaN, true);
  expect(() => readSafetensors(nan)).toThrow(/"output.bias" is not finite/);
  expect(() => readSafetensors(new TextEncoder().encode("{}".repeat(20)))).toThrow();
});
