// The short summary printed when a run has ended: domains by weight, and the held-out figures.
import type { EvaluationRecord, RunFile } from "../src/domain/run.ts";
import type { Recommendation } from "../src/domain/study.ts";
import { evaluationLines } from "./evaluationTable.ts";
import { alignColumns } from "./textTable.ts";

export function summaryTable(run: RunFile): string {
  // The tier is known for the built-in suite only.
  const hasTiers = run.data.domains.some((domain) => domain.tier !== undefined);
  const header = ["domain", "weight", "rows", "mean accuracy", ...(hasTiers ? ["tier"] : [])];
  const rows = run.data.domains
    .map((domain) => ({ ...domain, weight: run.weights[domain.name] ?? Number.NaN }))
    .sort((a, b) => b.weight - a.weight)
    .map((domain) => [
      domain.name,
      domain.weight.toFixed(4),
      String(domain.rows),
      domain.meanAccuracy.toFixed(3),
      ...(hasTiers ? [domain.tier ?? ""] : []),
    ]);
  return [
    ...alignColumns([header, ...rows]),
    ...measurementLines(run),
    ...recommendationLines(run.recommendation ?? null),
  ].join("\n");
}

/** What the kept meta chains recommend; empty where they could not decide. */
function recommendationLines(recommendation: Recommendation | null): string[] {
  if (recommendation === null) return [];
  const { choice, reason } = recommendation;
  return ["", `Recommended: ${choice} weights. ${reason}`];
}

function measurementLines({ evaluation }: RunFile): string[] {
  if (evaluation === undefined) return [];
  if (evaluation.report !== undefined) return ["", ...evaluationLines(evaluation.report)];
  const lines = [
    describeEvaluation("this run", evaluation.main),
    describeEvaluation("retrained with these weights", evaluation.retrained),
    describeEvaluation("vanilla (all weights 1)", evaluation.vanilla),
  ].filter((line) => line !== null);
  return lines.length > 0 ? ["", ...lines] : [];
}

function describeEvaluation(name: string, records: EvaluationRecord[] | undefined): string | null {
  const last = records?.at(-1);
  if (last === undefined) return null;
  const bestOf = Object.entries(last.bestOf ?? {}).map(
    ([n, accuracy]) => `best-of-${n} ${accuracy.toFixed(3)}`,
  );
  const auroc = last.stepAuroc === null ? [] : [`step AUROC ${last.stepAuroc.toFixed(3)}`];
  return `${name}: ${[...bestOf, ...auroc].join(", ") || "nothing to measure, no candidate says whether it is correct"}`;
}
