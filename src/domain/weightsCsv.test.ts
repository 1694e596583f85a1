import { expect, it } from "vitest";
import type { HistoryRecord } from "./run.ts";
import type { Mode } from "./runConfig.ts";
import { weightsCsv } from "./weightsCsv.ts";

const record = (step: number, weights: number[]): HistoryRecord => ({
  step,
  upperStep: 1,
  lowerLoss: 0,
  weightedLowerLoss: 0,
  metaLoss: null,
  weights,
  alignment: null,
  cosine: null,
  gradientNorm: null,
  elapsedMs: 0,
});

function csvOf(mode: Mode): string {
  const history = [record(5, [1.25, 0.75]), record(10, [4 / 3, 2 / 3])];
  return weightsCsv(['a "b", c', "=d"], history, mode);
}

it("starts at 1 and names the domains as a spreadsheet can read them", () => {
  expect(csvOf("bilevel")).toBe(
    'step,"a ""b"", c","\'=d"\n0,1,1\n5,1.250000,0.7500000\n10,1.333333,0.6666667\n',
  );
});

it("has no start where the weights were fixed", () => {
  expect(csvOf("fixed")).not.toMatch(/^0,/m);
});
