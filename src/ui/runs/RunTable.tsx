// The kept runs as a table: what each is, how it did, and what it changed.
import { useMemo, useState } from "react";
import type { KeptRun } from "../../domain/keptRun.ts";
import { t } from "../../strings/strings.ts";
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
    <section className={styles["scroll"]} aria-label={t("runs:table.region")}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["select"]}>
              <input
                type="checkbox"
                aria-label={t("runs:table.selectAll")}
                checked={isAll}
                onChange={() => onSelect(new Set(isAll ? [] : runs.map(({ id }) => id)))}
              />
            </th>
            <th scope="col" className={styles["show"]}>
              <span className="visuallyHidden">{t("runs:table.shown")}</span>
            </th>
            {head("name", t("runs:table.run"), t("runs:table.runAbout"))}
            {head(
              "best",
              t("runs:table.best", { size }),
              t("runs:table.bestAbout", { size }),
              true,
            )}
            <th scope="col" className={styles["number"]} title={t("runs:table.gainAbout")}>
              {t("runs:table.gain")}
            </th>
            {head("auroc", t("runs:table.auroc"), t("runs:table.aurocAbout"), true)}
            {head("mode", t("runs:table.mode"), t("runs:table.modeAbout"))}
            {head("seed", t("runs:table.seed"), t("runs:table.seedAbout"), true)}
            {head("time", t("runs:table.time"), t("runs:table.timeAbout"), true)}
            {head("date", t("runs:table.date"), t("runs:table.dateAbout"))}
            <th scope="col" className={styles["menu"]}>
              <span className="visuallyHidden">{t("runs:table.actions")}</span>
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
