import { expect, test } from "vitest";
import type { ChainView } from "../../domain/inspect.ts";
import { AGGREGATIONS, type Aggregation } from "../../domain/runConfig.ts";
import { WITH_IMAGE } from "../../store/readChain.ts";
import { imageEffect } from "./imageEffect.ts";

const all = (score: number) =>
  Object.fromEntries(AGGREGATIONS.map((name) => [name, score])) as Record<Aggregation, number>;

function blind(scores: number[], chainScore: number, seen: number[], seenChain: number): ChainView {
  return {
    source: "meta",
    ref: 0,
    id: "c",
    domain: null,
    question: "?",
    groundTruth: null,
    answer: null,
    model: null,
    isCorrect: null,
    imagePath: "i.png",
    isImageFound: true,
    steps: scores.map((score) => ({ text: "s", accuracy: null, score })),
    chainScores: all(chainScore),
    other: {
      prmId: WITH_IMAGE,
      label: "Image seen",
      stepScores: seen,
      chainScores: all(seenChain),
    },
  };
}

test("says where the chain score went and which step changed most", () => {
  expect(imageEffect(blind([0.5, 0.2], 0.3, [0.6, 0.9], 0.8), "meanLogit")).toMatch(
    /^The chain score falls from 0\.80\d* to 0\.30\d*; step 2 changes most, from 0\.90\d* to 0\.20\d*\.$/,
  );
  expect(imageEffect(blind([0.9], 0.9, [0.2], 0.2), "last")).toMatch(/^The chain score rises/);
  expect(imageEffect(blind([0.5, 0.6], 0.5, [0.6, 0.5], 0.5), "last")).toMatch(
    /^The chain score stays at 0\.50/,
  );
});

test("says so where nothing changes", () => {
  expect(imageEffect(blind([0.5], 0.5, [0.5004], 0.5004), "last")).toMatch(/^This changes none/);
});

test("has nothing to say of a comparison with another PRM", () => {
  const chain = blind([0.5], 0.5, [0.9], 0.9);
  expect(imageEffect({ ...chain, other: { ...chain.other!, prmId: "vanilla" } }, "last")).toBe("");
});
