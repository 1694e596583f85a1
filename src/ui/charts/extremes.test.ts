import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import { extremesOf, wholeExtremes } from "./extremes.ts";
import { sampleExtremes } from "./samplePoints.ts";

test("what is looked up is what would have been found by looking through", () => {
  const rng = createRng("extremes");
  for (const count of [1, 31, 32, 33, 1000, 4096, 10_007]) {
    const values = Float64Array.from({ length: count }, () => {
      const gap = rng.next();
      // Ties and gaps are common, whole stretches of gaps too.
      if (gap < 0.2) return gap < 0.1 ? Number.NaN : Number.POSITIVE_INFINITY;
      return Math.round(rng.next() * 20);
    });
    values.fill(Number.NaN, count >> 2, count >> 1);
    const extremes = extremesOf(values);
    expect(wholeExtremes(values, extremes)).toEqual(wholeExtremes(values, undefined));
    for (let round = 0; round < 20; round++) {
      const [from, to] = [rng.below(count + 1), rng.below(count + 1)];
      const [start, end] = from < to ? [from, to] : [to, from];
      const limit = 4 + rng.below(200);
      expect(sampleExtremes(values, start, end, limit, extremes)).toEqual(
        sampleExtremes(values, start, end, limit),
      );
    }
  }
});

test("nothing finite: no extremes", () => {
  const values = new Float64Array(100).fill(Number.NaN);
  expect(wholeExtremes(values, extremesOf(values))).toEqual([-1, -1]);
  expect(wholeExtremes([], undefined)).toEqual([-1, -1]);
});
