import { describe, expect, it } from "vitest";
import { ENCODER_DEFAULTS, ENCODER_KINDS } from "./encoderDefaults.ts";
import { PRESET_NAMES, presetConfig } from "./presets.ts";
import { checkRunConfig, defaultRunConfig, parseRunConfig } from "./runConfig.ts";

describe("the defaults", () => {
  it.each(ENCODER_KINDS)("are those of the encoder: %s", (kind) => {
    const config = parseRunConfig({ encoder: { kind } });
    expect(config).toMatchObject(ENCODER_DEFAULTS[kind]);
    expect(config).toEqual(defaultRunConfig(kind));
    expect(config.encoder.kind).toBe(kind);
    // What is complete stays as it is, whatever its values.
    expect(parseRunConfig(config)).toEqual(config);
  });

  it("differ between the encoders only where the table says", () => {
    const [lexical, transformer] = [defaultRunConfig("lexical"), defaultRunConfig("transformer")];
    const { steps: _steps, batchSize, ...lower } = transformer.lower;
    expect(batchSize).not.toBe(lexical.lower.batchSize);
    expect(lower.beta2).toBe(lexical.lower.beta2);
    expect(transformer.upper.estimator).toBe(lexical.upper.estimator);
  });

  it("are the lexical encoder's where none is named", () => {
    expect(parseRunConfig({})).toEqual(defaultRunConfig("lexical"));
    expect(parseRunConfig({ encoder: { buckets: 128 } })).toEqual({
      ...defaultRunConfig(),
      encoder: { ...defaultRunConfig().encoder, buckets: 128 },
    });
  });

  it("fill in beside what is given", () => {
    const config = parseRunConfig({
      encoder: { kind: "transformer", layers: 3 },
      lower: { steps: 10 },
    });
    expect(config.encoder).toEqual({ ...defaultRunConfig("transformer").encoder, layers: 3 });
    expect(config.lower).toEqual({ ...defaultRunConfig("transformer").lower, steps: 10 });
  });
});

describe("what is refused", () => {
  it.each([
    [{ encoder: { kind: "recurrent" } }, /encoder\.kind/],
    [{ encoder: { kind: "transformer", buckets: 64 } }, /encoder: .*"buckets"/],
    [{ encoder: { layers: 2 } }, /encoder: .*"layers"/],
    [{ encoder: { kind: "transformer", width: 64, heads: 3 } }, /encoder\.heads: .*4 × heads/],
    [{ encoder: 3 }, /encoder/],
    [{ encoder: null }, /encoder/],
    [{ backend: "wasm" }, /backend/],
    [{ lower: { clipNorm: 0 } }, /lower\.clipNorm/],
    [null, /config/],
    ["text", /config/],
  ])("%j", (input, message) => {
    expect(checkRunConfig(input).success).toBe(false);
    expect(() => parseRunConfig(input)).toThrow(message);
  });
});

it.each(ENCODER_KINDS)("presets of the %s encoder are configs; default is the defaults", (kind) => {
  for (const name of PRESET_NAMES) {
    expect(presetConfig(name, kind)).toEqual(parseRunConfig(presetConfig(name, kind)));
    expect(presetConfig(name, kind).encoder).toEqual(defaultRunConfig(kind).encoder);
  }
  expect(presetConfig("default", kind)).toEqual(defaultRunConfig(kind));
  expect(presetConfig("paper", kind).upper).toMatchObject({ estimator: "darts", metaLoss: "mse" });
});
