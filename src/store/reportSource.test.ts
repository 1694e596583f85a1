import { expect, test } from "vitest";
import type { ChainQuery, ChainView } from "../domain/inspect.ts";
import { someRunFile } from "../domain/keptRunFixture.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { CommandArgs, CommandName, CommandReply } from "../protocol/messages.ts";
import { createReportSource, isOfCorpus } from "./reportSource.ts";

interface Held {
  isCorrect: boolean | null;
  score: number;
  hasImage?: boolean;
}

/** A worker that holds chains by source and scores them as they say. */
function clientWith(held: Partial<Record<ChainQuery["source"], Held[]>>) {
  const read: number[] = [];
  function reply(name: CommandName, args: unknown): unknown {
    if (name === "chains.query") {
      const { source, correctness } = (args as CommandArgs<"chains.query">).query;
      const wanted = (held[source] ?? []).flatMap(({ isCorrect }, ref) => {
        const kind = isCorrect === null ? "unknown" : isCorrect ? "correct" : "wrong";
        return correctness === "all" || correctness === kind ? [ref] : [];
      });
      return { total: wanted.length, refs: Uint32Array.from(wanted) };
    }
    if (name === "chain.read") {
      const { source, ref, comparedTo } = args as CommandArgs<"chain.read">;
      const { isCorrect, score, hasImage = false } = held[source]![ref]!;
      read.push(ref);
      const imagePath = hasImage ? `${ref}.png` : null;
      return {
        ref,
        isCorrect,
        imagePath,
        isImageFound: hasImage,
        steps: [{ text: "a", accuracy: null, score: 0.5 }],
        other: {
          prmId: comparedTo,
          label: "",
          stepScores: [score],
          chainScores: { meanLogit: score },
        },
      } as unknown as ChainView;
    }
    if (name === "image.read") {
      const { path } = args as CommandArgs<"image.read">;
      return new Blob([new Uint8Array(path === "0.png" ? 10 : 500 * 1024)]);
    }
    throw new Error(`${name} was not expected`);
  }
  const client: StudioClient = {
    call: async <N extends CommandName>(name: N, args: CommandArgs<N>) =>
      reply(name, args) as CommandReply<N>,
    on: () => () => {},
    dispose: () => {},
  };
  return { client, read };
}

const told = async (held: Parameters<typeof clientWith>[0]) => {
  const samples = await createReportSource(clientWith(held).client).samples("main", "meanLogit");
  if (samples.kind === "none") return samples;
  const { source, looked, chains } = samples;
  return {
    source,
    looked,
    chains: chains.map(({ kind, chain, score }) => [kind, chain.ref, score]),
  };
};

test("the best and the worst judged of right and of wrong answers are told, candidates first", async () => {
  const candidates = [0.2, 0.9, 0.5, 0.1, 0.8, 0.6].map((score, ref) => ({
    isCorrect: ref < 3,
    score,
  }));
  expect(await told({ candidates, meta: [{ isCorrect: true, score: 1 }] })).toEqual({
    source: "candidates",
    looked: 6,
    chains: [
      ["rightHighest", 1, 0.9],
      ["wrongLowest", 3, 0.1],
      ["rightLowest", 0, 0.2],
      ["wrongHighest", 4, 0.8],
    ],
  });
});

test("a chain stands there once; where no answer is known, the ends are told", async () => {
  expect(await told({ meta: [{ isCorrect: true, score: 0.4 }] })).toEqual({
    source: "meta",
    looked: 1,
    chains: [["rightHighest", 0, 0.4]],
  });
  const shards = [0.3, 0.7, 0.5].map((score) => ({ isCorrect: null, score }));
  expect(await told({ shards })).toEqual({
    source: "shards",
    looked: 3,
    chains: [
      ["highest", 1, 0.7],
      ["lowest", 0, 0.3],
    ],
  });
  expect(await told({})).toEqual({ kind: "none", reason: "noChains", detail: "" });
});

test("of many chains some are looked at, from the first to the last", async () => {
  const candidates = Array.from({ length: 1000 }, (_, ref) => ({
    isCorrect: true,
    score: ref / 1000,
  }));
  const { client, read } = clientWith({ candidates });
  await createReportSource(client).samples("main", "meanLogit");
  expect(read).toHaveLength(24);
  expect(read[0]).toBe(0);
  expect(Math.max(...read)).toBeGreaterThan(950);
});

test("images come along as far as they are small; an error is told in its words", async () => {
  const { client } = clientWith({
    candidates: [
      { isCorrect: true, score: 0.9, hasImage: true },
      { isCorrect: false, score: 0.1, hasImage: true },
    ],
  });
  const samples = await createReportSource(client).samples("main", "meanLogit");
  expect(
    samples.kind === "chains" && samples.chains.map(({ image }) => image?.size ?? null),
  ).toEqual([10, null]);
  const broken = { ...client, call: () => Promise.reject(new Error("no vectors")) };
  expect(await createReportSource(broken).samples("main", "meanLogit")).toEqual({
    kind: "none",
    reason: "failed",
    detail: "no vectors",
  });
});

test("a run is of the data that are loaded where source and training domains are the same", () => {
  const run = someRunFile();
  const summary = (source: string, names: readonly string[]) =>
    ({
      source,
      domains: names.map((name) => ({
        name: name.replace("!", ""),
        isEnabled: !name.endsWith("!"),
      })),
    }) as CorpusSummary;
  expect(isOfCorpus(run, summary("two domains", ["a", "b"]))).toBe(true);
  expect(isOfCorpus(run, summary("two domains", ["a", "c!", "b"]))).toBe(true);
  expect(isOfCorpus(run, summary("two domains", ["a", "b!"]))).toBe(false);
  expect(isOfCorpus(run, summary("others", ["a", "b"]))).toBe(false);
  expect(isOfCorpus(run, null)).toBe(false);
});
