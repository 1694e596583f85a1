import { expect, test } from "vitest";
import {
  formatCosine,
  formatPull,
  formatRatio,
  formatSlope,
  formatSlopeTick,
} from "./formatSlope.ts";

test("slopes have two figures whatever their size", () => {
  expect([0.000334, -0.25123, 12.3, 0, Number.NaN].map(formatSlope)).toEqual([
    "3.3e−4",
    "−0.25",
    "12",
    "0",
    "–",
  ]);
});

test("pulls carry their sign", () => {
  expect([0.5, -0.5, 0, Number.NaN].map(formatPull)).toEqual(["+0.5", "−0.5", "0", "–"]);
});

test("ticks are as short as they can be", () => {
  expect([0.0005, -0.00025, 0.1, 0, -25].map(formatSlopeTick)).toEqual([
    "5e−4",
    "−2.5e−4",
    "0.1",
    "0",
    "−25",
  ]);
});

test("a ratio without noise is infinite, none is a dash", () => {
  expect([0.456, Number.POSITIVE_INFINITY, Number.NaN].map(formatRatio)).toEqual([
    "0.46",
    "∞",
    "–",
  ]);
});

test("a cosine that rounds to zero has no sign", () => {
  expect([0.123, -0.123, -0.001].map(formatCosine)).toEqual(["+0.12", "−0.12", "0.00"]);
});
