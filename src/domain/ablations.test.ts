import { expect, test } from "vitest";
import { ABLATION_IDS, ablationVariants } from "./ablations.ts";
import { differingPaths } from "./configPaths.ts";
import { parseRunConfig } from "./runConfig.ts";

const config = parseRunConfig({ seed: 4 });
const changes = (id: (typeof ABLATION_IDS)[number], of = config) =>
  ablationVariants(of, id).map((variant) => ({
    paths: differingPaths(of, variant.config),
    responses: variant.responses,
  }));

test("every ablation begins with the config itself", () => {
  for (const id of ABLATION_IDS) {
    expect(ablationVariants(config, id)[0]).toEqual({
      label: "As set",
      config,
      responses: "steps",
    });
  }
});

test("each of the paper's ablations takes away one thing", () => {
  expect(changes("paper")).toEqual([
    { paths: [], responses: "steps" },
    { paths: ["upper.metaUnit"], responses: "steps" },
    { paths: ["mode"], responses: "steps" },
    { paths: [], responses: "whole" },
  ]);
});

test("sweeps go from a third to three times the value", () => {
  expect(
    ablationVariants(config, "upperLearningRate").map((v) => v.config.upper.learningRate),
  ).toEqual([0.12, 0.04, 0.36]);
  expect(ablationVariants(config, "unroll").map((v) => v.config.upper.unroll)).toEqual([15, 5, 45]);
});

test("what the schema does not allow, or what is the config again, is left out", () => {
  const edge = parseRunConfig({ upper: { unroll: 1, learningRate: 5 } });
  expect(ablationVariants(edge, "unroll").map((v) => v.config.upper.unroll)).toEqual([1, 3]);
  expect(
    ablationVariants(edge, "upperLearningRate").map((v) => v.config.upper.learningRate),
  ).toEqual([5, 1.67]);
});

test("a form that stands on another mode is ablated as a bilevel run", () => {
  const vanilla = parseRunConfig({ mode: "vanilla" });
  expect(ablationVariants(vanilla, "unroll").map((v) => v.config.mode)).toEqual([
    "bilevel",
    "bilevel",
    "bilevel",
  ]);
});
