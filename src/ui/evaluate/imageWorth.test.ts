import { expect, test } from "vitest";
import type { EvaluationReport, Interval } from "../../domain/evaluation.ts";
import { imageWorth } from "./imageWorth.ts";

const exactly = (value: number): Interval => ({ value, low: value, high: value });

function curve(prmId: string, accuracy: number[], gains: (number | null)[]) {
  return {
    id: `bestOf:${prmId}`,
    kind: "bestOf" as const,
    prmId,
    label: prmId,
    points: accuracy.map((value, index) => {
      const gain = gains[index] ?? null;
      return {
        n: 2 ** index,
        questions: 10,
        accuracy: exactly(value),
        gain: gain === null ? null : exactly(gain),
        isExact: true,
      };
    }),
  };
}

const part = (prmId: string, bestOf: number, gain: number | null) => ({
  prmId,
  bestOf: exactly(bestOf),
  gain: gain === null ? null : exactly(gain),
  chainAuroc: null,
});

const report: EvaluationReport = {
  source: "test",
  questions: 10,
  candidates: 40,
  unanswered: 0,
  sizes: [1, 2],
  aggregation: "meanLogit",
  prms: [
    { id: "main", label: "This run", step: 1 },
    { id: "main/blind", label: "This run, images hidden", step: 1 },
  ],
  referenceId: "main/blind",
  curves: [curve("main", [0.5, 0.75], [0, 0.25]), curve("main/blind", [0.5, 0.5], [null, null])],
  aggregations: [],
  steps: [],
  groups: [],
  draws: 10,
};

test("all questions stand first, at the largest N, then those with an image and each domain", () => {
  const row = (group: string, seen: number, gain: number) => ({
    group,
    questions: 4,
    candidates: 16,
    passAt1: 0.5,
    n: 4,
    prms: [part("main", seen, gain), part("main/blind", seen - gain, null)],
  });
  const groups = [
    { by: "domain" as const, rows: [row("maps", 1, 0.5), row("sums", 0.5, 0)] },
    { by: "image" as const, rows: [row("without an image", 0.5, 0), row("with an image", 1, 0.5)] },
  ];
  const shown = { questions: 4, n: 4, seen: exactly(1), hidden: exactly(0.5), gain: exactly(0.5) };
  expect(imageWorth({ ...report, groups })).toEqual({
    rows: [
      {
        name: "All questions",
        questions: 10,
        n: 2,
        seen: exactly(0.75),
        hidden: exactly(0.5),
        gain: exactly(0.25),
      },
      { name: "Questions with an image", ...shown },
      { name: "maps", ...shown },
    ],
    unchanged: ["sums"],
  });
});

test("without parts there is one row", () => {
  expect(imageWorth(report).rows).toHaveLength(1);
});
