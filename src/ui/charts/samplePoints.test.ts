import { expect, test } from "vitest";
import { pointRange, sampleExtremes, sampleRegularly } from "./samplePoints.ts";

test("range of points within steps, ends included", () => {
  const steps = [5, 10, 15, 20];
  expect(pointRange(steps, 10, 15)).toEqual([1, 3]);
  expect(pointRange(steps, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual([0, 4]);
  expect(pointRange(steps, 11, 14)).toEqual([2, 2]);
  expect(pointRange([], 0, 1)).toEqual([0, 0]);
});

test("few points are all drawn", () => {
  expect(sampleRegularly(0, 3, 300)).toEqual([0, 1, 2]);
  expect(sampleExtremes([1, 2, 3], 0, 3, 300)).toEqual([0, 1, 2]);
});

test("the regular sample is bounded and has the last point", () => {
  for (const count of [1, 299, 300, 301, 5000, 200_000]) {
    const indices = sampleRegularly(0, count, 300);
    expect(indices.length).toBeLessThanOrEqual(301);
    expect(indices.at(-1)).toBe(count - 1);
  }
  expect(sampleRegularly(5, 5, 300)).toEqual([]);
});

test("points drawn stay the same ones while the series grows", () => {
  const before = sampleRegularly(0, 1000, 300).slice(0, -1);
  const after = new Set(sampleRegularly(0, 1100, 300));
  expect(before.every((index) => after.has(index))).toBe(true);
});

test("a single peak survives, high or low", () => {
  const values = new Float64Array(10_000).fill(1);
  values[7777] = 9;
  values[3333] = -9;
  const indices = sampleExtremes(values, 0, values.length, 300);
  expect(indices).toContain(7777);
  expect(indices).toContain(3333);
  expect(indices.length).toBeLessThanOrEqual(302);
});

test("constants: one point a stretch, ascending", () => {
  const indices = sampleExtremes(new Float64Array(10_000).fill(0.5), 0, 10_000, 300);
  expect(indices.length).toBeLessThanOrEqual(152);
  expect(indices).toEqual([...indices].sort((a, b) => a - b));
});

test("NaN and infinities are never taken for peaks, and an empty stretch stays a gap", () => {
  const values = new Float64Array(4096).fill(1);
  values.fill(Number.NaN, 1024, 2048);
  values[10] = Number.POSITIVE_INFINITY;
  values[11] = Number.NEGATIVE_INFINITY;
  const indices = sampleExtremes(values, 0, 4096, 128);
  expect(indices).not.toContain(10);
  expect(indices).not.toContain(11);
  expect(indices.some((index) => index >= 1024 && index < 2048)).toBe(true);
});
