import { expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatMean,
  formatShare,
} from "./formatNumber.ts";

test("counts are grouped and agree in number", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect(formatCounted(1, "chain")).toBe("1 chain");
  expect(formatCounted(0, "chain")).toBe("0 chains");
  expect(formatCounted(2000, "entry", "entries")).toBe("2,000 entries");
});

test("a mean or share of nothing is a dash", () => {
  expect(formatMean(Number.NaN, 2)).toBe("–");
  expect(formatMean(0.456, 2)).toBe("0.46");
  expect(formatShare(1, 0)).toBe("–");
  expect(formatShare(1, 8)).toBe("12.5 %");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1514082, "1.5 MB"],
  [999_600, "1.0 MB"],
  [200_000_000, "200 MB"],
  [9_960, "10 kB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
