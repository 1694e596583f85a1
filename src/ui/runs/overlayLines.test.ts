import { expect, test } from "vitest";
import { someRunFile } from "../../domain/keptRunFixture.ts";
import type { RunFile } from "../../domain/run.ts";
import {
  finalWeightRows,
  type OverlaidRun,
  overlaidLosses,
  overlaidMeasures,
  overlaidWeights,
  withFocus,
} from "./overlayLines.ts";

const ALL = { low: 0, high: 15 };

function overlaid(id: string, run: RunFile): OverlaidRun {
  return { id, name: `Run ${id}`, color: `color ${id}`, run };
}

test("a weight begins at 1 where it was learned, and nowhere where it was given", () => {
  const learned = someRunFile();
  const given = someRunFile({ mode: "fixed" });
  const { lines } = overlaidWeights([overlaid("l", learned), overlaid("g", given)], "b", ALL);
  expect(lines.map(({ id, steps, values }) => [id, steps, values])).toEqual([
    ["l", [0, 5, 10, 15], [1, 1, 0.9, 0.8]],
    ["g", [5, 10, 15], [1, 0.9, 0.8]],
  ]);
});

test("a run without the domain has no line for it", () => {
  const { lines, legend } = overlaidWeights([overlaid("l", someRunFile())], "c", ALL);
  expect(lines).toEqual([]);
  expect(legend).toEqual([]);
});

test("a zoom keeps one point beyond each end", () => {
  const { lines } = overlaidWeights([overlaid("l", someRunFile())], "a", { low: 6, high: 12 });
  expect(lines[0]?.steps).toEqual([5, 10, 15]);
});

test("a loss that was never computed is no line", () => {
  const vanilla = someRunFile({ mode: "vanilla" });
  for (const record of vanilla.history) record.metaLoss = null;
  const runs = [overlaid("v", vanilla), overlaid("b", someRunFile())];
  const { lines, legend } = overlaidLosses(runs, (record) => record.metaLoss, ALL, 0);
  expect(legend.map(({ name }) => name)).toEqual(["Run b"]);
  expect(lines.map(({ color }) => color)).toEqual(["color b"]);
  expect(lines[0]?.values).toEqual([0.7, 0.7 - 1 / 50, 0.7 - 2 / 50]);
});

test("the retrained PRM stands beside its run, dashed, in the same colour", () => {
  const run = someRunFile();
  const retrained = [{ step: 15, bestOf: { "4": 0.8 }, stepAuroc: null }];
  const evaluation = { main: run.evaluation?.main ?? [], retrained };
  const { lines } = overlaidMeasures(
    [overlaid("r", { ...run, evaluation })],
    (record) => record.bestOf?.["4"] ?? Number.NaN,
  );
  expect(lines.map(({ steps, values, color, dash }) => [steps, values, color, dash])).toEqual([
    [[10, 15], [0.6, 0.65], "color r", undefined],
    [[15], [0.8], "color r", "5 3"],
  ]);
});

test("focus fades the lines of all other runs, whatever their ids", () => {
  const runs = [overlaid("r", someRunFile()), overlaid("r2", someRunFile())];
  const drawing = overlaidLosses(runs, (record) => record.lowerLoss, ALL, 0.8);
  const faded = withFocus(drawing, "r").filter(({ opacity }) => opacity === 0.15);
  expect(faded.map(({ id }) => id)).toEqual(["r2Raw", "r2"]);
  expect(withFocus(drawing, null)).toBe(drawing.lines);
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
