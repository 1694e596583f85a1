import { describe, expect, it } from "vitest";
import type { Chain, Corpus } from "../domain/chain.ts";
import { splitCorpus } from "./splitCorpus.ts";
import { wholeResponses } from "./wholeResponses.ts";

const chain = (question: string, id: string, accuracy: number | null = 0.5): Chain => ({
  id,
  question,
  steps: [
    { text: "first", accuracy },
    { text: "second", accuracy: accuracy === null ? null : accuracy / 2 },
  ],
  groundTruth: null,
  isCorrect: true,
  answer: null,
  model: null,
  imagePath: null,
});

/** Two shards over the same questions, a meta set of `metaQuestions` with two chains each. */
function corpusOf(questions: number, metaQuestions: number): Corpus {
  const shard = (name: string) => ({
    name,
    isEnabled: true,
    tier: null,
    chains: Array.from({ length: questions }, (_, i) => chain(`Question ${i}?`, `${name}/${i}`)),
  });
  return {
    source: "test",
    images: new Map(),
    shards: [shard("a"), shard("b")],
    meta: Array.from({ length: 2 * metaQuestions }, (_, i) =>
      chain(`Meta ${i >> 1}`, `meta/${i}`, null),
    ),
    candidates: [],
  };
}

describe("splitCorpus", () => {
  it("keeps about the share, whole questions, the same in every domain", () => {
    const corpus = corpusOf(1000, 1000);
    const { training, keptMeta, keptSteps } = splitCorpus(corpus, {
      metaShare: 0.2,
      shardShare: 0.1,
    });
    expect(keptMeta.length / 2000).toBeGreaterThan(0.15);
    expect(keptMeta.length / 2000).toBeLessThan(0.25);
    expect(training.meta).toHaveLength(2000 - keptMeta.length);
    const keptQuestions = new Set(keptMeta.map(({ question }) => question));
    expect(training.meta.some(({ question }) => keptQuestions.has(question))).toBe(false);
    const of = (name: string) =>
      keptSteps.filter(({ domain }) => domain === name).map((kept) => kept.chain.question);
    expect(of("a").length).toBeGreaterThan(60);
    expect(of("a").length).toBeLessThan(140);
    expect(of("a")).toEqual(of("b"));
    expect(training.shards[0]!.chains).toHaveLength(1000 - of("a").length);
    const again = splitCorpus(corpus, { metaShare: 0.2, shardShare: 0.3 });
    expect(again.keptMeta).toEqual(keptMeta);
    const more = new Set(again.keptSteps.map((kept) => kept.chain));
    expect(keptSteps.every((kept) => more.has(kept.chain))).toBe(true);
  });

  it("the wording's case and blanks make no other question", () => {
    const corpus = corpusOf(100, 50);
    const shouted: Corpus = {
      ...corpus,
      meta: corpus.meta.map((c) => ({ ...c, question: ` ${c.question.toUpperCase()} ` })),
    };
    const ids = (of: Corpus) =>
      splitCorpus(of, { metaShare: 0.3, shardShare: 0 }).keptMeta.map(({ id }) => id);
    expect(ids(shouted)).toEqual(ids(corpus));
    expect(ids(corpus).length).toBeGreaterThan(0);
  });

  it("keeps nothing of what is too little, and never a whole domain", () => {
    const small = splitCorpus(corpusOf(20, 20), { metaShare: 0.5, shardShare: 0.5 });
    expect([small.keptMeta, small.keptSteps]).toEqual([[], []]);
    const corpus = corpusOf(40, 0);
    const one = corpus.shards[0]!;
    const same = { ...one, chains: one.chains.map((c) => ({ ...c, question: "Question 0?" })) };
    for (const shardShare of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const { training } = splitCorpus({ ...corpus, shards: [same] }, { metaShare: 0, shardShare });
      expect(training.shards[0]!.chains).toHaveLength(40);
    }
    expect(splitCorpus(corpus, { metaShare: 0, shardShare: 0 }).training.shards).toEqual(
      corpus.shards,
    );
  });
});

it("wholeResponses makes one step of each chain, labelled as the last one or by the answer", () => {
  const corpus = corpusOf(1, 1);
  const whole = wholeResponses(corpus);
  expect(whole.shards[0]!.chains[0]!.steps).toEqual([{ text: "first\n\nsecond", accuracy: 0.25 }]);
  expect(whole.meta[0]!.steps).toEqual([{ text: "first\n\nsecond", accuracy: 1 }]);
});

it("takes the same words about other images for other questions, whatever archive they came in", () => {
  const about = (archive: string): Corpus => ({
    ...corpusOf(0, 0),
    shards: [],
    meta: Array.from({ length: 200 }, (_, i) => ({
      ...chain("What is shown?", `meta/${i}`),
      isCorrect: i % 2 === 0,
      imagePath: `${archive}images/${i}.png`,
    })),
  });
  const keptOf = (archive: string) =>
    splitCorpus(about(archive), { metaShare: 0.3, shardShare: 0 }).keptMeta.map(({ id }) => id);
  expect(keptOf("").length).toBeGreaterThan(30);
  expect(keptOf("").length).toBeLessThan(90);
  expect(keptOf("data.zip/")).toEqual(keptOf(""));
});
