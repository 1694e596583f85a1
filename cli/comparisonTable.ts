// A sweep's report as a table for a terminal: a row a variant, compared with the first.
import type { ComparisonReport } from "../src/domain/study.ts";
import {
  alignColumns,
  decimal,
  NOTHING,
  percentWithInterval,
  pointsWithInterval,
} from "./textTable.ts";

export function comparisonTable(report: ComparisonReport): string {
  const { rows, atN, seeds, questions, source } = report;
  const hasSeeds = seeds.length > 1;
  const header = [
    report.title,
    ...(atN === null ? [] : [`best-of-${atN} in %`, "points over the first"]),
    "AUROC, kept meta chains",
    "weights",
    ...(hasSeeds ? ["agreement of seeds (by chance)"] : []),
  ];
  const lines = rows.map(({ label, points, metaAuroc, weightSpread, agreement }) => {
    const point = points.find(({ n }) => n === atN);
    const [least, most] = weightSpread;
    return [
      label,
      ...(atN === null
        ? []
        : [percentWithInterval(point?.accuracy), pointsWithInterval(point?.gainOverFirst)]),
      decimal(metaAuroc),
      `${least.toFixed(2)} to ${most.toFixed(2)}`,
      ...(hasSeeds
        ? [
            agreement === null
              ? NOTHING
              : `${agreement.value.toFixed(2)} (${agreement.nullLow.toFixed(2)} to ${agreement.nullHigh.toFixed(2)})`,
          ]
        : []),
    ];
  });
  const under = `${seeds.length} ${hasSeeds ? "seeds" : "seed"} (${seeds.join(", ")})`;
  const on =
    atN === null
      ? "no test candidates that say which are correct"
      : `${questions} questions with ${atN} candidates each, 95 % intervals`;
  return [`${source}; ${under}; ${on}`, ...alignColumns([header, ...lines])].join("\n");
}
