// The kept runs as a table: what each is, how it did, and what it changed.
import { useMemo, useState } from "react";
import type { KeptRun } from "../../domain/keptRun.ts";
import { SortHead } from "../primitives/SortHead.tsx";
import { useRuns } from "../StudioContext.ts";
import { RunRow } from "./RunRow.tsx";
import styles from "./RunTable.module.css";
import { NEWEST_FIRST, nextOrder, type RunColumn, sortRuns } from "./sortRuns.ts";

export interface RunTableProps {
  runs: readonly KeptRun[];
  /** N of the best-of-N column. */
  size: string;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  /** The run under the pointer or with the focus; null for none. */
  onFocus: (id: string | null) => void;
}

export function RunTable({ runs, size, selected, onSelect, onFocus }: RunTableProps) {
  const baseline = useRuns((state) => state.runs.find(({ isBaseline }) => isBaseline) ?? null);
  const [order, setOrder] = useState(NEWEST_FIRST);
  const sorted = useMemo(() => sortRuns(runs, order, size), [runs, order, size]);
  const isAll = runs.length > 0 && runs.every(({ id }) => selected.has(id));
  const head = (column: RunColumn, label: string, about: string, isNumber = false) => (
    <SortHead
      label={label}
      about={about}
      isNumber={isNumber}
      className={isNumber ? styles["number"] : undefined}
      sorted={order.column !== column ? "none" : order.isDescending ? "descending" : "ascending"}
      onSort={() => setOrder(nextOrder(order, column))}
    />
  );
  return (
    <section className={styles["scroll"]} aria-label="Table of runs">
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["select"]}>
              <input
                type="checkbox"
                aria-label="Select all listed runs"
                checked={isAll}
                onChange={() => onSelect(new Set(isAll ? [] : runs.map(({ id }) => id)))}
              />
            </th>
            <th scope="col" className={styles["show"]}>
              <span className="visuallyHidden">Shown in the charts</span>
            </th>
            {head(
              "name",
              "Run",
              "Its name, and what it changed against the run it was started from",
            )}
            {head(
              "best",
              `Best-of-${size}`,
              `Share of held-out questions whose best of ${size} candidates is right, at the end`,
              true,
            )}
            <th
              scope="col"
              className={styles["number"]}
              title="Points of best-of-N more or less than the pinned baseline; Evaluate gives the interval"
            >
              Gain
            </th>
            {head(
              "auroc",
              "Step AUROC",
              "How well scores tell right steps from wrong ones: .5 is guessing, 1 perfect",
              true,
            )}
            {head("mode", "Mode", "Weights learned, all 1, or given")}
            {head("seed", "Seed", "Of the run", true)}
            {head("time", "Time", "Of training", true)}
            {head("date", "Date", "When it ended")}
            <th scope="col" className={styles["menu"]}>
              <span className="visuallyHidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((kept) => (
            <RunRow
              key={kept.id}
              kept={kept}
              size={size}
              baseline={baseline}
              isSelected={selected.has(kept.id)}
              onSelect={() => {
                const next = new Set(selected);
                if (!next.delete(kept.id)) next.add(kept.id);
                onSelect(next);
              }}
              onFocus={onFocus}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
