// A laptop's sleep is not counted; slow points are.
import { expect, it } from "vitest";
import { Stopwatch } from "./stopwatch.ts";

function stopwatchAfter(points: readonly number[]): Stopwatch {
  const stopwatch = new Stopwatch();
  for (const ms of points) stopwatch.add(ms);
  return stopwatch;
}

it("a point that was slept through counts as a usual one, and later ones are as usual", () => {
  const stopwatch = stopwatchAfter([4, 6, 5, 7, 5]);
  expect(stopwatch.add(3_600_000)).toBe(5);
  expect(stopwatch.add(8)).toBe(8);
  expect(stopwatch.add(7_200_000)).toBe(5);
});

it("what is slow without being absurd counts in full", () => {
  // Twenty times the usual, but a wait anyone may have: a held-up disk, another program.
  expect(stopwatchAfter([4, 6, 5, 7, 5]).counted(9_000)).toBe(9_000);
  // Long, but so are the others.
  expect(stopwatchAfter([8_000, 9_000, 8_500, 9_500, 9_000]).counted(60_000)).toBe(60_000);
  expect(stopwatchAfter([8_000, 9_000, 8_500, 9_500, 9_000]).counted(600_000)).toBe(9_000);
});

it("nothing is left out before there is anything to compare with", () => {
  expect(stopwatchAfter([4, 4, 4, 4]).counted(3_600_000)).toBe(3_600_000);
});
