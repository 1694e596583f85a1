import { expect, test } from "vitest";
import { someRunFile } from "../../domain/keptRunFixture.ts";
import type { RunFile } from "../../domain/run.ts";
import type { XUnit } from "../../store/traceUnits.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import {
  finalWeightRows,
  type OverlaidRun,
  overlaidMeasures,
  overlaidQuantity,
  overlaidWeights,
} from "./overlayLines.ts";

function overlaid(id: string, run: RunFile): OverlaidRun {
  return { id, name: `Run ${id}`, color: `color ${id}`, run };
}

/** A series as plain lists. */
const plain = ({ id, x, raw }: ChartSeries) => [id, [...x], [...raw]];

test("a weight begins at 1 where it was learned, and nowhere where it was given", () => {
  const learned = someRunFile();
  const given = someRunFile({ mode: "fixed" });
  const series = overlaidWeights([overlaid("l", learned), overlaid("g", given)], "b", "step");
  expect(series.map(plain)).toEqual([
    ["l", [0, 5, 10, 15], [1, 1, 0.9, 0.8]],
    ["g", [5, 10, 15], [1, 0.9, 0.8]],
  ]);
});

test("a run without the domain has no line for it", () => {
  expect(overlaidWeights([overlaid("l", someRunFile())], "c", "step")).toEqual([]);
});

test("against training time and upper steps; a run that made none has no place among those", () => {
  const vanilla = someRunFile({ mode: "vanilla" });
  for (const record of vanilla.history) record.upperStep = 0;
  const runs = [overlaid("v", vanilla), overlaid("b", someRunFile())];
  const x = (unit: XUnit) =>
    overlaidQuantity(runs, "lowerLoss", unit, 0).map((series) => [series.id, [...series.x]]);
  expect(x("time")).toEqual([
    ["v", [100, 200, 300]],
    ["b", [100, 200, 300]],
  ]);
  expect(x("upper")).toEqual([["b", [1, 2, 3]]]);
  expect(overlaidMeasures(runs, (record) => record.stepAuroc ?? Number.NaN, "upper")).toMatchObject(
    [{ id: "b", x: Float64Array.of(2, 3) }],
  );
});

test("a loss that was never computed is no line, nor is a gradient that was not measured a point", () => {
  const vanilla = someRunFile({ mode: "vanilla" });
  for (const record of vanilla.history) record.metaLoss = null;
  const runs = [overlaid("v", vanilla), overlaid("b", someRunFile())];
  const series = overlaidQuantity(runs, "metaLoss", "step", 0);
  expect(series.map(plain)).toEqual([["b", [5, 10, 15], [0.7, 0.7 - 1 / 50, 0.7 - 2 / 50]]]);
  expect(series[0]).toMatchObject({ name: "Run b", color: "color b", smooth: null });
  const [gradient] = overlaidQuantity(runs, "gradientNorm", "step", 0);
  expect(gradient?.raw[0]).toBeNaN();
});

test("columns and averages are made once a run and decay, whatever the range", () => {
  const runs = [overlaid("b", someRunFile())];
  const [first] = overlaidQuantity(runs, "lowerLoss", "step", 0.5);
  const [again] = overlaidQuantity(runs, "lowerLoss", "step", 0.5);
  const [other] = overlaidQuantity(runs, "lowerLoss", "time", 0.9);
  expect(again?.smooth).toBe(first?.smooth);
  expect(again?.raw).toBe(first?.raw);
  expect(other?.raw).toBe(first?.raw);
  expect(other?.smooth).not.toEqual(first?.smooth);
});

test("the retrained PRM stands beside its run, dashed, in the same colour", () => {
  const run = someRunFile();
  const retrained = [{ step: 15, bestOf: { "4": 0.8 }, stepAuroc: null }];
  const evaluation = { main: run.evaluation?.main ?? [], retrained };
  const series = overlaidMeasures(
    [overlaid("r", { ...run, evaluation })],
    (record) => record.bestOf?.["4"] ?? Number.NaN,
    "step",
  );
  expect(series.map((one) => [...plain(one), one.name, one.color, one.dash])).toEqual([
    ["r", [10, 15], [0.6, 0.65], "Run r", "color r", "none"],
    ["r retrained", [15], [0.8], "Run r (retrained)", "color r", "5 3"],
  ]);
});

test("learned weights by domain, the largest mean first, gaps where a run lacks one", () => {
  const other = { ...someRunFile(), weights: { b: 1.6, c: 0.4 } };
  other.data = {
    ...other.data,
    domains: other.data.domains.map((domain, index) => ({ ...domain, name: "bc"[index] ?? "" })),
  };
  expect(finalWeightRows([overlaid("x", someRunFile()), overlaid("y", other)])).toEqual([
    { domain: "b", weights: [0.85, 1.6] },
    { domain: "a", weights: [1.15, Number.NaN] },
    { domain: "c", weights: [Number.NaN, 0.4] },
  ]);
});
