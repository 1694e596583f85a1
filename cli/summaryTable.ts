// The short summary printed when a run has ended: domains by weight, and the held-out figures.
import type { EvaluationRecord, RunFile } from "../src/domain/run.ts";

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
  return [...alignColumns([header, ...rows]), ...evaluationLines(run)].join("\n");
}

function evaluationLines({ evaluation }: RunFile): string[] {
  if (evaluation === undefined) return [];
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
  return `${name}: ${[...bestOf, ...auroc].join(", ") || "nothing to measure"}`;
}

/** Pads each column to its widest cell; numbers stand right. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) =>
        /^-?[\d.]+$/.test(cell)
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
