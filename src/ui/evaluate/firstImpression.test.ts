import { expect, test } from "vitest";
import type { EvaluationReport, MethodCurve } from "../../domain/evaluation.ts";
import { firstImpression } from "./firstImpression.ts";

const interval = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 });

function curve(prmId: string, gain: number | null): MethodCurve {
  return {
    id: `bestOf:${prmId}`,
    kind: "bestOf",
    prmId,
    label: prmId,
    points: [1, 8, 16].map((n) => ({
      n,
      questions: 10,
      accuracy: interval(n / 20),
      gain: gain === null ? null : interval(gain * n),
      isExact: true,
    })),
  };
}

function report(ids: readonly string[], referenceId: string | null): EvaluationReport {
  return {
    source: "test",
    questions: 10,
    candidates: 160,
    unanswered: 0,
    sizes: [1, 8, 16],
    aggregation: "meanLogit",
    prms: ids.map((id) => ({ id, label: id, step: 1 })),
    referenceId,
    curves: ids.map((id) => curve(id, id === referenceId || referenceId === null ? null : 0.005)),
    aggregations: [],
    steps: [],
    groups: [],
    draws: 10,
  };
}

test("the first PRM's gain over vanilla at best of 8", () => {
  const seen = firstImpression(report(["retrained", "vanilla"], "vanilla"));
  expect(seen).toMatchObject({ n: 8, label: "retrained", accuracy: 0.4, reference: 0.4 });
  expect(seen?.gain.value).toBeCloseTo(0.04);
});

test("none without vanilla, or where vanilla is all there is", () => {
  expect(firstImpression(report(["main"], null))).toBeNull();
  expect(firstImpression(report(["vanilla"], "vanilla"))).toBeNull();
});
