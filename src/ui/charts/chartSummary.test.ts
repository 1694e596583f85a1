import { expect, test } from "vitest";
import type { ChartSeries } from "./chartSeries.ts";
import { chartSummary, countAtOrBelowZero, placeInWords } from "./chartSummary.ts";

function series(name: string, raw: number[], smooth: number[] | null = null): ChartSeries {
  return {
    id: name,
    name,
    color: "red",
    dash: "none",
    x: Float64Array.from(raw, (_, i) => 5 * (i + 1)),
    raw: Float64Array.from(raw),
    smooth: smooth === null ? null : Float64Array.from(smooth),
  };
}

const TOLD = {
  title: "Lower loss",
  formatValue: (value: number) => value.toFixed(2),
  placeOf: (x: number) => `step ${x}`,
};

test("each line's beginning, end and extremes, as logged", () => {
  const lines = [
    series("weighted", [Number.NaN, 0.21, 0.07, 0.08], [9, 9, 9, 9]),
    series("gap", [Number.NaN]),
  ];
  expect(chartSummary({ ...TOLD, series: lines })).toBe(
    "Lower loss: weighted from 0.21 to 0.08, least 0.07 at step 15, most 0.21 at step 10.",
  );
  expect(chartSummary({ ...TOLD, series: [series("AUROC", [0.7])] })).toBe(
    "Lower loss: AUROC 0.70 at step 5.",
  );
  expect(chartSummary({ ...TOLD, series: [] })).toBeNull();
});

test("of very many lines the first are told and the rest counted", () => {
  const many = Array.from({ length: 30 }, (_, i) => series(`line ${i}`, [1, 2]));
  expect(chartSummary({ ...TOLD, series: many })).toMatch(/line 11 from [^;]*; and 18 more\.$/);
});

test("a place is told with the values that are drawn there", () => {
  const lines = [series("a", [1, 2], [3, 4]), series("b", [5]), series("c", [Number.NaN, 7])];
  expect(placeInWords({ ...TOLD, series: lines }, 10)).toBe("step 10: a 4.00, b 5.00, c 7.00");
  expect(placeInWords({ ...TOLD, series: [] }, 10)).toBe("step 10: no values");
});

test("what a logarithmic axis hides is counted", () => {
  const lines = [series("a", [1, 0, -2, Number.NaN]), series("b", [1, 2]), series("c", [-1])];
  expect(countAtOrBelowZero(lines)).toBe(3);
});
