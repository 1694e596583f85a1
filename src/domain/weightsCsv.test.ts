import { expect, it } from "vitest";
import type { HistoryRecord, RunFile } from "./run.ts";
import { defaultRunConfig, type RunConfig } from "./runConfig.ts";
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
  elapsedMs: 0,
});

function csvOf(mode: RunConfig["mode"]): string {
  const domain = { rows: 1, chains: 1, steps: 1, meanAccuracy: 1 };
  const data: RunFile["data"] = {
    source: "test",
    domains: [
      { ...domain, name: 'a "b", c' },
      { ...domain, name: "=d" },
    ],
    meta: { chains: 0 },
    problems: 0,
  };
  const history = [record(5, [1.25, 0.75]), record(10, [4 / 3, 2 / 3])];
  return weightsCsv({ data, config: { ...defaultRunConfig(), mode }, history });
}

it("starts at 1 and names the domains as a spreadsheet can read them", () => {
  expect(csvOf("bilevel")).toBe(
    'step,"a ""b"", c","\'=d"\n0,1,1\n5,1.250000,0.7500000\n10,1.333333,0.6666667\n',
  );
});

it("has no start where the weights were fixed", () => {
  expect(csvOf("fixed")).not.toMatch(/^0,/m);
});
