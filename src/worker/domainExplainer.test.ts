import { expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import { loadFiles } from "../data/loadFiles.ts";
import type { Corpus } from "../domain/chain.ts";
import type { DomainPulls } from "../domain/inspect.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { initialParams, prmLayout } from "../engine/prm/layout.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { CorpusHolder } from "./corpusHolder.ts";
import { DomainExplainer } from "./domainExplainer.ts";
import { smallConfig, smallFiles } from "./fixtures.ts";

const ENCODER = { kind: "lexical" as const, buckets: 256, embedding: 4, hidden: 4, blind: false };
const layout = prmLayout(ENCODER);
const PRM: SavedPrm = {
  encoder: lexicalPrmEncoder(ENCODER),
  layout,
  params: initialParams(layout, createRng(1)).map((value) => 3 * value),
  step: 70,
  aggregation: "meanLogit",
};

async function explainerOf(
  change: (corpus: Corpus) => Corpus = (corpus) => corpus,
  prm: SavedPrm | null = PRM,
) {
  const { corpus } = await loadFiles(smallFiles(), { onProgress: () => {} });
  const holder = new CorpusHolder();
  holder.replace(change(corpus));
  const config = smallConfig({ heldOut: { metaShare: 0.5 } });
  return {
    holder,
    config,
    explainer: new DomainExplainer(
      holder,
      () => prm,
      () => config,
    ),
  };
}

/** Twelve times the thirty meta chains, each question another. */
const withMoreMeta = (corpus: Corpus): Corpus => ({
  ...corpus,
  meta: Array.from({ length: 12 }, (_, i) =>
    corpus.meta.map((chain) => ({ ...chain, question: `${i}. ${chain.question}` })),
  ).flat(),
});

it("names the strongest meta chains both ways, as Inspect counts them", async () => {
  const { holder, config, explainer } = await explainerOf(withMoreMeta);
  const found = await explainer.explain("apples");
  expect(found).toMatchObject({ domain: "apples", atStep: 70 });
  const isDescending = (pulls: number[]) =>
    pulls.every((pull, i) => i === 0 || pull <= pulls[i - 1]!);
  expect(found.up).toHaveLength(12);
  expect(found.down).toHaveLength(12);
  expect(isDescending(found.up.map(({ pull }) => pull))).toBe(true);
  expect(isDescending(found.down.map(({ pull }) => -pull))).toBe(true);
  const { keptMeta } = holder.split(config.heldOut);
  expect(keptMeta.length).toBeGreaterThan(50);
  for (const { ref, question, isCorrect, score, pull } of [...found.up, ...found.down]) {
    const { chain } = holder.chains("meta")[ref]!;
    expect(chain.question).toBe(question);
    expect(chain.isCorrect).toBe(isCorrect);
    expect(keptMeta).not.toContain(chain);
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(1);
    expect(pull).not.toBe(0);
  }
});

it("a domain with its labels flipped is pulled the other way", async () => {
  const { explainer } = await explainerOf(withMoreMeta);
  const totals: Record<string, DomainPulls["total"]> = {};
  for (const domain of ["apples", "pears", "flipped"]) {
    totals[domain] = (await explainer.explain(domain)).total;
  }
  expect(totals["apples"]! * totals["flipped"]!).toBeLessThan(0);
  expect(totals["apples"]! * totals["pears"]!).toBeGreaterThan(0);
});

it("says in words what is missing", async () => {
  const withoutPrm = await explainerOf(undefined, null);
  await expect(withoutPrm.explainer.explain("apples")).rejects.toMatchObject({ code: "state" });
  const withoutMeta = await explainerOf((corpus) => ({ ...corpus, meta: [] }));
  await expect(withoutMeta.explainer.explain("apples")).rejects.toMatchObject({ code: "state" });
  const { explainer } = await explainerOf();
  await expect(explainer.explain("plums")).rejects.toMatchObject({
    code: "data",
    message: expect.stringContaining("plums"),
  });
});
