import { expect, test } from "vitest";
import { growthOf } from "./growth.ts";

const minutes = Array.from({ length: 20 }, (_, at) => at);

test("what grows is seen, saw teeth and single peaks are not", () => {
  const growing = growthOf(minutes.map((at) => ({ at, value: 100 + 3 * at + (at % 2) })));
  expect(growing?.slope).toBeCloseTo(3, 1);
  expect(growing?.grown).toBeCloseTo(57, 0);
  const saw = growthOf(minutes.map((at) => ({ at, value: 100 + (at % 4) })));
  expect(Math.abs(saw?.grown ?? 99)).toBeLessThan(1);
  const peak = growthOf(minutes.map((at) => ({ at, value: at === 18 ? 5000 : 100 })));
  expect(peak?.grown).toBe(0);
});

test("too few samples say nothing", () => {
  expect(growthOf(minutes.slice(0, 3).map((at) => ({ at, value: at })))).toBeNull();
});
