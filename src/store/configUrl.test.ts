import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattenConfig, readConfigPath, writeConfigPath } from "../domain/configPaths.ts";
import { ENCODER_KINDS, type EncoderKind } from "../domain/encoderDefaults.ts";
import {
  AGGREGATIONS,
  BACKENDS,
  checkRunConfig,
  defaultRunConfig,
  ESTIMATORS,
  META_LOSSES,
  META_UNITS,
  MODES,
  parseRunConfig,
  type RunConfig,
  SCHEDULES,
  SUITE_VARIANTS,
} from "../domain/runConfig.ts";
import { createConfigStore } from "./configStore.ts";
import { configFromQuery, configToLinkQuery, configToQuery } from "./configUrl.ts";

const WORDS = [
  ...MODES,
  ...BACKENDS,
  ...SUITE_VARIANTS,
  ...ESTIMATORS,
  ...META_LOSSES,
  ...META_UNITS,
  ...AGGREGATIONS,
  ...SCHEDULES,
];

/** Anything a field of any config might be; the schema says what it takes. */
const anyValue = fc.oneof(
  fc.nat(4096),
  fc.integer({ min: 1, max: 0xffffffff }),
  fc.double({ noNaN: true, min: 0, max: 1 }).map((value) => value + 0),
  fc.double({ noNaN: true, min: 1e-12, max: 10 }),
  fc.constantFrom<unknown>(...WORDS, true, false, null),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.dictionary(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.double({ noNaN: true, min: 0, max: 5 }),
    { maxKeys: 300 },
  ),
);

/** Defaults of one encoder with some of the values in place, those that the schema takes. */
const anyConfig = fc.constantFrom(...ENCODER_KINDS).chain((kind: EncoderKind) => {
  const paths = [...flattenConfig(defaultRunConfig(kind)).keys()].filter(
    (path) => path !== "encoder.kind",
  );
  const changes = fc.array(fc.tuple(fc.constantFrom(...paths), anyValue), { maxLength: 60 });
  return changes.map((list) =>
    list.reduce<RunConfig>((config, [path, value]) => {
      const checked = checkRunConfig(writeConfigPath(config, path, value));
      return checked.success ? checked.data : config;
    }, defaultRunConfig(kind)),
  );
});

test("any config goes through a link, and through the address, and comes back the same", () => {
  const changed = new Set<string>();
  fc.assert(
    fc.property(anyConfig, (config) => {
      for (const query of [configToLinkQuery(config), configToQuery(config)]) {
        const { draft, unknown, newerVersion } = configFromQuery(`?${query}`);
        expect(unknown).toEqual([]);
        expect(newerVersion).toBeNull();
        expect(parseRunConfig(draft)).toEqual(config);
      }
      const defaults = defaultRunConfig(config.encoder.kind);
      for (const [path, value] of flattenConfig(config)) {
        if (!Object.is(value, readConfigPath(defaults, path))) changed.add(path);
      }
    }),
    { numRuns: 150 },
  );
  // The property would hold of defaults alone: most fields must have been something else.
  expect(changed.size).toBeGreaterThan(25);
});

test("a link names version and seed even where both are as by default, and says nothing twice", () => {
  expect(configToLinkQuery(defaultRunConfig())).toBe("v=1&seed=1");
  const config = parseRunConfig({ seed: 7, encoder: { kind: "transformer" }, lower: { steps: 9 } });
  expect(configToLinkQuery(config)).toBe("v=1&seed=7&encoder.kind=transformer&lower.steps=9");
});

test("a list of many weights, with names in any script, stands whole in a link", () => {
  const fixedWeights = Object.fromEntries(
    Array.from({ length: 200 }, (_, place) => [`領域 & "${place}" #?=+%`, 1 + place / 3]),
  );
  const config = parseRunConfig({ mode: "fixed", fixedWeights });
  const { draft, unknown } = configFromQuery(configToLinkQuery(config));
  expect(unknown).toEqual([]);
  expect(parseRunConfig(draft)).toEqual(config);
});

describe("the version", () => {
  test("is the first where the address names none", () => {
    expect(configFromQuery("?seed=3")).toEqual({
      ...configFromQuery("?v=1&seed=3"),
      hasSettings: true,
    });
  });

  test("of before is brought up step by step; what the present one knows is then read", () => {
    const renamed = (query: URLSearchParams) => {
      query.set("lower.steps", query.get("steps") ?? "");
      query.delete("steps");
    };
    const doubled = (query: URLSearchParams) =>
      query.set("lower.steps", `${2 * Number(query.get("lower.steps"))}`);
    const stepsAt = (search: string) => {
      const { draft, unknown, newerVersion } = configFromQuery(search, [renamed, doubled]);
      return { steps: readConfigPath(draft, "lower.steps"), unknown, newerVersion };
    };
    const read = (steps: number) => ({ steps, unknown: [], newerVersion: null });
    expect(stepsAt("?steps=40")).toEqual(read(80));
    expect(stepsAt("?v=1&steps=40")).toEqual(read(80));
    expect(stepsAt("?v=2&lower.steps=40")).toEqual(read(80));
    expect(stepsAt("?v=3&lower.steps=40")).toEqual(read(40));
  });

  test("of later is said, and what is known is taken all the same", () => {
    const store = createConfigStore("?v=12&seed=5&upper.memory=3");
    expect(store.getState()).toMatchObject({
      newerAddress: 12,
      unknownParameters: ["upper.memory"],
      config: { seed: 5 },
    });
    store.getState().dismissAddress();
    expect(store.getState()).toMatchObject({ newerAddress: null, unknownParameters: [] });
  });

  test.each(["0", "-1", "1.5", "one", "", "1e3"])("v=%s is none, and is named", (text) => {
    expect(configFromQuery(`?v=${text}`)).toMatchObject({
      unknown: [`v=${text}`],
      newerVersion: null,
    });
  });
});

test("settings were asked for where a version or a known field stands in the address", () => {
  const isAddressed = (search: string) => createConfigStore(search).getState().isAddressed;
  expect(isAddressed("")).toBe(false);
  expect(isAddressed("?utm=mail")).toBe(false);
  expect(isAddressed("?v=1&seed=1")).toBe(true);
  expect(isAddressed("?seed=1")).toBe(true);
});

test("the version of the config's own schema is no field of an address", () => {
  const { unknownParameters, config } = createConfigStore("?schemaVersion=2").getState();
  expect(unknownParameters).toEqual(["schemaVersion"]);
  expect(config).toEqual(defaultRunConfig());
});

test("settings that are offered in the address's place are taken or left", () => {
  const other = parseRunConfig({ seed: 8 });
  const store = createConfigStore("?v=1&seed=3");
  store.getState().offer(other);
  expect(store.getState()).toMatchObject({ config: { seed: 3 }, setAside: other });
  store.getState().dismissOffer();
  expect(store.getState()).toMatchObject({ config: { seed: 3 }, setAside: null });
  store.getState().offer(other);
  store.getState().takeOffer();
  expect(store.getState()).toMatchObject({ config: other, setAside: null });
});
