import { describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import type { Chain } from "../../domain/chain.ts";
import { chainOf, sums, vocabularyOf } from "./fixtures.ts";
import {
  type ChainSequence,
  createSequenceReader,
  encodeChainSequences,
  encodeTrainSequences,
  type SequenceReading,
} from "./sequences.ts";
import { takeChains } from "./takeChains.ts";
import { BOS, STEP } from "./vocabulary.ts";

const noBreath = async () => {};
const vocabulary = await vocabularyOf(sums, 200);
const reading: SequenceReading = {
  vocabulary,
  context: 32,
  pictureTokens: () => [],
  surprisals: null,
};

/** Chains of random lengths: short and long steps, questions longer than the context. */
function randomChains(count: number): Chain[] {
  const rng = createRng(5);
  const text = (words: number) =>
    Array.from(
      { length: rng.below(words) },
      () => ["apples", "plus", "7", "gives", "更多"][rng.below(5)],
    ).join(" ");
  return Array.from({ length: count }, () =>
    chainOf(
      text(40),
      Array.from({ length: 1 + rng.below(12) }, () => text(rng.below(5) === 0 ? 40 : 8)),
    ),
  );
}

/** The sequence that scores a step, up to and including its score. */
function readBy(sequences: readonly ChainSequence[], step: number): number[] {
  const sequence = sequences.find(
    ({ firstStep, scoreAt }) => step >= firstStep && step < firstStep + scoreAt.length,
  );
  return sequence!.tokens.slice(0, sequence!.scoreAt[step - sequence!.firstStep]! + 1);
}

describe("reading a chain", () => {
  it("is BOS, question, then each step and STEP, scored there", () => {
    const { question, steps } = sums[3]!;
    const [sequence, ...others] = createSequenceReader(vocabulary, 256)(question, steps);
    expect(others).toEqual([]);
    expect(sequence!.tokens).toEqual([
      BOS,
      ...vocabulary.encode(question),
      ...steps.flatMap(({ text }) => [...vocabulary.encode(text), STEP]),
    ]);
    expect(sequence!.scoreAt.map((at) => sequence!.tokens[at])).toEqual([STEP, STEP]);
  });

  it.each([32, 33, 64])("scores a step from its prefix alone (context %i)", (context) => {
    let longest = 0;
    for (const { question, steps } of randomChains(60)) {
      // A reader of its own each: what one has read must not matter either.
      const whole = createSequenceReader(vocabulary, context)(question, steps);
      longest = Math.max(longest, whole.length);
      steps.forEach((_, i) => {
        const prefix = createSequenceReader(vocabulary, context)(question, steps.slice(0, i + 1));
        expect(readBy(prefix, i)).toEqual(readBy(whole, i));
      });
      const scored = whole.flatMap(({ firstStep, scoreAt }) =>
        scoreAt.map((_, i) => firstStep + i),
      );
      expect(scored).toEqual(steps.map((_, i) => i));
    }
    expect(longest).toBeGreaterThan(2);
  });

  it("keeps to the context; later sequences begin with the question and the last steps", () => {
    const context = 64;
    for (const { question, steps } of randomChains(60)) {
      const sequences = createSequenceReader(vocabulary, context)(question, steps);
      const head = [BOS, ...vocabulary.encode(question, context / 2 - 1)];
      for (const { tokens, firstStep, scoreAt } of sequences) {
        expect(tokens.length).toBeLessThanOrEqual(context);
        expect(tokens.slice(0, head.length)).toEqual(head);
        const ends = tokens.flatMap((token, at) => (token === STEP ? [at] : []));
        expect(ends.slice(-scoreAt.length)).toEqual(scoreAt);
        const repeated = ends.slice(0, -scoreAt.length);
        const expected = steps
          .slice(firstStep - repeated.length, firstStep)
          .flatMap(({ text }) => [...vocabulary.encode(text, context / 2 - 1), STEP]);
        expect(tokens.slice(head.length, (repeated.at(-1) ?? head.length - 1) + 1)).toEqual(
          expected,
        );
        expect(expected.length).toBeLessThanOrEqual((context - head.length) / 2);
      }
    }
  });

  it("repeats something where there is room for it", () => {
    const steps = Array.from({ length: 30 }, () => ({ text: "7" }));
    const sequences = createSequenceReader(vocabulary, 32)("7", steps);
    expect(sequences.length).toBeGreaterThan(1);
    for (const { tokens, scoreAt } of sequences.slice(1)) {
      expect(tokens.filter((token) => token === STEP).length).toBeGreaterThan(scoreAt.length);
    }
  });
});

describe("sets of sequences", () => {
  it("train set: only labelled steps are scored, and nothing after the last of them is read", async () => {
    const labelled = chainOf("7", ["7", "8", "9"], [0.5, null, 1]);
    const half = chainOf("7", ["7", "8", "9"], [0.25, null, null]);
    const unlabelled = chainOf("7", ["7"]);
    const shard = { name: "a", isEnabled: true, tier: null };
    const set = await encodeTrainSequences(
      [
        { ...shard, chains: [unlabelled, labelled] },
        { ...shard, chains: [half] },
      ],
      reading,
      noBreath,
    );
    const [seven, eight, nine] = ["7", "8", "9"].map((text) => vocabulary.encode(text)[0]!);
    expect([...set.sequences.tokens]).toEqual(
      [BOS, seven, seven, STEP, eight, STEP, nine, STEP].concat([BOS, seven, seven, STEP]),
    );
    expect([...set.sequences.start]).toEqual([0, 8, 12]);
    expect([...set.sequences.scoreAt]).toEqual([3, 7, 3]);
    expect([...set.sequences.scoreStart]).toEqual([0, 2, 3]);
    expect([...set.labels]).toEqual([0.5, 1, 0.25]);
    expect([...set.domains]).toEqual([0, 1]);
    expect(set.domainCount).toBe(2);
  });

  it("chains: steps and sequences are numbered through; some can be taken by themselves", async () => {
    const chains = randomChains(20);
    const set = await encodeChainSequences(chains, reading, noBreath);
    expect(set.sequences.scoreAt).toHaveLength(set.chainStart.at(-1)!);
    expect([...set.sequenceStart].at(-1)).toBe(set.sequences.count);
    const some = [17, 0, 3, 3];
    const alone = await encodeChainSequences(
      some.map((c) => chains[c]!),
      reading,
      noBreath,
    );
    expect(takeChains(set, some)).toEqual(alone);
    expect(takeChains(set, []).chainStart).toEqual(Int32Array.of(0));
  });
});
