import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { chainOf, sums, vocabularyOf } from "../encoders/fixtures.ts";
import {
  lexicalPrmEncoder,
  type PrmEncoder,
  transformerPrmEncoder,
} from "../encoders/prmEncoder.ts";
import { takeChains } from "../encoders/takeChains.ts";
import { initialParams, prmLayout } from "./layout.ts";
import { scoreChains } from "./scoreChains.ts";

const lexical = lexicalPrmEncoder({ kind: "lexical", buckets: 256, embedding: 4, hidden: 4 });
const transformer = transformerPrmEncoder(
  { kind: "transformer", vocabulary: 200, layers: 2, width: 16, heads: 2, context: 48 },
  await vocabularyOf(sums, 200),
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
  const encoded = await encoder.encodeChains(chains, noBreath);
  const logits = scoreChains(layout, params, encoded);
  expect(logits).toHaveLength(4 * 2 + 12);
  expect(new Set(logits).size).toBeGreaterThan(15);
  expect(scoreChains(layout, params, takeChains(encoded, [4]))).toEqual(logits.slice(8));
  for (let i = 0; i < long.steps.length; i++) {
    const prefix = { ...long, steps: long.steps.slice(0, i + 1) };
    const alone = scoreChains(layout, params, await encoder.encodeChains([prefix], noBreath));
    expect(alone.at(-1)).toBeCloseTo(logits[8 + i]!, 12);
  }
});

it("refuses chains encoded for the other kind", async () => {
  const { layout, params } = prmOf(lexical);
  const sequences = await transformer.encodeChains(sums.slice(0, 1), noBreath);
  expect(() => scoreChains(layout, params, sequences)).toThrow(
    /encoded as sequences cannot be scored by a lexical PRM/,
  );
});
