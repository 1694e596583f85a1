import { describe, expect, test } from "vitest";
import { flattenConfig, writeConfigPath } from "../../domain/configPaths.ts";
import { ENCODER_KINDS } from "../../domain/encoderDefaults.ts";
import { defaultRunConfig, parseRunConfig } from "../../domain/runConfig.ts";
import { configGroups } from "./configFields.ts";

describe.each(ENCODER_KINDS)("with the %s encoder", (kind) => {
  const fields = configGroups(kind).flatMap((group) => group.fields);

  test("the form has every field of the config once; the rest has its own place or no choice", () => {
    const elsewhere = [
      "schemaVersion",
      "fixedWeights",
      // Vectors are made with their images or without, and are as wide as they are.
      ...(kind === "frozen" ? ["encoder.blind", "encoder.width"] : []),
    ];
    expect([...fields.map((field) => field.path), ...elsewhere].sort()).toEqual(
      [...flattenConfig(defaultRunConfig(kind)).keys()].sort(),
    );
  });

  test("every choice offered is one the schema takes", () => {
    for (const field of fields) {
      if (field.kind !== "choice" || field.path === "encoder.kind") continue;
      for (const { value } of field.options) {
        const config = parseRunConfig(writeConfigPath(defaultRunConfig(kind), field.path, value));
        expect(flattenConfig(config).get(field.path)).toBe(value);
      }
    }
  });

  test("batches are said to be of what they are of", () => {
    const explanation = (path: string) => fields.find((field) => field.path === path)?.explanation;
    for (const path of ["lower.batchSize", "upper.trainBatchSize", "upper.hessianBatchSize"]) {
      expect(explanation(path)).toMatch(kind === "transformer" ? /\bchains\b/ : /\brows\b/);
    }
  });
});

test("every encoder can be chosen", () => {
  const field = configGroups("lexical")
    .flatMap((group) => group.fields)
    .find(({ path }) => path === "encoder.kind");
  expect(field?.kind === "choice" && field.options.map(({ value }) => value)).toEqual([
    ...ENCODER_KINDS,
  ]);
});
