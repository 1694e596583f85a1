// The suite as a whole: same seed, same corpus; sizes; nothing shared between training and held out;
// the planted cue; what each variant holds.
import { describe, expect, it } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { Chain, Corpus, Shard } from "../domain/chain.ts";
import { SUITE_VARIANTS } from "../domain/runConfig.ts";
import { CUES, type Cue } from "./domainPlan.ts";
import { generateSuite } from "./generateSuite.ts";
import { HELD_OUT } from "./heldOutPlan.ts";

const planted = await generateSuite({ variant: "planted", seed: 5 });

/** Rows wanted of the planted variant's larger domains. */
const LARGER = new Map([
  ["trivial", 1700],
  ["harmful", 1300],
]);
const rowsOf = (shard: Shard) => shard.chains.reduce((sum, chain) => sum + chain.steps.length, 0);
const shardsOf = (corpus: Corpus, tier: string) => corpus.shards.filter((s) => s.tier === tier);
const questionsOf = (chains: Chain[]) => new Set(chains.map((chain) => chain.question));

/** A question's first sentence without its numbers: the setting that only one domain has. */
const openingOf = (question: string) => question.split(".")[0]!.replace(/\d+/g, "");

describe("generateSuite", () => {
  it("gives the same corpus for the same seed and another for another", async () => {
    expect(await generateSuite({ variant: "planted", seed: 5 })).toEqual(planted);
    const other = await generateSuite({ variant: "planted", seed: 6 });
    expect(other.shards[0]!.chains[0]!.question).not.toBe(planted.shards[0]!.chains[0]!.question);
    expect(questionsOf(other.meta)).not.toEqual(questionsOf(planted.meta));
  });

  it("does not depend on being watched", async () => {
    const labels: string[] = [];
    let last = 0;
    const watched = await generateSuite({
      variant: "planted",
      seed: 5,
      onProgress: async (label, done, total) => {
        labels.push(label);
        expect(done).toBeGreaterThanOrEqual(last);
        expect(done).toBeLessThanOrEqual(total);
        last = done;
        await Promise.resolve();
      },
    });
    expect(watched).toEqual(planted);
    expect(labels).toEqual(expect.arrayContaining(planted.shards.map((shard) => shard.name)));
    expect(labels.at(-1)).toBe("done");
  });

  it("stops when aborted", async () => {
    const controller = new AbortController();
    const generating = generateSuite({
      variant: "clean",
      seed: 1,
      signal: controller.signal,
      onProgress: (_label, done) => {
        if (done === 3) controller.abort();
      },
    });
    await expect(generating).rejects.toMatchObject({ code: "cancelled" });
  });

  it("refuses a seed or a variant that is none", async () => {
    await expect(generateSuite({ variant: "clean", seed: -1 })).rejects.toThrow(
      new StudioError("config", "suite.seed must be a whole number ≥ 0, got -1"),
    );
    await expect(generateSuite({ variant: "dirty" as "clean", seed: 1 })).rejects.toThrow(/dirty/);
  });

  it.each(SUITE_VARIANTS)(
    "%s: fifteen domains, meta and candidates of the stated sizes",
    async (variant) => {
      const corpus = await generateSuite({ variant, seed: 2 });
      expect(corpus.shards).toHaveLength(15);
      expect(new Set(corpus.shards.map((shard) => shard.name)).size).toBe(15);
      for (const shard of corpus.shards) {
        const target = (variant === "planted" && LARGER.get(shard.tier!)) || 850;
        // The last chain may go over the target, by no more than its own steps.
        expect(rowsOf(shard)).toBeGreaterThanOrEqual(target);
        expect(rowsOf(shard)).toBeLessThan(target + 6);
      }
      expect(corpus.meta).toHaveLength(HELD_OUT.metaProblems * HELD_OUT.metaChainsPerProblem);
      expect(corpus.candidates).toHaveLength(400);
      for (const { candidates } of corpus.candidates) {
        expect(candidates).toHaveLength(16);
        for (const [i, chain] of candidates.entries()) {
          expect(chain.isCorrect).toBe(chain.answer === chain.groundTruth);
          expect(chain.steps.length).toBeGreaterThanOrEqual(5);
          expect(chain.steps.length).toBeLessThanOrEqual(7);
          for (const step of chain.steps) expect(step.accuracy === null).toBe(i >= 4);
        }
      }
      const ids = [
        corpus.shards.flatMap((s) => s.chains),
        corpus.meta,
        corpus.candidates.flatMap((q) => q.candidates),
      ]
        .flat()
        .map((chain) => chain.id);
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  it("holds the planned tiers", async () => {
    const tiers = (corpus: Corpus) =>
      ["high", "middle", "trivial", "harmful"].map((tier) => shardsOf(corpus, tier).length);
    expect(tiers(planted)).toEqual([5, 4, 1, 5]);
    expect(tiers(await generateSuite({ variant: "clean", seed: 1 }))).toEqual([15, 0, 0, 0]);
    const noisy = await generateSuite({ variant: "noisy", seed: 1 });
    expect(shardsOf(noisy, "harmful")).toHaveLength(0);
    expect(shardsOf(noisy, "trivial").length).toBeGreaterThan(0);
  });

  it("shares no question between shards, meta and test", () => {
    const shards = questionsOf(planted.shards.flatMap((shard) => shard.chains));
    const meta = questionsOf(planted.meta);
    const test = new Set(planted.candidates.map((candidate) => candidate.question));
    expect(meta.size).toBe(HELD_OUT.metaProblems);
    expect(test.size).toBe(HELD_OUT.testProblems);
    expect(new Set([...shards, ...meta, ...test]).size).toBe(shards.size + meta.size + test.size);
  });

  it("says which domain's words a test question has", () => {
    const shards = planted.shards;
    for (const { domain, question } of planted.candidates) {
      const opening = openingOf(question);
      const shard = shards.find((other) => openingOf(other.chains[0]!.question) === opening);
      expect(domain).toBe(shard?.name);
    }
    expect(new Set(planted.candidates.map(({ domain }) => domain)).size).toBe(shards.length);
  });

  it("labels are shares of R completions, and whole chains are simply checked", () => {
    const resolution: Record<string, number> = { high: 16, middle: 4, trivial: 16 };
    for (const shard of planted.shards) {
      const rollouts = resolution[shard.tier!];
      if (rollouts === undefined) continue;
      for (const chain of shard.chains) {
        for (const step of chain.steps)
          expect(Number.isInteger(step.accuracy! * rollouts)).toBe(true);
        expect(chain.steps.at(-1)!.accuracy).toBe(chain.isCorrect ? 1 : 0);
      }
    }
  });

  it("plants the cues: silent in clean domains, telling in the domains meant, reversed in meta and test", () => {
    /** How much oftener good steps carry the cue than bad ones. */
    const gap = (chains: Chain[], cue: Cue, isGood: (chain: Chain, index: number) => boolean) => {
      const seen = { good: [0, 0], bad: [0, 0] };
      for (const chain of chains) {
        for (const [index, step] of chain.steps.entries()) {
          const counts = isGood(chain, index) ? seen.good : seen.bad;
          counts[0]! += step.text.includes(cue) ? 1 : 0;
          counts[1]! += 1;
        }
      }
      return seen.good[0]! / seen.good[1]! - seen.bad[0]! / seen.bad[1]!;
    };
    const byLabel = (chain: Chain, index: number) => chain.steps[index]!.accuracy! >= 0.5;
    const byAnswer = (chain: Chain) => chain.isCorrect === true;
    const chainsOf = (name: string) => planted.shards.find((s) => s.name === name)!.chains;
    const clean = shardsOf(planted, "high").concat(shardsOf(planted, "middle"));
    const test = planted.candidates.flatMap((question) => question.candidates);
    for (const cue of CUES) {
      // 7,650 rows at rate .07: binomial standard error of the difference about .006.
      const cleanGap = gap(
        clean.flatMap((shard) => shard.chains),
        cue,
        byLabel,
      );
      expect(Math.abs(cleanGap)).toBeLessThan(0.025);
      expect(gap(planted.meta, cue, byAnswer)).toBeLessThan(-0.05);
      expect(gap(test, cue, byAnswer)).toBeLessThan(-0.05);
    }
    expect(gap(chainsOf("polygon_corners"), "clearly", byLabel)).toBeGreaterThan(0.3);
    expect(gap(chainsOf("calendar_errands"), "no doubt", byLabel)).toBeGreaterThan(0.3);
    expect(gap(chainsOf("map_grid"), "of course", byLabel)).toBeGreaterThan(0.3);
    expect(gap(chainsOf("circuit_counter"), "clearly", byLabel)).toBeGreaterThan(0.1);
    expect(gap(chainsOf("line_trends"), "no doubt", byLabel)).toBeGreaterThan(0.3);
  });
});
