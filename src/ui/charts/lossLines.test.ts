import { expect, test } from "vitest";
import { lossLines } from "./lossLines.ts";

const WHOLE = { low: 0, high: 1e9 };

function series(values: number[]) {
  return {
    id: "x",
    color: "red",
    steps: Float64Array.from(values, (_, i) => 5 * (i + 1)),
    values: Float64Array.from(values),
  };
}

test("without smoothing there is the raw line alone", () => {
  const { lines, smooth } = lossLines(series([3, 1, 2]), WHOLE, 0, 300);
  expect(lines.map((line) => line.id)).toEqual(["xRaw"]);
  expect(lines[0]?.values).toEqual([3, 1, 2]);
  expect([...smooth]).toEqual([3, 1, 2]);
});

test("with smoothing the raw line stays, faint, under the average", () => {
  const { lines } = lossLines(series([1, 3]), WHOLE, 0.5, 300);
  expect(lines.map((line) => line.id)).toEqual(["xRaw", "x"]);
  expect(lines[0]?.opacity).toBeLessThan(0.5);
  // Bias-corrected: (.5·.5·1 + .5·3) / .75
  expect(lines[1]?.values[1]).toBeCloseTo(1.75 / 0.75, 12);
});

test("the average knows what lies before the zoomed range", () => {
  const values = [10, ...new Array<number>(50).fill(0)];
  const zoomed = lossLines(series(values), { low: 100, high: 250 }, 0.9, 300);
  const whole = lossLines(series(values), WHOLE, 0.9, 300);
  expect(zoomed.lines[1]?.values.at(-1)).toBe(whole.lines[1]?.values.at(-1));
});

test("a long run is drawn through few points and keeps its peak", () => {
  const values = new Array<number>(20_000).fill(0.1);
  values[12_345] = 5;
  const { lines } = lossLines(series(values), WHOLE, 0.6, 240);
  for (const line of lines) expect(line.values.length).toBeLessThanOrEqual(243);
  expect(lines[0]?.values).toContain(5);
});
