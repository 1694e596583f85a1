import { expect, test } from "vitest";
import { formatTime, formatX, xTicks } from "./xAxis.ts";

test("times are minutes and seconds, hours only where there are some", () => {
  expect([0, 4249, 61_000, 3_723_000, 59_960, Number.NaN].map((ms) => formatTime(ms))).toEqual([
    ...["0:00", "0:04", "1:01", "1:02:03", "1:00", "–"],
  ]);
  expect(formatTime(4249, 1)).toBe("0:04.2");
  expect(formatTime(59_960, 1)).toBe("1:00.0");
});

test("a place on the axis in words", () => {
  expect(formatX("step", 1499.6)).toBe("1,500");
  expect(formatX("time", 12_345)).toBe("0:12.3");
  expect(formatX("time", 612_345)).toBe("10:12");
});

test("ticks on round times", () => {
  const { ticks, format } = xTicks("time", { low: 0, high: 95_000 }, 7);
  expect(ticks.map(format)).toEqual(["0:00", "0:15", "0:30", "0:45", "1:00", "1:15", "1:30"]);
  const short = xTicks("time", { low: 1000, high: 2100 }, 3);
  expect(short.ticks.map(short.format)).toEqual(["0:01.0", "0:01.5", "0:02.0"]);
});

test("no ticks at half a step", () => {
  expect(xTicks("upper", { low: 0, high: 3 }, 8).ticks).toEqual([0, 1, 2, 3]);
  expect(xTicks("step", { low: 0, high: 1500 }, 6).ticks).toContain(750);
});
