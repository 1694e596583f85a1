// The names of a chart's lines with their values: now, or at the place under the pointer. Pointing at one makes its
// line stand out, pressing one shows it alone, with Shift beside those that are shown already.
import { Pin } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { t } from "../../strings/strings.ts";
import { useCharts, useStudio } from "../StudioContext.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { inLegendOrder, valueAt } from "./legend.ts";
import styles from "./SeriesLegend.module.css";
import { SeriesSwatch } from "./SeriesSwatch.tsx";

export interface SeriesLegendProps {
  /** Of the chart. */
  title: string;
  /** Charts of one scope single out the same series. */
  scope: string;
  series: readonly ChartSeries[];
  formatValue: (value: number) => string;
  /** The line that values are read against, where it has a name. */
  reference?: { name: string; value: number } | null;
}

export function SeriesLegend(props: SeriesLegendProps) {
  const { title, scope, series, formatValue, reference = null } = props;
  const { charts } = useStudio();
  const hoverX = useCharts((state) => state.hoverX);
  const order = useCharts((state) => state.legendOrder);
  const isolated = useCharts((state) => state.isolated[scope]);
  const [reached, setReached] = useState<string | null>(null);
  const listed = useMemo(() => inLegendOrder(series, order), [series, order]);
  // What is singled out may be in other charts of the scope alone.
  const isAnyShown = isolated?.some((id) => series.some((one) => one.id === id)) ?? false;
  const isChoice = series.length > 1;
  const stop = listed.some(({ id }) => id === reached) ? reached : listed[0]?.id;

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-series]")];
    const at = buttons.findIndex((button) => button.contains(document.activeElement));
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }

  return (
    <ul
      className={styles["legend"]}
      aria-label={t("charts:legend.label", { title })}
      onKeyDown={isChoice ? onKeyDown : undefined}
    >
      {listed.map((one) => {
        const { id, name, color, dash } = one;
        const isShown = !isAnyShown || isolated?.includes(id) === true;
        const body = (
          <>
            <SeriesSwatch color={color} dash={dash} />
            <span className={styles["name"]}>{name}</span>
            <span className={styles["value"]}>{formatValue(valueAt(one, hoverX))}</span>
          </>
        );
        if (!isChoice) {
          return (
            <li key={id} className={styles["item"]}>
              {body}
            </li>
          );
        }
        const isKept = isAnyShown && isShown;
        return (
          <li
            key={id}
            className={styles["item"]}
            data-hidden={!isShown || undefined}
            onPointerEnter={() => charts.getState().hoverSeries({ scope, id })}
            onPointerLeave={() => charts.getState().hoverSeries(null)}
          >
            <button
              type="button"
              className={styles["choice"]}
              data-series={id}
              tabIndex={id === stop ? 0 : -1}
              aria-pressed={isKept}
              title={t("charts:legend.isolate", { name })}
              onFocus={() => {
                setReached(id);
                charts.getState().hoverSeries({ scope, id });
              }}
              onBlur={() => charts.getState().hoverSeries(null)}
              onClick={(event) => {
                const { isolate, keepBeside } = charts.getState();
                (event.shiftKey ? keepBeside : isolate)(scope, id);
              }}
            >
              {body}
            </button>
            {isAnyShown && (
              <button
                type="button"
                className={styles["pin"]}
                // Shift and Enter do the same.
                tabIndex={-1}
                aria-pressed={isKept}
                aria-label={t(isKept ? "charts:legend.drop" : "charts:legend.keep", { name })}
                title={t(isKept ? "charts:legend.drop" : "charts:legend.keep", { name })}
                onClick={() => charts.getState().keepBeside(scope, id)}
              >
                <Pin aria-hidden="true" />
              </button>
            )}
          </li>
        );
      })}
      {reference !== null && (
        <li className={styles["item"]}>
          <SeriesSwatch color="var(--reference)" dash="none" />
          <span className={styles["name"]}>{reference.name}</span>
          <span className={styles["value"]}>{formatValue(reference.value)}</span>
        </li>
      )}
      {isAnyShown && isChoice && (
        <li className={styles["item"]}>
          <button
            type="button"
            className={styles["all"]}
            onClick={() => charts.getState().showAll(scope)}
          >
            {t("charts:legend.showAll")}
          </button>
        </li>
      )}
    </ul>
  );
}
