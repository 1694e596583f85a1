// All domains with what pulls their weights: a row's name pins it, its buttons lead to its chains and to
// the meta chains behind it.
import { ArrowDown, ArrowUp, ListTree, Magnet } from "lucide-react";
import { memo } from "react";
import { useStore } from "zustand";
import type { SignalColumn, SignalOrder } from "../../../store/whyStore.ts";
import { t } from "../../../strings/strings.ts";
import { Badge } from "../../primitives/Badge.tsx";
import { DomainSwatch } from "../../primitives/DomainSwatch.tsx";
import { IconButton } from "../../primitives/IconButton.tsx";
import { SortHead } from "../../primitives/SortHead.tsx";
import { useStudio, useView } from "../../StudioContext.ts";
import { formatWeight } from "../formatRun.ts";
import { type DomainSignal, RECENT_UPPER_STEPS, signalWord, sortSignals } from "./domainSignals.ts";
import { formatCosine, formatPull, formatRatio, formatSlope } from "./formatSlope.ts";
import styles from "./SignalTable.module.css";

const COLUMNS = ["name", "weight", "pull", "snr", "mean", "cosine"] as const;

const TONES = { clear: "positive", faint: "neutral", noise: "warning" } as const;

/** Names rise first, numbers fall first; the second click turns the order round. */
function nextSignalOrder(order: SignalOrder, column: SignalColumn): SignalOrder {
  if (order.column === column) return { column, isDescending: !order.isDescending };
  return { column, isDescending: column !== "name" };
}

export interface SignalTableProps {
  rows: readonly DomainSignal[];
  /** Domains drawn beside. */
  inQuestion: readonly string[];
}

export const SignalTable = memo(function SignalTable({ rows, inQuestion }: SignalTableProps) {
  const { why, view } = useStudio();
  const order = useStore(why, (state) => state.order);
  const slots = useView((state) => state.domainSlots);
  const pinned = useView((state) => state.pinnedDomains);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={styles["scroll"]} aria-label={t("why:table.label")} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <SortHead
                key={column}
                label={t(`why:table.heads.${column}.label`)}
                about={t(`why:table.heads.${column}.about`, { number: RECENT_UPPER_STEPS })}
                isNumber={column !== "name"}
                className={column === "name" ? styles["name"] : styles["number"]}
                sorted={
                  order.column !== column ? "none" : order.isDescending ? "descending" : "ascending"
                }
                onSort={() => why.getState().orderBy(nextSignalOrder(order, column))}
              />
            ))}
            <th scope="col">
              <span className={styles["hidden"]}>{t("why:table.goTo")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sortSignals(rows, order).map(({ place, name, weight, pull, mean, snr, cosine }) => {
            const word = signalWord(snr);
            const Arrow = pull > 0 ? ArrowUp : ArrowDown;
            return (
              <tr
                key={name}
                aria-current={inQuestion.includes(name)}
                onPointerEnter={() => view.getState().hoverDomain(name)}
                onPointerLeave={() => view.getState().hoverDomain(null)}
              >
                <th scope="row" className={styles["name"]}>
                  <button
                    type="button"
                    className={styles["pin"]}
                    aria-pressed={pinned.includes(name)}
                    title={t("why:table.pin", { name })}
                    onClick={() => view.getState().togglePin(name)}
                  >
                    <DomainSwatch slot={slots[name] ?? place} />
                    <span>{name}</span>
                  </button>
                </th>
                <td className={styles["number"]}>{formatWeight(weight, 3)}</td>
                <td className={styles["number"]}>
                  <span className={styles["pull"]} data-way={pull > 0 ? "up" : "down"}>
                    {Number.isFinite(pull) && pull !== 0 && (
                      <Arrow aria-label={t(pull > 0 ? "why:table.up" : "why:table.down")} />
                    )}
                    {formatPull(pull)}
                  </span>
                </td>
                <td className={styles["number"]}>
                  <span className={styles["ratio"]}>
                    {word !== "" && <Badge tone={TONES[word]}>{t(`why:signal.${word}`)}</Badge>}
                    <span>{formatRatio(snr)}</span>
                  </span>
                </td>
                <td className={styles["number"]}>{formatSlope(mean)}</td>
                <td className={styles["number"]}>{formatCosine(cosine)}</td>
                <RowActions name={name} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
});

/** Redrawn for another domain only: numbers change several times a second, the ways out do not. */
const RowActions = memo(function RowActions({ name }: { name: string }) {
  const studio = useStudio();
  return (
    <td className={styles["actions"]}>
      <IconButton
        label={t("why:table.chains", { name })}
        className={styles["action"] ?? ""}
        onClick={() => studio.showChains({ source: "shards", domain: name })}
      >
        <ListTree aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t("why:table.behind", { name })}
        className={styles["action"] ?? ""}
        onClick={() => void studio.why.getState().explain(name)}
      >
        <Magnet aria-hidden="true" />
      </IconButton>
    </td>
  );
});
