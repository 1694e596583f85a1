import { expect, test } from "vitest";
import { defaultRunConfig } from "./runConfig.ts";
import { parseSeeds, parseValues, sweepablePaths, sweepVariants } from "./sweep.ts";

const config = defaultRunConfig();

test("every value becomes a config that differs in that one setting", () => {
  const variants = sweepVariants(config, "upper.learningRate", [0.01, 0.1]);
  expect(variants).toEqual([
    {
      label: "upper.learningRate 0.01",
      config: { ...config, upper: { ...config.upper, learningRate: 0.01 } },
      responses: "steps",
    },
    {
      label: "upper.learningRate 0.1",
      config: { ...config, upper: { ...config.upper, learningRate: 0.1 } },
      responses: "steps",
    },
  ]);
});

test("a value the schema refuses is named with its path", () => {
  expect(() => sweepVariants(config, "upper.learningRate", [0.1, -3])).toThrow(
    /upper\.learningRate: the value -3/,
  );
  expect(() => sweepVariants(config, "upper.estimator", ["magic"])).toThrow(/"magic"/);
  expect(() => sweepVariants(config, "upper.unroll", [2.5])).toThrow(/2\.5/);
});

test.each(["seed", "suite.variant", "encoder.kind", "fixedWeights", "schemaVersion"])(
  "%s stays still in a study",
  (path) => {
    expect(() => sweepVariants(config, path, [1])).toThrow(`${path} cannot be swept`);
    expect(sweepablePaths(config)).not.toContain(path);
  },
);

test.each(["upper.nothing", "__proto__.polluted", "constructor", "encoder.layers", ""])(
  "%j is no setting here",
  (path) => {
    expect(() => sweepVariants(config, path, [1])).toThrow(/no setting/);
  },
);

test("what can be swept can be read from text", () => {
  for (const path of sweepablePaths(config)) {
    expect(parseValues(path === "mode" ? "vanilla" : "1", path)).toHaveLength(1);
  }
});

test("values are read by the kind of their setting; doubles come once", () => {
  expect(parseValues("0.01, 0.03,0.1, 1e-2", "upper.learningRate")).toEqual([0.01, 0.03, 0.1]);
  expect(parseValues("darts,unroll", "upper.estimator")).toEqual(["darts", "unroll"]);
  expect(parseValues("2,4", "encoder.layers")).toEqual([2, 4]);
});

test.each([
  ["0.1,x", '"x" is not a number'],
  ["0.1,,2", "a value is missing"],
  ["", "the list is empty"],
  ["Infinity", '"Infinity" is not a number'],
])("values %j are refused", (text, message) => {
  expect(() => parseValues(text, "upper.learningRate")).toThrow(message);
});

test("seeds are ranges, lists, or both", () => {
  expect(parseSeeds("1..5")).toEqual([1, 2, 3, 4, 5]);
  expect(parseSeeds("1, 2,7")).toEqual([1, 2, 7]);
  expect(parseSeeds("3..4,3,9")).toEqual([3, 4, 9]);
  expect(parseSeeds("0")).toEqual([0]);
});

test.each(["", "a", "-1", "1.5", "5..1", "1..", "4294967296", "1..100000", "1,,2"])(
  "seeds %j are refused",
  (text) => {
    expect(() => parseSeeds(text)).toThrow(/seeds/);
  },
);
