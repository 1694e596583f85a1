import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { TEXT_ONLY } from "../encoders/encodingSources.ts";
import { corpusOf, sums, vocabularyOf } from "../encoders/fixtures.ts";
import { learnEncoder, lexicalPrmEncoder, transformerPrmEncoder } from "../encoders/prmEncoder.ts";
import { initialParams, prmLayout } from "./layout.ts";
import { readSafetensors, type SavedPrm, writeSafetensors } from "./safetensors.ts";
import { scoreChains } from "./scoreChains.ts";

const layout = prmLayout({ kind: "lexical", buckets: 64, embedding: 4, hidden: 3, blind: false });
const prm = {
  encoder: lexicalPrmEncoder({
    kind: "lexical",
    buckets: 64,
    embedding: 4,
    hidden: 3,
    blind: false,
  }),
  layout,
  params: initialParams(layout, createRng(1)),
  step: 1500,
  aggregation: "last" as const,
};

it("what is written is read again, to float32", () => {
  const read = readSafetensors(writeSafetensors(prm));
  expect(read.layout).toEqual(layout);
  expect(read.step).toBe(1500);
  expect(read.aggregation).toBe("last");
  expect([...read.params]).toEqual([...prm.params].map(Math.fround));
});

it("follows the safetensors layout: 64-bit header length, JSON, aligned tensors", () => {
  const bytes = writeSafetensors(prm);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  expect(length % 8).toBe(0);
  expect(header["embedding.weight"]).toEqual({
    dtype: "F32",
    shape: [64, 4],
    data_offsets: [0, 64 * 4 * 4],
  });
  expect(bytes.length).toBe(8 + length + layout.size * 4);
});

it("names what is wrong with a broken file", () => {
  const whole = writeSafetensors(prm);
  expect(() => readSafetensors(whole.subarray(0, 4))).toThrow(/too short/);
  expect(() => readSafetensors(whole.subarray(0, whole.length - 4))).toThrow(/"output.bias"/);
  const long = whole.slice();
  new DataView(long.buffer).setBigUint64(0, 2n ** 60n, true);
  expect(() => readSafetensors(long)).toThrow(/header claims/);
  const nan = whole.slice();
  new DataView(nan.buffer).setFloat32(nan.length - 4, Number.NaN, true);
  expect(() => readSafetensors(nan)).toThrow(/"output.bias" is not finite/);
  expect(() => readSafetensors(new TextEncoder().encode("{}".repeat(20)))).toThrow();
});

it("a transformer's language model goes with it; scored as before, it scores the same", async () => {
  const { encoder: config } = parseRunConfig({
    encoder: {
      kind: "transformer",
      vocabulary: 200,
      layers: 1,
      width: 16,
      heads: 2,
      context: 64,
      languageModel: { steps: 5 },
    },
  });
  const layout = prmLayout(config);
  const encoder = await learnEncoder(config, corpusOf(sums), TEXT_ONLY);
  const transformer = {
    ...prm,
    encoder,
    layout,
    params: initialParams(layout, createRng(2)).map(Math.fround),
  };
  const read = readSafetensors(writeSafetensors(transformer));
  expect(read.encoder.languageModel).toEqual(encoder.languageModel);
  expect(read.encoder.key).toBe(encoder.key);
  const logits = async (saved: SavedPrm) =>
    scoreChains(
      saved.layout,
      saved.params,
      await saved.encoder.encodeChains(sums.slice(0, 3), TEXT_ONLY, async () => {}),
    );
  expect(await logits(read)).toEqual(await logits(transformer));

  // The config says that there is one.
  const without = writeSafetensors({
    ...transformer,
    encoder: { ...encoder, languageModel: null },
  });
  expect(() => readSafetensors(without)).toThrow(/"language.token.weight" is missing/);
});

it("a transformer's vocabulary goes with it; scored as before, it scores the same", async () => {
  const config = {
    kind: "transformer" as const,
    vocabulary: 200,
    layers: 1,
    width: 16,
    heads: 2,
    context: 64,
    languageModel: { steps: 0 },
    blind: false,
  };
  const transformer = {
    ...prm,
    encoder: transformerPrmEncoder(config, await vocabularyOf(sums, 200), null),
    layout: prmLayout(config),
    params: initialParams(prmLayout(config), createRng(2)).map(Math.fround),
  };
  const written = writeSafetensors(transformer);
  const read = readSafetensors(written);
  const logits = async ({ encoder, layout, params }: SavedPrm) =>
    scoreChains(
      layout,
      params,
      await encoder.encodeChains(sums.slice(0, 3), TEXT_ONLY, async () => {}),
    );
  expect(await logits(read)).toEqual(await logits(transformer));
  expect(new Set(await logits(read)).size).toBe(6);

  const header = (change: (metadata: Record<string, string>) => void): Uint8Array => {
    const length = Number(new DataView(written.buffer).getBigUint64(0, true));
    const json = JSON.parse(new TextDecoder().decode(written.subarray(8, 8 + length)));
    change(json.__metadata__);
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    const out = new Uint8Array(8 + bytes.length + written.length - 8 - length);
    new DataView(out.buffer).setBigUint64(0, BigInt(bytes.length), true);
    out.set(bytes, 8);
    out.set(written.subarray(8 + length), 8 + bytes.length);
    return out;
  };
  const withVocabulary = (vocabulary: string) =>
    header((metadata) => {
      metadata["vocabulary"] = vocabulary;
    });
  expect(() => readSafetensors(withVocabulary("{}"))).toThrow(/vocabulary is not valid/);
  expect(() => readSafetensors(withVocabulary("not JSON"))).toThrow(/vocabulary is not valid/);
  const without = header((metadata) => {
    delete metadata["vocabulary"];
  });
  expect(() => readSafetensors(without)).toThrow(/vocabulary is not valid/);
});
