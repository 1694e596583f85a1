// The table of domains: what each holds, its labels, what was left out; sorting, selecting, switching.
// Plain props; the panel around it (DomainPanel) owns the store.
import { useMemo, useState } from "react";
import type { DomainSummary } from "../../domain/summary.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { SortHead } from "../primitives/SortHead.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { domainColor } from "../theme/domainColor.ts";
import { DomainName } from "./DomainName.tsx";
import styles from "./DomainTable.module.css";
import { formatCount, formatMean } from "./formatNumber.ts";
import { LabelHistogram } from "./LabelHistogram.tsx";
import { type DomainColumn, type DomainOrder, nextOrder, sortDomains } from "./sortDomains.ts";

const TIER_TONES = {
  high: "positive",
  middle: "neutral",
  trivial: "warning",
  harmful: "negative",
} as const;

const HEADS = [
  { column: "name", isNumber: false },
  { column: "tier", isNumber: false },
  { column: "rows", isNumber: true },
  { column: "chains", isNumber: true },
  { column: "meanSteps", isNumber: true },
  { column: "meanAccuracy", isNumber: true },
] as const satisfies readonly { column: DomainColumn; isNumber: boolean }[];

export interface DomainTableProps {
  domains: readonly DomainSummary[];
  slots: DomainSlots;
  isTierShown: boolean;
  isDisabled: boolean;
  selected: ReadonlySet<string>;
  onSelect: (names: ReadonlySet<string>) => void;
  onRename: (from: string, to: string) => Promise<boolean>;
  onEnable: (name: string, isEnabled: boolean) => void;
}

/** How the table stands to a column, as its head says it. */
function sortedBy(order: DomainOrder, column: DomainColumn) {
  if (order.column !== column) return "none";
  return order.isDescending ? "descending" : "ascending";
}

export function DomainTable(props: DomainTableProps) {
  const { domains, slots, isTierShown, isDisabled, selected, onSelect, onRename, onEnable } = props;
  const [order, setOrder] = useState<DomainOrder>({ column: "place", isDescending: false });
  const rows = useMemo(() => sortDomains(domains, order), [domains, order]);
  const heads = HEADS.filter((head) => head.column !== "tier" || isTierShown);

  function toggle(name: string): void {
    const next = new Set(selected);
    if (!next.delete(name)) next.add(name);
    onSelect(next);
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={styles["scroll"]} aria-label={t("data:domains.table")} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["select"]}>
              <input
                type="checkbox"
                aria-label={t("data:domains.all")}
                disabled={isDisabled || domains.length === 0}
                checked={domains.length > 0 && selected.size === domains.length}
                ref={(box) => {
                  if (box !== null)
                    box.indeterminate = selected.size > 0 && selected.size < domains.length;
                }}
                onChange={() =>
                  onSelect(
                    selected.size === domains.length
                      ? new Set()
                      : new Set(domains.map((domain) => domain.name)),
                  )
                }
              />
            </th>
            {heads.map((head) => (
              <SortHead
                key={head.column}
                label={t(`data:domains.heads.${head.column}`)}
                about={t(`data:domains.about.${head.column}`)}
                isNumber={head.isNumber}
                sorted={sortedBy(order, head.column)}
                className={
                  head.column === "name"
                    ? styles["sticky"]
                    : head.isNumber
                      ? styles["number"]
                      : undefined
                }
                onSort={() => setOrder(nextOrder(order, head.column))}
              />
            ))}
            <th scope="col" title={t("data:domains.about.labels")}>
              {t("data:domains.heads.labels")}
            </th>
            <SortHead
              label={t("data:domains.heads.badRows")}
              about={t("data:domains.about.badRows")}
              isNumber
              className={styles["number"]}
              sorted={sortedBy(order, "badRows")}
              onSort={() => setOrder(nextOrder(order, "badRows"))}
            />
            <th scope="col">{t("data:domains.heads.use")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ place, domain }) => {
            const slot = slots[domain.name] ?? place;
            return (
              <tr
                key={domain.name}
                className={domain.isEnabled ? undefined : styles["off"]}
                aria-selected={selected.has(domain.name)}
              >
                <td className={styles["select"]}>
                  <input
                    type="checkbox"
                    aria-label={t("data:domains.select", { name: domain.name })}
                    disabled={isDisabled}
                    checked={selected.has(domain.name)}
                    onChange={() => toggle(domain.name)}
                  />
                </td>
                <th scope="row" aria-label={domain.name} className={styles["sticky"]}>
                  <DomainName
                    name={domain.name}
                    slot={slot}
                    isDisabled={isDisabled}
                    onRename={(to) => onRename(domain.name, to)}
                  />
                </th>
                {isTierShown && (
                  <td>
                    {domain.tier === null ? (
                      "–"
                    ) : (
                      <Badge tone={TIER_TONES[domain.tier]}>
                        {t(`data:domains.tiers.${domain.tier}`)}
                      </Badge>
                    )}
                  </td>
                )}
                <td className={styles["number"]}>{formatCount(domain.rows)}</td>
                <td className={styles["number"]}>{formatCount(domain.chains)}</td>
                <td className={styles["number"]}>
                  {formatMean(domain.chains > 0 ? domain.meanSteps : Number.NaN, 1)}
                </td>
                <td className={styles["number"]}>
                  {formatMean(domain.rows > 0 ? domain.meanAccuracy : Number.NaN, 2)}
                </td>
                <td className={styles["histogram"]}>
                  <LabelHistogram counts={domain.histogram} color={domainColor(slot)} />
                </td>
                <td className={domain.badRows > 0 ? styles["bad"] : styles["number"]}>
                  {formatCount(domain.badRows)}
                </td>
                <td>
                  <span className={styles["use"]}>
                    <Switch
                      label={t("data:domains.use", { name: domain.name })}
                      isLabelHidden
                      isChecked={domain.isEnabled}
                      isDisabled={isDisabled}
                      onChange={(isEnabled) => onEnable(domain.name, isEnabled)}
                    />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
