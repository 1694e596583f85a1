import { expect, test } from "vitest";
import {
  formatAuroc,
  formatDuration,
  formatLoss,
  formatPercent,
  formatRate,
  formatStep,
  formatWeight,
} from "./formatRun.ts";

test("a run's numbers", () => {
  expect(formatStep(1500)).toBe("1,500");
  expect(formatWeight(1)).toBe("1.00");
  expect(formatLoss(0.08215)).toBe("0.0822");
  expect(formatLoss(123456)).toBe("1.2e+5");
  expect(formatPercent(0.737)).toBe("73.7 %");
  expect(formatAuroc(0.8)).toBe("0.800");
  expect(formatRate(41.26)).toBe("41.3");
  expect(formatRate(412.6)).toBe("413");
});

test("durations", () => {
  expect(formatDuration(0)).toBe("0:00");
  expect(formatDuration(59.6)).toBe("1:00");
  expect(formatDuration(3723)).toBe("1:02:03");
});

test("what is not there is a dash", () => {
  for (const text of [
    formatWeight(Number.NaN),
    formatLoss(Number.POSITIVE_INFINITY),
    formatPercent(null),
    formatAuroc(undefined),
    formatRate(0),
    formatDuration(Number.POSITIVE_INFINITY),
    formatDuration(-1),
  ]) {
    expect(text).toBe("–");
  }
});
