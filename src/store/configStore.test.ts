import { describe, expect, test } from "vitest";
import { differingPaths } from "../domain/configPaths.ts";
import { presetConfig } from "../domain/presets.ts";
import { defaultRunConfig, parseRunConfig } from "../domain/runConfig.ts";
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

describe("the encoder", () => {
  const transformer = defaultRunConfig("transformer");

  test("chosen in the form brings its defaults, and the address holds nothing else", () => {
    const store = createConfigStore();
    store.getState().setField("encoder.kind", "transformer");
    expect(store.getState().config).toEqual(transformer);
    expect(store.getState().preset).toBe("default");
    expect(configToQuery(transformer)).toBe("encoder.kind=transformer");
    expect(createConfigStore("?encoder.kind=transformer").getState().config).toEqual(transformer);
    store.getState().setField("encoder.kind", "lexical");
    expect(store.getState().config).toEqual(defaultRunConfig());
  });

  test("changed keeps what the user had set", () => {
    const store = createConfigStore("?seed=7");
    store.getState().setField("lower.batchSize", 77);
    store.getState().setField("upper.estimator", "cg");
    store.getState().setField("encoder.kind", "transformer");
    const { config, preset } = store.getState();
    expect(config?.seed).toBe(7);
    expect(config?.lower).toEqual({ ...transformer.lower, batchSize: 77 });
    expect(config?.upper).toEqual({ ...transformer.upper, estimator: "cg" });
    expect(config?.encoder).toEqual(transformer.encoder);
    expect(preset).toBeNull();
  });

  test("changed under a preset stays in the preset; a preset keeps the encoder", () => {
    const store = createConfigStore();
    store.getState().applyPreset("paper");
    store.getState().setField("encoder.kind", "transformer");
    expect(store.getState().preset).toBe("paper");
    expect(store.getState().config?.upper).toEqual(presetConfig("paper", "transformer").upper);
    store.getState().applyPreset("default");
    expect(store.getState().config).toEqual(transformer);
    store.getState().resetToDefaults();
    expect(store.getState().config).toEqual(defaultRunConfig());
  });

  test("changed while another field is wrong leaves that field", () => {
    const store = createConfigStore();
    store.getState().setField("lower.steps", Number.NaN);
    store.getState().setField("encoder.kind", "transformer");
    expect(Object.keys(store.getState().issues)).toEqual(["lower.steps"]);
    store.getState().setField("lower.steps", transformer.lower.steps);
    expect(store.getState().config).toEqual(transformer);
  });

  test("goes through the address with what differs from its own defaults", () => {
    const config = parseRunConfig({
      seed: 3,
      encoder: { kind: "transformer", layers: 4 },
      lower: { batchSize: defaultRunConfig("lexical").lower.batchSize },
    });
    const query = configToQuery(config);
    expect([...new URLSearchParams(query).keys()]).toEqual([
      "encoder.kind",
      "seed",
      "encoder.layers",
      "lower.batchSize",
    ]);
    expect(parseRunConfig(configFromQuery(query).draft)).toEqual(config);
    // The order of parameters does not matter.
    const turned = new URLSearchParams([...new URLSearchParams(query)].reverse()).toString();
    expect(parseRunConfig(configFromQuery(turned).draft)).toEqual(config);
  });

  test("of another kind's field or no known kind is reported", () => {
    const store = createConfigStore("?encoder.kind=transformer&encoder.buckets=64");
    expect(store.getState().unknownParameters).toEqual(["encoder.buckets"]);
    const strange = createConfigStore("?encoder.kind=recurrent");
    expect(Object.keys(strange.getState().issues)).toEqual(["encoder.kind"]);
    strange.getState().setField("encoder.kind", "transformer");
    expect(strange.getState().config).toEqual(transformer);
  });
});
