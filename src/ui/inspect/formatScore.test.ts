import { expect, test } from "vitest";
import { differenceColor, formatDifference, formatScore, gapColor } from "./formatScore.ts";

test("scores have three digits and a dash where there is none", () => {
  expect(formatScore(0.12345)).toBe("0.123");
  expect(formatScore(null)).toBe("–");
  expect(formatScore(Number.NaN)).toBe("–");
});

test("differences carry their sign, except a rounded zero", () => {
  expect(formatDifference(0.25)).toBe("+0.250");
  expect(formatDifference(-0.25)).toBe("−0.250");
  expect(formatDifference(-0.0001)).toBe("0.000");
});

test("the colour's hue is the sign, its strength the size", () => {
  expect(differenceColor(0.5)).toContain("--too-kind) 50%");
  expect(differenceColor(-1)).toContain("--too-strict) 100%");
  expect(differenceColor(0)).toContain("0%");
});

test("the wider the gap between two PRMs, whichever is higher, the stronger its colour", () => {
  expect(gapColor(-0.25)).toBe(gapColor(0.25));
  expect(gapColor(2)).toBe(gapColor(0.5));
  expect(gapColor(0.5)).toContain(" 70%");
  expect(gapColor(0)).toContain(" 0%");
});
