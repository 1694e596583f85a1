import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { TEXT_ONLY } from "../encoders/encodingSources.ts";
import { chainOf, sums, vocabularyOf } from "../encoders/fixtures.ts";
import {
  lexicalPrmEncoder,
  type PrmEncoder,
  transformerPrmEncoder,
} from "../encoders/prmEncoder.ts";
import { takeChains } from "../encoders/takeChains.ts";
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
