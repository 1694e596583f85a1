// For tests only: small runs as the worker describes them and as the browser keeps them.
import { configDifferences, type KeptRun, summariseRun } from "./keptRun.ts";
import type { RunFile } from "./run.ts";
import { parseRunConfig, type RunConfigInput } from "./runConfig.ts";

/** A finished run of two domains and three points. */
export function someRunFile(config: RunConfigInput = {}): RunFile {
  const checked = parseRunConfig(config);
  return {
    schemaVersion: 1,
    app: "dreamprm-studio 0.1.0",
    createdAt: "2026-11-21T14:00:00.000Z",
    seed: checked.seed,
    config: checked,
    backend: { name: "cpu", engine: "fused", adapter: "test", isFallback: false },
    data: {
      source: "two domains",
      domains: ["a", "b"].map((name) => ({
        name,
        rows: 10,
        chains: 4,
        steps: 10,
        meanAccuracy: 0.5,
      })),
      meta: { chains: 8 },
      problems: 0,
    },
    history: [5, 10, 15].map((step, index) => ({
      step,
      upperStep: index + 1,
      lowerLoss: 0.2 - index / 100,
      weightedLowerLoss: 0.2 - index / 90,
      metaLoss: 0.7 - index / 50,
      weights: [1 + index / 10, 1 - index / 10],
      alignment: [0.1, -0.1],
      cosine: index === 0 ? [0.2, -0.2] : null,
      // The first as a run of before it was measured has it.
      gradientNorm: index === 0 ? null : 0.4 - index / 10,
      elapsedMs: 100 * (index + 1),
    })),
    weights: { a: 1.15, b: 0.85 },
    finalWeights: { a: 1.2, b: 0.8 },
    evaluation: {
      main: [
        { step: 10, bestOf: { "1": 0.5, "4": 0.6, "8": 0.65 }, stepAuroc: 0.7 },
        { step: 15, bestOf: { "1": 0.5, "4": 0.65, "8": 0.7 }, stepAuroc: 0.75 },
      ],
    },
    timing: { lowerStepMs: 1, upperStepMs: 5, stepsPerSecond: 500 },
  };
}

export function someKeptRun(change: Partial<KeptRun> = {}, run = someRunFile()): KeptRun {
  return {
    id: "one",
    name: "Run 1",
    colour: 0,
    createdAt: run.createdAt,
    startedFrom: null,
    differences: configDifferences(run.config, null),
    isShown: true,
    isBaseline: false,
    deletedAt: null,
    summary: summariseRun(run),
    prmRoles: ["main"],
    ...change,
  };
}
