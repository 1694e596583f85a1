import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import { learnedWeights } from "../../domain/learnedWeights.ts";
import type { HistoryRecord } from "../../domain/run.ts";
import { createRunHistory } from "../../store/runHistory.ts";
import { learnedFrom, learnedSentence } from "./learnedSummary.ts";

/** Warm-up, upper steps, and a last point without one. */
function records(): HistoryRecord[] {
  const rng = createRng("records");
  return Array.from({ length: 50 }, (_, i): HistoryRecord => {
    const isUpper = i > 2 && i < 49;
    return {
      step: 10 * (i + 1),
      upperStep: Math.max(0, Math.min(i - 2, 46)),
      lowerLoss: 0.1,
      weightedLowerLoss: 0.1,
      metaLoss: isUpper ? 0.2 : null,
      weights: [1 + i / 100, 1.2 - i / 50, 0.8 + i / 100],
      alignment: isUpper ? [rng.normal(), rng.normal() - 5, rng.normal()] : null,
      cosine: null,
      gradientNorm: null,
      elapsedMs: i,
    };
  });
}

test("a drawn history gives the weights that its records give", () => {
  const all = records();
  const history = createRunHistory(["a", "b", "c"]);
  for (const record of all) history.append(record);
  for (const shrinkage of [0, 4]) {
    expect(learnedFrom(history, shrinkage)).toEqual(learnedWeights(all, 3, shrinkage));
  }
});

test("the sentence names what stands out, and says so where nothing does", () => {
  expect(learnedSentence(["a", "b", "c", "d"], [1.25, 0.25, 1.25, 1.25])).toBe(
    "What stands out: b 0.25. The other 3 domains count alike (1.25), as noise is taken out.",
  );
  expect(learnedSentence(["a", "b"], [1, 1])).toMatch(/Nothing stands out/);
  expect(learnedSentence(["a", "b"], [1.5, 0.5])).toBe("What stands out: b 0.50, a 1.50.");
});
