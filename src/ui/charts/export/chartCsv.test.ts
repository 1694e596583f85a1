import { expect, test } from "vitest";
import type { ChartData, ChartSeries } from "../chartSeries.ts";
import { chartCsv } from "./chartCsv.ts";

const series = (name: string, smooth: boolean): ChartSeries => ({
  id: name,
  name,
  color: "black",
  dash: "none",
  x: Float64Array.of(0, 500),
  raw: Float64Array.of(Math.fround(0.1), -2),
  smooth: smooth ? Float64Array.of(0.1, Number.NaN) : null,
  hasDots: false,
});

const chart = (more: Partial<ChartData>): ChartData => ({
  id: "loss",
  title: "Loss",
  caption: "",
  valueName: "Loss",
  xName: "Lower step",
  xUnit: "step",
  valueScale: "linear",
  range: { low: 400, high: 500 },
  reference: null,
  decay: 0.8,
  series: [],
  formatValue: String,
  formatX: String,
  ...more,
});

test("one row an x of all points, values and averages apart, gaps empty", () => {
  expect(chartCsv(chart({ series: [series("run", true), series("vanilla", false)] }))).toBe(
    "Lower step,run (raw),run (EMA 0.8),vanilla\r\n0,0.100000001,0.1,0.100000001\r\n500,-2,,-2\r\n",
  );
});

test("names that a spreadsheet would take for a formula are made safe, numbers are not touched", () => {
  const csv = chartCsv(
    chart({ series: [series('=HYPERLINK("x")', false), series("a, b", false)] }),
  );
  expect(csv.split("\r\n")[0]).toBe(`Lower step,"'=HYPERLINK(""x"")","a, b"`);
  expect(csv.split("\r\n")[2]).toBe("500,-2,-2");
});

test("time says its unit", () => {
  const csv = chartCsv(chart({ xUnit: "time", xName: "Training time", series: [] }));
  expect(csv).toBe("Training time (ms)\r\n");
});
