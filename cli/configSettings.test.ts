import { describe, expect, it } from "vitest";
import { defaultRunConfig } from "../src/domain/runConfig.ts";
import { assembleConfig, readConfigText, settingKeys } from "./configSettings.ts";

const faultsOf = (base: object, settings: string[]): string[] => {
  const result = assembleConfig(base as never, settings);
  return "faults" in result ? result.faults : [];
};

describe("assembling a config", () => {
  it("is the defaults where nothing is set", () => {
    expect(assembleConfig({}, [])).toEqual(defaultRunConfig());
  });

  it("sets nested keys over those of the file", () => {
    const config = assembleConfig({ lower: { steps: 10, batchSize: 32 } }, [
      "lower.steps=20",
      "upper.estimator=darts",
      "suite.seed=null",
      "upper.learningRate=1e-2",
    ]);
    const defaults = defaultRunConfig();
    expect(config).toEqual({
      ...defaults,
      lower: { ...defaults.lower, steps: 20, batchSize: 32 },
      upper: { ...defaults.upper, estimator: "darts", learningRate: 0.01 },
    });
  });

  it("takes the defaults of the encoder that is set, in the file or by key", () => {
    const transformer = defaultRunConfig("transformer");
    expect(assembleConfig({ encoder: { kind: "transformer" } }, [])).toEqual(transformer);
    expect(assembleConfig({}, ["encoder.kind=transformer", "encoder.layers=3"])).toEqual({
      ...transformer,
      encoder: { ...transformer.encoder, layers: 3 },
    });
    expect(assembleConfig({}, ["encoder.buckets=512"])).toMatchObject({
      encoder: { kind: "lexical", buckets: 512 },
    });
    expect(faultsOf({}, ["encoder.kind=transformer", "encoder.buckets=512"]).join()).toMatch(
      /encoder: .*"buckets"/,
    );
    expect(faultsOf({}, ["encoder.kind=recurrent"]).join()).toMatch(/encoder\.kind: .*"recurrent"/);
  });

  it("takes domain names with dots as fixed weights", () => {
    const config = assembleConfig({}, [
      "mode=fixed",
      "fixedWeights.gsm8k.v2=1.5",
      "fixedWeights.other=0.5",
    ]);
    expect(config).toMatchObject({ fixedWeights: { "gsm8k.v2": 1.5, other: 0.5 } });
  });

  it("names every fault, with the value it got", () => {
    const faults = faultsOf({}, [
      "lower.learningRate=-0.1",
      "seed=abc",
      "steps=5",
      "lower=3",
      "nonsense",
    ]);
    expect(faults).toHaveLength(5);
    expect(faults.join("\n")).toMatch(/lower\.learningRate: .*\(got -0\.1\)/);
    expect(faults.join("\n")).toMatch(/seed: .*\(got "abc"\)/);
    expect(faults.join("\n")).toMatch(
      /no setting "steps"; did you mean lower\.steps or encoder\.languageModel\.steps\?/,
    );
    expect(faults.join("\n")).toMatch(/"lower" is a group; set one of lower\.steps/);
    expect(faults.join("\n")).toMatch(/--set nonsense: write key=value/);
  });

  it("refuses unknown keys of the file", () => {
    expect(faultsOf({ lowr: {} }, []).join()).toMatch(/lowr/);
  });

  it("knows every leaf of the config as a key", () => {
    expect(settingKeys()).toEqual(
      expect.arrayContaining([
        "seed",
        "suite.seed",
        "lower.steps",
        "encoder.hidden",
        "encoder.layers",
        "evaluation.every",
      ]),
    );
    expect(settingKeys()).not.toContain("lower");
  });
});

describe("a config's file", () => {
  it("may be a run.json with a config inside", () => {
    expect(readConfigText('{"seed": 9, "config": {"seed": 4}}')).toEqual({ seed: 4 });
    expect(readConfigText('{"seed": 9}')).toEqual({ seed: 9 });
  });

  it("must be an object", () => {
    expect(() => readConfigText("[1]")).toThrow("is no JSON object");
    expect(() => readConfigText("{")).toThrow();
  });
});
