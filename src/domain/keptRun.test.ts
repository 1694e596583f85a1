import { expect, test } from "vitest";
import {
  configDifferences,
  defaultRunName,
  differencesInWords,
  recommendedPrm,
  summariseRun,
} from "./keptRun.ts";
import { someRunFile } from "./keptRunFixture.ts";
import { parseRunConfig } from "./runConfig.ts";

const config = parseRunConfig({ seed: 2, backend: "cpu", upper: { learningRate: 0.1 } });

test("a run is named by what differs, the device aside", () => {
  const differences = configDifferences(config, null);
  expect(differences).toEqual([
    { path: "seed", from: 1, to: 2 },
    { path: "upper.learningRate", from: parseRunConfig({}).upper.learningRate, to: 0.1 },
  ]);
  expect(defaultRunName(differences, [])).toBe("seed 2, upper.learningRate 0.1");
  expect(defaultRunName(differences, ["seed 2, upper.learningRate 0.1"])).toBe(
    "seed 2, upper.learningRate 0.1 (2)",
  );
});

test("what differs is told against the run it was started from", () => {
  const parent = parseRunConfig({ seed: 2, upper: { learningRate: 0.3 } });
  expect(configDifferences(config, parent)).toEqual([
    { path: "upper.learningRate", from: 0.3, to: 0.1 },
  ]);
});

test("the seed of the data is told where the data are others", () => {
  const pathsOf = (seed: number, dataSeed: number | null) =>
    configDifferences(parseRunConfig({ seed, suite: { seed: dataSeed } }), null).map(
      ({ path }) => path,
    );
  expect(pathsOf(1, 1)).toEqual([]);
  expect(pathsOf(2, 1)).toEqual(["seed"]);
  expect(pathsOf(1, 2)).toEqual(["suite.seed"]);
});

test("a run that differs in nothing has a number that is free", () => {
  expect(defaultRunName([], [])).toBe("Run 1");
  expect(defaultRunName([], ["seed 2", "Run 3"])).toBe("Run 4");
});

test("many differences are counted, and settings of the other encoder left out", () => {
  const other = parseRunConfig({
    encoder: { kind: "transformer" },
    seed: 9,
    mode: "vanilla",
    lower: { steps: 10, batchSize: 7 },
  });
  const words = differencesInWords(configDifferences(other, parseRunConfig({})));
  expect(words).toMatch(/^mode vanilla, seed 9, encoder\.kind transformer, \d+ more$/);
});

test("the list tells the last measurement of the PRM that the run yields", () => {
  const run = someRunFile();
  expect(summariseRun(run)).toMatchObject({
    yields: "main",
    bestOf: { "8": 0.7 },
    stepAuroc: 0.75,
    steps: 15,
    elapsedMs: 300,
  });
  const retrained = [{ step: 15, bestOf: { "8": 0.9 }, stepAuroc: null }];
  const evaluation = { ...run.evaluation, main: run.evaluation?.main ?? [], retrained };
  expect(summariseRun({ ...run, evaluation })).toMatchObject({
    yields: "retrained",
    bestOf: { "8": 0.9 },
    stepAuroc: null,
  });
});

test("the recommendation decides which PRM is the run's own", () => {
  const run = someRunFile();
  const gain = { value: 0, low: -1, high: 1 };
  const uniform = { choice: "uniform", gain, chains: 1, questions: 1, reason: "" } as const;
  expect(recommendedPrm(["main"], run)).toBe("main");
  expect(recommendedPrm(["main", "retrained", "vanilla"], run)).toBe("retrained");
  expect(
    recommendedPrm(["main", "retrained", "vanilla"], { ...run, recommendation: uniform }),
  ).toBe("vanilla");
});
