import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import type { HistoryRecord } from "../../domain/run.ts";
import { decodePoints, encodePoints } from "./keptPoints.ts";

function points(count: number, domains: number): HistoryRecord[] {
  const rng = createRng(5);
  const row = () => Array.from({ length: domains }, () => rng.normal());
  return Array.from({ length: count }, (_, i) => ({
    step: 15 * (i + 1),
    upperStep: i + 1,
    lowerLoss: Math.fround(rng.next()),
    weightedLowerLoss: rng.next(),
    metaLoss: i % 3 === 0 ? null : rng.next(),
    weights: row(),
    alignment: i % 4 === 0 ? null : row(),
    cosine: i % 10 === 0 ? row() : null,
    gradientNorm: i % 2 === 0 ? null : rng.next(),
    elapsedMs: i * 1.25,
  }));
}

const decode = (bytes: Uint8Array<ArrayBuffer>) => decodePoints(bytes.buffer, "The history");

test("points come back exactly, with nulls where nulls were", () => {
  const records = points(23, 3);
  expect(decode(encodePoints(records))).toStrictEqual(records);
  expect(decode(encodePoints([]))).toStrictEqual([]);
});

test("numbers that JSON cannot say come back", () => {
  const [first, second] = points(2, 2) as [HistoryRecord, HistoryRecord];
  const odd: HistoryRecord[] = [
    { ...first, weights: [Number.NaN, -0], metaLoss: Number.NaN, alignment: [Infinity, -Infinity] },
    { ...second, weights: [5e-324, -5e-324], lowerLoss: -0, metaLoss: 0, alignment: null },
  ];
  const back = decode(encodePoints(odd));
  for (const [i, record] of odd.entries()) {
    expect(Object.is(back[i]!.weights[0], record.weights[0])).toBe(true);
    expect(Object.is(back[i]!.weights[1], record.weights[1])).toBe(true);
  }
  expect(back).toStrictEqual(odd);
});

test("a diverged run's metaLoss of NaN is no null, and a missing one no number", () => {
  const [record] = points(1, 1) as [HistoryRecord];
  const [nan, none] = decode(
    encodePoints([
      { ...record, metaLoss: Number.NaN },
      { ...record, metaLoss: null },
    ]),
  );
  expect(nan!.metaLoss).toBeNaN();
  expect(none!.metaLoss).toBeNull();
});

test("damage anywhere is refused in words", () => {
  const bytes = encodePoints(points(9, 3));
  const cut = bytes.slice(0, bytes.length - 8);
  expect(() => decode(cut)).toThrow(/^The history is damaged: /);
  for (let at = 0; at < bytes.length; at += 7) {
    const flipped = bytes.slice();
    flipped[at] = flipped[at]! ^ 0x10;
    expect(() => decode(flipped), `byte ${at}`).toThrow(/^The history is damaged: /);
  }
  expect(() => decodePoints(new ArrayBuffer(3), "The history")).toThrow(/too short/);
});

test("points of different domains are no history", () => {
  expect(() => encodePoints([...points(1, 2), ...points(1, 3)])).toThrow(RangeError);
});
