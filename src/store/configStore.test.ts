import { expect, test } from "vitest";
import { defaultRunConfig, parseRunConfig } from "../domain/runConfig.ts";
import { differingPaths } from "./configPaths.ts";
import { createConfigStore, syncConfigToUrl } from "./configStore.ts";
import { configFromQuery, configToQuery } from "./configUrl.ts";

test("the defaults are valid, need no query and are the default preset", () => {
  const { config, issues, preset } = createConfigStore().getState();
  expect(config).toEqual(defaultRunConfig());
  expect(issues).toEqual({});
  expect(preset).toBe("default");
  expect(configToQuery(defaultRunConfig())).toBe("");
});

test("what differs from the defaults goes through the query and back", () => {
  const config = parseRunConfig({
    seed: 7,
    mode: "fixed",
    suite: { seed: 3 },
    upper: { estimator: "darts", learningRate: 0.01 },
    fixedWeights: { "Maß & Zahl": 1.5, b: 0.5 },
  });
  const query = configToQuery(config);
  expect([...new URLSearchParams(query).keys()]).toEqual([
    "mode",
    "seed",
    "suite.seed",
    "upper.estimator",
    "upper.learningRate",
    "fixedWeights",
  ]);
  const { draft, unknown } = configFromQuery(query);
  expect(unknown).toEqual([]);
  expect(parseRunConfig(draft)).toEqual(config);
});

test("unknown parameters are named, wrong values stand at their field", () => {
  const store = createConfigStore("?lower.learningrate=1&lower.steps=many&seed=-1&constructor=1");
  const { unknownParameters, issues, config } = store.getState();
  expect(unknownParameters).toEqual(["lower.learningrate", "constructor"]);
  expect(config).toBeNull();
  expect(Object.keys(issues).sort()).toEqual(["lower.steps", "seed"]);
});

test("an empty number in the query is wrong, not zero", () => {
  expect(createConfigStore("?seed=").getState().issues["seed"]).toMatch(/number/);
});

test("a field that becomes valid again gives a config again", () => {
  const store = createConfigStore();
  store.getState().setField("lower.learningRate", -0.1);
  expect(store.getState().issues["lower.learningRate"]).toMatch(/>0/);
  expect(store.getState().preset).toBeNull();
  store.getState().setField("lower.learningRate", 0.01);
  expect(store.getState().config?.lower.learningRate).toBe(0.01);
  expect(store.getState().issues).toEqual({});
});

test("the paper preset brings the paper's choices and leaves seed and data alone", () => {
  const store = createConfigStore("?seed=9&suite.variant=clean");
  store.getState().applyPreset("paper");
  const { config, preset } = store.getState();
  expect(preset).toBe("paper");
  expect(config?.seed).toBe(9);
  expect(config?.suite.variant).toBe("clean");
  // Issue "Train a PRM …": DARTS, uncentred MSE, upper lr .01, U = 5.
  expect(config?.upper).toMatchObject({
    estimator: "darts",
    metaLoss: "mse",
    learningRate: 0.01,
    unroll: 5,
  });
  store.getState().resetToDefaults();
  expect(store.getState().config).toEqual(defaultRunConfig());
});

test("the address follows valid configs only", () => {
  const store = createConfigStore();
  const queries: string[] = [];
  syncConfigToUrl(store, (query) => queries.push(query));
  store.getState().setField("seed", 5);
  store.getState().setField("seed", Number.NaN);
  store.getState().setField("seed", 6);
  expect(queries).toEqual(["seed=5", "seed=6"]);
});

test("differing paths name leaves", () => {
  const other = parseRunConfig({ seed: 2, lower: { steps: 10 }, fixedWeights: { a: 1 } });
  expect(differingPaths(other, defaultRunConfig())).toEqual([
    "seed",
    "lower.steps",
    "fixedWeights",
  ]);
});
