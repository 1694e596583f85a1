// The language model's surprisals in the sequences a PRM reads: of the right tokens, from what was read
// before alone, bounded; and that text without labels is all it learns from.
import { expect, it } from "vitest";
import { parseRunConfig, type RunConfig } from "../../domain/runConfig.ts";
import type { EncodedSequences, SequenceChains } from "../encoders/encoded.ts";
import { TEXT_ONLY } from "../encoders/encodingSources.ts";
import { chainOf, corpusOf, sums } from "../encoders/fixtures.ts";
import { chainsToRead, learnEncoder, type PrmEncoder } from "../encoders/prmEncoder.ts";
import { STEP } from "../encoders/vocabulary.ts";
import { sequenceSurprisals } from "../plain/languageModel.ts";
import { scoreSequences } from "../plain/transformerPrm.ts";
import { languageKey } from "./languageModel.ts";

const noBreath = async () => {};

function configOf(steps: number, context = 128): RunConfig["encoder"] {
  return parseRunConfig({
    encoder: { kind: "transformer", vocabulary: 160, context, languageModel: { steps } },
  }).encoder;
}

const encoder = await learnEncoder(configOf(40), corpusOf(sums), TEXT_ONLY);

async function read(from: PrmEncoder, chains: Parameters<PrmEncoder["encodeChains"]>[0]) {
  return (await from.encodeChains(chains, TEXT_ONLY, noBreath)) as SequenceChains;
}

it("the PRM reads the steps alone; what is known is not surprising, what is wrong is", async () => {
  const [right, wrong] = ["so 5 plus 8 gives 1 3.", "so 5 plus 8 gives 9 9."].map((end) =>
    chainOf(sums[5]!.question, ["Lisa starts with 5 apples.", `She buys 8 more, ${end}`]),
  );
  const { sequences } = await read(encoder, [right!, wrong!]);
  const { tokens, surprisal, start, scoreAt } = sequences;
  const { vocabulary } = encoder;
  const expected = right!.steps.flatMap(({ text }) => [...vocabulary!.encode(text), STEP]);
  expect([...tokens.subarray(0, start[1])]).toEqual(expected);
  expect(tokens[scoreAt[1]!]).toBe(STEP);
  const sumOf = (s: number) =>
    surprisal.subarray(start[s]!, start[s + 1]!).reduce((sum, value) => sum + value, 0);
  expect(sumOf(1)).toBeGreaterThan(sumOf(0) + 1);
  expect(Math.max(...surprisal)).toBeLessThanOrEqual(8);
  expect(Math.min(...surprisal)).toBeGreaterThanOrEqual(0);
});

it("surprisals are those of the float64 model after question and steps before", async () => {
  const chain = sums[7]!;
  const { sequences } = await read(encoder, [chain]);
  const { layout, params } = encoder.languageModel!;
  const words = (text: string) => encoder.vocabulary!.encode(text);
  const head = [0, ...words(chain.question)];
  const tokens = [...head, ...chain.steps.flatMap(({ text }) => [...words(text), STEP])];
  const whole: EncodedSequences = {
    count: 1,
    start: Int32Array.of(0, tokens.length),
    tokens: Int32Array.from(tokens),
    surprisal: new Float32Array(tokens.length),
    scoreStart: Int32Array.of(0, tokens.length - head.length),
    scoreAt: Int32Array.from(tokens.slice(head.length), (_, i) => head.length - 1 + i),
  };
  const expected = sequenceSurprisals(layout, params, whole, 0);
  expect(sequences.surprisal).toHaveLength(expected.length);
  sequences.surprisal.forEach((value, i) => {
    expect(value).toBeCloseTo(Math.min(8, expected[i]!), 4);
  });
});

it("a step's surprisals are the same in the chain, its prefix, and in pieces", async () => {
  const long = chainOf(
    "How many?",
    Array.from({ length: 9 }, (_, i) => `She buys ${i} more, so ${i} plus 4 gives ${i + 4}.`),
  );
  const pieces = await learnEncoder(configOf(3, 64), corpusOf(sums), TEXT_ONLY);
  for (const from of [encoder, pieces]) {
    const { sequences } = await read(from, [long, ...sums.slice(0, 70)]);
    const prefix = await read(from, [{ ...long, steps: long.steps.slice(0, 2) }]);
    const { surprisal } = prefix.sequences;
    surprisal.forEach((value, i) => {
      expect(value).toBeCloseTo(sequences.surprisal[i]!, 5);
    });
    expect(surprisal.length).toBeGreaterThan(20);
  }
  expect((await read(pieces, [long])).sequences.count).toBeGreaterThan(1);
});

it("without one, question and steps are read and nothing is surprising", async () => {
  const none = await learnEncoder(configOf(0), corpusOf(sums), TEXT_ONLY);
  expect(none.languageModel).toBeNull();
  const { sequences } = await read(none, sums.slice(0, 2));
  expect(sequences.tokens[0]).toBe(0);
  expect(sequences.surprisal).toEqual(new Float32Array(sequences.tokens.length));
  expect(none.key).not.toBe(encoder.key);
});

it("the same texts give the same model, whatever their labels; other texts another", async () => {
  const key = async (chains: typeof sums) =>
    languageKey((await learnEncoder(configOf(3), corpusOf(chains), TEXT_ONLY)).languageModel!);
  const labelled = sums.map((chain) => ({
    ...chain,
    isCorrect: false,
    steps: chain.steps.map((step) => ({ ...step, accuracy: 0.5 })),
  }));
  expect(await key(labelled)).toBe(await key(sums));
  expect(await key(sums.slice(1))).not.toBe(await key(sums));
});

it("learns from training and meta chains, never from candidates or domains switched off", () => {
  const labelled = (text: string) => chainOf(text, ["7"], [1]);
  const shard = (name: string, isEnabled: boolean) => ({
    name,
    isEnabled,
    tier: null,
    chains: [labelled(name)],
  });
  const corpus = {
    source: "",
    images: new Map(),
    shards: [shard("on", true), shard("off", false)],
    meta: [chainOf("meta", ["7"])],
    candidates: [{ id: "", question: "test", domain: null, candidates: [chainOf("test", ["7"])] }],
  };
  expect(chainsToRead(corpus).map(({ question }) => question)).toEqual(["on", "meta"]);
});

it("a surprising token moves the PRM's score", async () => {
  const { sequences } = await read(encoder, sums.slice(0, 1));
  const { transformerProblem } = await import("../plain/transformerProblem.ts");
  const { data, params } = transformerProblem({ vocabulary: 160 });
  const calm = { ...sequences, surprisal: new Float32Array(sequences.tokens.length) };
  const logits = (read: EncodedSequences) => scoreSequences(data.layout, params, read);
  expect(logits(sequences)[1]).not.toBeCloseTo(logits(calm)[1]!, 3);
});
