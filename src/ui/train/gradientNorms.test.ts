import { expect, test } from "vitest";
import { clippingOf, clippingWords, formatNorm, isThresholdNear } from "./gradientNorms.ts";

const norms = Float64Array.of(Number.NaN, 0.5, 1, 2, 0.1);

test("a gradient longer than the clip norm is clipped; one not measured is not counted", () => {
  const clipping = clippingOf(norms, 1);
  expect(clipping).toEqual({ clipped: [3], measured: 4 });
  expect(clippingWords(clipping)).toBe("clipped at 1 of 4 points");
  expect(clippingWords(clippingOf(norms, 5))).toBe("never clipped");
  expect(clippingWords(clippingOf(norms.subarray(0, 1), 1))).toBeNull();
});

test("the threshold is drawn unless it is far above every length", () => {
  expect(isThresholdNear(norms, 20)).toBe(true);
  expect(isThresholdNear(norms, 1e6)).toBe(false);
  expect(isThresholdNear(new Float64Array(), 1)).toBe(false);
});

test("lengths are written with three digits", () => {
  expect([0.21349, 12.44, 0, 123_456, 0.00012, 1e-6, Number.NaN].map(formatNorm)).toEqual([
    ...["0.213", "12.4", "0", "1.2e+5", "1.2e-4", "1e-6", "–"],
  ]);
});
