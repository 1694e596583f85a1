// Alignment and cosine of the domains in question against lower steps.
import { memo, useMemo } from "react";
import { Trans } from "react-i18next";
import type { RunHistory } from "../../../store/runHistory.ts";
import { t } from "../../../strings/strings.ts";
import type { ChartSeries } from "../../charts/chartSeries.ts";
import { smoothSeries } from "../../charts/smoothSeries.ts";
import { xOfSteps } from "../../charts/traceX.ts";
import { useFigure } from "../../charts/useFigure.tsx";
import { useRunCaption } from "../../charts/useRunCaption.ts";
import { useRunVersion } from "../../charts/useRunVersion.ts";
import { useCharts, useRun, useView } from "../../StudioContext.ts";
import { domainColor, domainDash } from "../../theme/domainColor.ts";
import { meanAlignmentAt } from "./domainSignals.ts";
import { formatCosine, formatSlope, formatSlopeTick } from "./formatSlope.ts";
import { type MeasuredSeries, measuredSeries } from "./measuredSeries.ts";
import styles from "./WhyPanel.module.css";

/** With more domains than this the raw lines under the averages only hide one another. */
const MOST_RAW = 3;
const AVERAGE = { id: "average", color: "var(--text-muted)" };
const AVERAGE_DASH = "1.5 2.5";

interface Series extends MeasuredSeries {
  id: string;
  name: string;
  color: string;
  dash: string;
}

interface ChartProps {
  /** Names of the domains drawn. */
  domains: readonly string[];
}

/** One series a domain in question, in its colour. */
function useDomainSeries(
  domains: readonly string[],
  history: RunHistory | null,
  version: number,
  valueAt: (history: RunHistory, point: number, domain: number) => number,
): Series[] {
  const slots = useView((view) => view.domainSlots);
  return useMemo(() => {
    // The history is changed in place: the version says when.
    if (history === null || version < 0) return [];
    return domains.flatMap((name) => {
      const place = history.domains.indexOf(name);
      if (place < 0) return [];
      const slot = slots[name] ?? place;
      const series = measuredSeries(history, (point) => valueAt(history, point, place));
      return [
        { id: `d${place}`, name, color: domainColor(slot), dash: domainDash(slot), ...series },
      ];
    });
  }, [domains, history, version, slots, valueAt]);
}

/** The series in the charts' unit, smoothed as all charts are. */
function useSmoothed(series: readonly Series[], history: RunHistory | null): ChartSeries[] {
  const decay = useView((view) => view.smoothing);
  const unit = useCharts((charts) => charts.xUnit);
  return useMemo(
    () =>
      series.map(({ steps, values, ...look }) => {
        const x = xOfSteps(steps, history, unit);
        const raw = values.subarray(0, x.length);
        const isRawHidden = series.length > MOST_RAW + 1 || look.id === AVERAGE.id;
        const smooth = decay > 0 ? smoothSeries(raw, decay) : null;
        return { ...look, x, raw, smooth, isRawHidden };
      }),
    [series, history, unit, decay],
  );
}

const alignmentAt = (history: RunHistory, point: number, domain: number) =>
  history.alignmentAt(point, domain);
const cosineAt = (history: RunHistory, point: number, domain: number) =>
  history.cosineAt(point, domain);

export const AlignmentChart = memo(function AlignmentChart({ domains }: ChartProps) {
  const version = useRunVersion(0.3);
  const history = useRun((run) => run.main?.history ?? null);
  const series = useDomainSeries(domains, history, version, alignmentAt);
  const withAverage = useMemo(() => {
    if (history === null || version < 0) return series;
    const average = measuredSeries(history, (point) => meanAlignmentAt(history, point));
    return [
      ...series,
      { ...AVERAGE, name: t("why:charts.average"), dash: AVERAGE_DASH, ...average },
    ];
  }, [series, history, version]);
  const { actions, body } = useFigure({
    id: "alignment",
    title: t("charts:why.alignment"),
    label: t("why:charts.alignmentLabel"),
    caption: useRunCaption(),
    series: useSmoothed(withAverage, history),
    isLinear: true,
    formatValue: formatSlope,
    formatTick: formatSlopeTick,
    reference: 0,
    emptyText: t("why:charts.alignmentEmpty"),
    height: 208,
  });
  return (
    <div className={styles["chart"]}>
      <div className={styles["chartHead"]}>
        <h3 className={styles["chartTitle"]}>
          <Trans t={t} i18nKey="why:charts.alignment" components={{ small: <span /> }} />
        </h3>
        {actions}
      </div>
      {body}
    </div>
  );
});

export const CosineChart = memo(function CosineChart({ domains }: ChartProps) {
  const version = useRunVersion(0.5);
  const history = useRun((run) => run.main?.history ?? null);
  const series = useDomainSeries(domains, history, version, cosineAt);
  const { actions, body } = useFigure({
    id: "cosine",
    title: t("charts:why.cosine"),
    label: t("why:charts.cosineLabel"),
    caption: useRunCaption(),
    series: useSmoothed(series, history),
    isLinear: true,
    formatValue: formatCosine,
    formatTick: formatSlopeTick,
    reference: 0,
    emptyText: t("why:charts.cosineEmpty"),
    height: 132,
  });
  return (
    <div className={styles["chart"]}>
      <div className={styles["chartHead"]}>
        <h3 className={styles["chartTitle"]}>
          <Trans t={t} i18nKey="why:charts.cosine" components={{ small: <span /> }} />
        </h3>
        {actions}
      </div>
      {body}
    </div>
  );
});
