import { expect, test } from "vitest";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { formatWait, secondsFor, seedsFrom } from "./studyEstimate.ts";

test("seeds go on from the config's own, and round the end", () => {
  expect(seedsFrom(7, 3)).toEqual([7, 8, 9]);
  expect(seedsFrom(0xffffffff, 3)).toEqual([0xffffffff, 0, 1]);
});

test("the time is that of the steps, by the last run; nothing is made up without one", () => {
  const config = parseRunConfig({ lower: { steps: 1000 } });
  const timing = { lowerStepMs: 3, upperStepMs: 20, stepsPerSecond: 200 };
  expect(secondsFor(10, config, timing)).toBe(30);
  expect(secondsFor(10, config, null)).toBeNull();
  expect(secondsFor(10, config, { ...timing, lowerStepMs: 0 })).toBeNull();
});

test("waits are told roughly", () => {
  expect([30, 70, 240, 7200].map(formatWait)).toEqual([
    "under a minute",
    "about a minute",
    "about 4 minutes",
    "about 2 hours",
  ]);
});
