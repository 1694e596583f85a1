import { expect, test } from "vitest";
import { defaultRunConfig, parseRunConfig } from "../../domain/runConfig.ts";
import { flattenConfig, writeConfigPath } from "../../store/configPaths.ts";
import { CONFIG_GROUPS } from "./configFields.ts";

const FIELDS = CONFIG_GROUPS.flatMap((group) => group.fields);

test("the form has every field of the config once; the rest has its own place or no choice", () => {
  const elsewhere = ["schemaVersion", "encoder.kind", "fixedWeights"];
  expect([...FIELDS.map((field) => field.path), ...elsewhere].sort()).toEqual(
    [...flattenConfig(defaultRunConfig()).keys()].sort(),
  );
});

test("every choice offered is one the schema takes", () => {
  for (const field of FIELDS) {
    if (field.kind !== "choice") continue;
    for (const { value } of field.options) {
      const config = parseRunConfig(writeConfigPath(defaultRunConfig(), field.path, value));
      expect(flattenConfig(config).get(field.path)).toBe(value);
    }
  }
});
