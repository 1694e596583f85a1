import { expect, test } from "vitest";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { formatWait, secondsFor, seedsFrom } from "./studyEstimate.ts";

test("seeds go on from the config's own, and round the end", () => {
  expect(seedsFrom(7, 3)).toEqual([7, 8, 9]);
  expect(seedsFrom(0xffffffff, 3)).toEqual([0xffffffff, 0, 1]);
});

test("the time is that of the last whole run, by the work; nothing is made up without one", () => {
  const config = parseRunConfig({ lower: { steps: 1000 } });
  const last = { seconds: 3, config };
  expect(secondsFor(15, config, last)).toBeCloseTo(30);
  expect(secondsFor(15, parseRunConfig({ lower: { steps: 2000 } }), last)).toBeCloseTo(60);
  expect(secondsFor(15, config, { ...last, config: { ...config, mode: "vanilla" } })).toBeCloseTo(
    45,
  );
  expect(secondsFor(15, config, null)).toBeNull();
  const transformer = parseRunConfig({ encoder: { kind: "transformer" } });
  expect(secondsFor(15, transformer, last)).toBeNull();
});

test("waits are told roughly", () => {
  expect([30, 70, 240, 7200].map(formatWait)).toEqual([
    "under a minute",
    "about a minute",
    "about 4 minutes",
    "about 2 hours",
  ]);
});
