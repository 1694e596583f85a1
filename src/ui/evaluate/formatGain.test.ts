import { expect, test } from "vitest";
import {
  formatCorrelation,
  formatGain,
  formatPoints,
  formatShareRange,
  gainTone,
  headlineN,
} from "./formatGain.ts";

test("differences are written in points, signed, and a rounded zero has no sign", () => {
  expect([0.0412, -0.032, 0.0002, -0.0004].map(formatPoints)).toEqual([
    "+4.1",
    "−3.2",
    "0.0",
    "0.0",
  ]);
  expect(formatGain({ value: 0.041, low: -0.012, high: 0.07 })).toBe("+4.1 points (−1.2 to +7.0)");
  expect(formatShareRange({ value: 0.782, low: 0.761, high: 0.803 })).toBe("76.1–80.3 %");
  expect(formatCorrelation(-0.081)).toBe("−0.08");
});

test("a gain whose interval touches 0 is unclear", () => {
  const tone = (low: number, high: number) => gainTone({ value: (low + high) / 2, low, high });
  expect([tone(0.01, 0.03), tone(-0.03, -0.01), tone(0, 0.03), tone(-0.01, 0.03)]).toEqual([
    "better",
    "worse",
    "unclear",
    "unclear",
  ]);
});

test("best of 8 is what is talked about, or the most there is below it", () => {
  expect(headlineN([1, 2, 4, 8, 16])).toBe(8);
  expect(headlineN([1, 2, 4])).toBe(4);
  expect(headlineN([])).toBeNull();
});
