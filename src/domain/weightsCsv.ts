// weights.csv of a run: "step,<domain 1>,…,<domain K>", a row a logged point.
import { csvCell } from "../base/csvCell.ts";
import type { HistoryRecord } from "./run.ts";
import type { Mode } from "./runConfig.ts";

/** Digits that weights are written with; float32 holds no more. */
const DIGITS = 7;

/** Begins at step 0, where all weights are 1 unless they were given (mode "fixed"). */
export function weightsCsv(
  domains: readonly string[],
  history: readonly HistoryRecord[],
  mode: Mode,
): string {
  const lines = [["step", ...domains.map(csvCell)].join(",")];
  if (mode !== "fixed") lines.push([0, ...domains.map(() => 1)].join(","));
  for (const { step, weights } of history) {
    lines.push([step, ...weights.map((weight) => weight.toPrecision(DIGITS))].join(","));
  }
  return `${lines.join("\n")}\n`;
}
