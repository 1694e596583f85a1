import { expect, test } from "vitest";
import type { Chain, Corpus, Shard } from "../domain/chain.ts";
import { enableDomain, mergeDomains, renameDomain } from "./editCorpus.ts";

const chain = (id: string): Chain => ({
  id,
  question: "q",
  steps: [{ text: id, accuracy: 1 }],
  groundTruth: null,
  isCorrect: null,
  answer: null,
  model: null,
  imagePath: null,
});
const shard = (name: string, ids: string[], more: Partial<Shard> = {}): Shard => ({
  name,
  isEnabled: true,
  tier: null,
  chains: ids.map(chain),
  ...more,
});
const corpus: Corpus = {
  source: "test",
  images: new Map(),
  shards: [
    shard("a", ["1", "2"], { tier: "high" }),
    shard("b", ["3"], { tier: "high", isEnabled: false }),
    shard("c", ["2", "4"], { tier: "harmful" }),
  ],
  meta: [chain("m")],
  candidates: [],
};

test("every edit leaves the corpus before as it was and shares what did not change", () => {
  const before = structuredClone(corpus);
  const renamed = renameDomain(corpus, "b", " bee ");
  expect(renamed.shards.map(({ name }) => name)).toEqual(["a", "bee", "c"]);
  const merged = mergeDomains(corpus, ["c", "a"], "c");
  const switched = enableDomain(corpus, "a", false);
  expect(switched.shards.map(({ isEnabled }) => isEnabled)).toEqual([false, false, true]);
  for (const edited of [renamed, merged, switched]) {
    expect(edited.meta).toBe(corpus.meta);
    expect(edited.shards).not.toBe(corpus.shards);
  }
  expect(renamed.shards[0]).toBe(corpus.shards[0]);
  expect(corpus).toEqual(before);
});

test("merging puts chains in domain order at the first one's place; equal ids stay apart", () => {
  const { shards } = mergeDomains(corpus, ["c", "a"], "both");
  expect(shards.map(({ name }) => name)).toEqual(["both", "b"]);
  expect(shards[0]!.chains.map(({ id }) => id)).toEqual(["1", "2", "c/2", "4"]);
  expect(shards[0]).toMatchObject({ tier: null, isEnabled: true });
  expect(mergeDomains(corpus, ["a", "b"], "a").shards[0]!.tier).toBe("high");
});

test("renaming to an existing or empty name says so and points to merging", () => {
  expect(() => renameDomain(corpus, "a", "b")).toThrow("there is already a domain “b”");
  expect(() => renameDomain(corpus, "a", "  ")).toThrow("cannot be empty");
  expect(() => renameDomain(corpus, "a", "__proto__")).toThrow("__proto__");
  expect(() => renameDomain(corpus, "x", "y")).toThrow("there is no domain “x”");
  expect(renameDomain(corpus, "a", "a")).toBe(corpus);
  let hint = "";
  try {
    renameDomain(corpus, "a", "b");
  } catch (error) {
    hint = (error as { hint: string }).hint;
  }
  expect(hint).toContain("merge");
});

test("merging needs two domains that exist and a name that is free", () => {
  expect(() => mergeDomains(corpus, ["a", "a"], "x")).toThrow("at least two domains, got 1");
  expect(() => mergeDomains(corpus, ["a", "x"], "y")).toThrow("there is no domain “x”");
  expect(() => mergeDomains(corpus, ["a", "b"], "c")).toThrow("already a domain “c”");
  expect(() => mergeDomains(corpus, ["a", "b"], "")).toThrow("cannot be empty");
  expect(() => enableDomain(corpus, "x", true)).toThrow("there is no domain “x”");
});
