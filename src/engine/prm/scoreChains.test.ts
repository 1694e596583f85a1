import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { TEXT_ONLY } from "../encoders/encodingSources.ts";
import { chainOf, sums, vocabularyOf } from "../encoders/fixtures.ts";
import {
  lexicalPrmEncoder,
  type PrmEncoder,
  transformerPrmEncoder,
} from "../encoders/prmEncoder.ts";
import { singleSteps } from "../encoders/singleSteps.ts";
import { takeChains } from "../encoders/takeChains.ts";
import { savedHead } from "../fixtures/savedHead.ts";
import { scoreSequences } from "../plain/transformerPrm.ts";
import { initialParams, isTransformer, prmLayout } from "./layout.ts";
import { scoreChains } from "./scoreChains.ts";

const lexical = lexicalPrmEncoder({
  kind: "lexical",
  buckets: 256,
  embedding: 4,
  hidden: 4,
  blind: false,
});
const transformer = transformerPrmEncoder(
  {
    kind: "transformer",
    vocabulary: 200,
    layers: 2,
    width: 16,
    heads: 2,
    context: 48,
    languageModel: { steps: 0 },
    blind: false,
  },
  await vocabularyOf(sums, 200),
  null,
);
const noBreath = async () => {};

/** Longer than the context: read in several sequences. */
const long = chainOf(
  "How many apples?",
  Array.from({ length: 12 }, (_, i) => `She buys ${i} more, so ${i} plus 4 gives ${i + 4}.`),
);

function prmOf(encoder: PrmEncoder) {
  const layout = prmLayout(encoder.config);
  return { layout, params: initialParams(layout, createRng(1)) };
}

it.each([
  ["lexical", lexical],
  ["transformer", transformer],
])("%s: a step is scored alike in a chain, its prefix, and beside others", async (_, encoder) => {
  const { layout, params } = prmOf(encoder);
  const chains = [...sums.slice(0, 4), long];
  const encoded = await encoder.encodeChains(chains, TEXT_ONLY, noBreath);
  const logits = await scoreChains(layout, params, encoded);
  expect(logits).toHaveLength(4 * 2 + 12);
  expect(new Set(logits).size).toBeGreaterThan(15);
  const alone = await scoreChains(layout, params, takeChains(encoded, [4]));
  alone.forEach((logit, i) => {
    expect(logit).toBeCloseTo(logits[8 + i]!, 5);
  });
  for (let i = 0; i < long.steps.length; i++) {
    const prefix = { ...long, steps: long.steps.slice(0, i + 1) };
    const read = await scoreChains(
      layout,
      params,
      await encoder.encodeChains([prefix], TEXT_ONLY, noBreath),
    );
    expect(read.at(-1)).toBeCloseTo(logits[8 + i]!, 5);
  }
});

it("refuses chains encoded for the other kind", async () => {
  const { layout, params } = prmOf(lexical);
  const sequences = await transformer.encodeChains(sums.slice(0, 1), TEXT_ONLY, noBreath);
  await expect(scoreChains(layout, params, sequences)).rejects.toThrow(
    /encoded as sequences cannot be scored by a lexical PRM/,
  );
});

it("heads score vectors as wide as they read, and no others", async () => {
  const { layout, params } = savedHead("linear");
  const vectors = {
    count: 2,
    width: 8,
    values: Float32Array.from({ length: 16 }, (_, i) => i / 8),
    prefixStart: Int32Array.of(0, 1, 2),
    prefix: Int32Array.of(1, 0),
  };
  const chains = { kind: "vectors" as const, vectors, chainStart: Int32Array.of(0, 2) };
  const dot = (from: number) =>
    Array.from({ length: 8 }, (_, i) => params[i]! * vectors.values[from + i]!).reduce(
      (sum, part) => sum + part,
      params[8]!,
    );
  const logits = await scoreChains(layout, params, chains);
  expect(logits[0]).toBeCloseTo(dot(8), 12);
  expect(logits[1]).toBeCloseTo(dot(0), 12);
  const single = singleSteps(chains);
  expect([...single.chainStart]).toEqual([0, 1, 2]);
  expect(await scoreChains(layout, params, single)).toEqual(logits);
  await expect(
    scoreChains(layout, params, { ...chains, vectors: { ...vectors, width: 4 } }),
  ).rejects.toThrow(/Vectors of 4 numbers cannot be scored by a head that reads 8/);
});

it("agrees with the float64 forward pass of the transformer", async () => {
  const { layout, params } = prmOf(transformer);
  const encoded = await transformer.encodeChains([...sums.slice(0, 5), long], TEXT_ONLY, noBreath);
  if (!isTransformer(layout) || encoded.kind !== "sequences") throw new Error("not a transformer");
  const expected = scoreSequences(layout, params, encoded.sequences);
  const logits = await scoreChains(layout, params, encoded);
  logits.forEach((logit, i) => {
    expect(logit).toBeCloseTo(expected[i]!, 4);
  });
});

it("scores no chains at all", async () => {
  for (const encoder of [lexical, transformer]) {
    const { layout, params } = prmOf(encoder);
    const encoded = await encoder.encodeChains([], TEXT_ONLY, noBreath);
    expect(await scoreChains(layout, params, encoded)).toHaveLength(0);
  }
});
