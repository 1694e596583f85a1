import { expect, test } from "vitest";
import { niceAxis } from "./niceAxis.ts";
import { tickText } from "./tickText.ts";

test("ticks are told as they are, far ones by their power", () => {
  expect([0, 0.125, 1.025, -2.5, 20_000, 250_000, 0.001, 2e-6].map(tickText)).toEqual([
    ...["0", "0.125", "1.025", "-2.5", "20000", "2.5e+5", "0.001", "2e-6"],
  ]);
});

test("no two ticks of an axis are told alike", () => {
  for (const [low, high] of [
    [0.97, 1.05],
    [0.1013, 0.1042],
    [0, 3e-7],
    [1e5, 3e5],
  ] as const) {
    const { ticks } = niceAxis(low, high);
    expect(ticks.map((tick) => Number(tickText(tick)))).toEqual(ticks);
  }
});
