import { expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import { loadFiles } from "../data/loadFiles.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { initialParams, prmLayout } from "../engine/prm/layout.ts";
import { CorpusHolder } from "./corpusHolder.ts";
import { smallFiles } from "./fixtures.ts";
import { PrmScorer } from "./prmScorer.ts";

async function scorerWithPrm() {
  const { corpus } = await loadFiles(smallFiles(), { onProgress: () => {} });
  const holder = new CorpusHolder();
  holder.replace(corpus);
  const scorer = new PrmScorer(holder);
  const config = { kind: "lexical" as const, buckets: 256, embedding: 4, hidden: 4, blind: false };
  const layout = prmLayout(config);
  const show = (seed: number) =>
    scorer.show(
      {
        encoder: lexicalPrmEncoder(config),
        layout,
        params: initialParams(layout, createRng(seed)),
        step: 1,
        aggregation: "last",
      },
      "main",
    );
  show(1);
  return { scorer, holder, corpus, show };
}

it("scores the chains that are asked for, and those alone", async () => {
  const { scorer } = await scorerWithPrm();
  const { logits, chainStart } = (await scorer.sourceLogits("candidates", [3, 39, 3, 400, -1]))!;
  const isScored = Array.from({ length: 40 }, (_, chain) =>
    logits.slice(chainStart[chain], chainStart[chain + 1]).every(Number.isFinite),
  );
  expect(isScored.flatMap((scored, chain) => (scored ? [chain] : []))).toEqual([3, 39]);
  const some = logits.slice(chainStart[3], chainStart[4]);

  const first = (await scorer.sourceLogits("candidates", { first: 5 }))!.logits;
  expect(first.findIndex(Number.isNaN)).toBe(chainStart[5]);
  const all = (await scorer.sourceLogits("candidates", "all"))!.logits;
  expect(all.every(Number.isFinite)).toBe(true);
  expect(all.slice(chainStart[3], chainStart[4])).toEqual(some);
});

it("scores anew for another PRM and another corpus", async () => {
  const { scorer, holder, corpus, show } = await scorerWithPrm();
  const before = (await scorer.sourceLogits("meta", "all"))!.logits;
  show(2);
  const other = (await scorer.sourceLogits("meta", "all"))!.logits;
  expect(other).not.toEqual(before);
  holder.replace({ ...corpus, meta: corpus.meta.slice(0, 2) });
  const fewer = (await scorer.sourceLogits("meta", "all"))!;
  expect(fewer.chainStart).toHaveLength(3);
  expect(fewer.logits).toEqual(other.slice(0, fewer.logits.length));
  expect(await new PrmScorer(holder).sourceLogits("meta", "all")).toBeNull();
});
