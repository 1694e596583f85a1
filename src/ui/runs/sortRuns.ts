// The order of the table of runs.
import type { KeptRun } from "../../domain/keptRun.ts";

export const RUN_COLUMNS = ["name", "best", "auroc", "mode", "seed", "time", "date"] as const;
export type RunColumn = (typeof RUN_COLUMNS)[number];

export interface RunOrder {
  column: RunColumn;
  isDescending: boolean;
}

export const NEWEST_FIRST: RunOrder = { column: "date", isDescending: true };

/** What a click on a column's head makes of the order: figures begin with the largest, words with A. */
export function nextOrder(order: RunOrder, column: RunColumn): RunOrder {
  if (order.column === column) return { column, isDescending: !order.isDescending };
  return { column, isDescending: column !== "name" && column !== "mode" && column !== "seed" };
}

/** Sorted copies; runs that lack the figure come last in either direction, ties stay as they were. */
export function sortRuns(
  runs: readonly KeptRun[],
  { column, isDescending }: RunOrder,
  /** N of the best-of-N column. */
  size: string,
): KeptRun[] {
  const sign = isDescending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [left, right] = [figureOf(a, column, size), figureOf(b, column, size)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "string" || typeof right === "string") {
      return sign * String(left).localeCompare(String(right), "en", { numeric: true });
    }
    return sign * (left - right);
  });
}

function figureOf(kept: KeptRun, column: RunColumn, size: string): string | number | null {
  const { summary } = kept;
  switch (column) {
    case "name":
      return kept.name;
    case "best":
      return summary.bestOf?.[size] ?? null;
    case "auroc":
      return summary.stepAuroc;
    case "mode":
      return summary.mode;
    case "seed":
      return summary.seed;
    case "time":
      return summary.elapsedMs;
    case "date":
      return kept.createdAt;
    default:
      return column satisfies never;
  }
}
