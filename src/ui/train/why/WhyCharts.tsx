// Alignment and cosine of the domains in question against lower steps.
import { memo, useMemo } from "react";
import { Trans } from "react-i18next";
import type { RunHistory } from "../../../store/runHistory.ts";
import { t } from "../../../strings/strings.ts";
import { lossLines } from "../../charts/lossLines.ts";
import type { LegendItem } from "../../charts/SeriesLegend.tsx";
import { TraceFigure } from "../../charts/TraceFigure.tsx";
import type { TraceLine } from "../../charts/TraceLines.tsx";
import { useRunVersion } from "../../charts/useRunVersion.ts";
import { useStepRange } from "../../charts/useStepRange.ts";
import { useRun, useView } from "../../StudioContext.ts";
import { domainColor, domainDash } from "../../theme/domainColor.ts";
import { meanAlignmentAt } from "./domainSignals.ts";
import { formatCosine, formatSlope, formatSlopeTick } from "./formatSlope.ts";
import { type MeasuredSeries, measuredSeries } from "./measuredSeries.ts";
import styles from "./WhyPanel.module.css";

const POINTS_A_LINE = 240;
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

/** Lines and legend of some series, smoothed as all charts are. */
function useDrawing(series: readonly Series[]): { lines: TraceLine[]; legend: LegendItem[] } {
  const decay = useView((view) => view.smoothing);
  const steps = useStepRange();
  return useMemo(() => {
    const isRawShown = series.length <= MOST_RAW + 1;
    const lines: TraceLine[] = [];
    const legend: LegendItem[] = [];
    for (const one of series) {
      const drawing = lossLines(one, steps, decay, POINTS_A_LINE);
      lines.push(...drawing.lines.filter(({ id }) => decay === 0 || isRawShown || id === one.id));
      legend.push({ ...one, values: drawing.smooth });
    }
    return { lines: lines.filter(({ values }) => values.length > 0), legend };
  }, [series, steps, decay]);
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
  // The average alone is drawn without its raw line.
  const { lines, legend } = useDrawing(withAverage);
  return (
    <div className={styles["chart"]}>
      <h3 className={styles["chartTitle"]}>
        <Trans t={t} i18nKey="why:charts.alignment" components={{ small: <span /> }} />
      </h3>
      <TraceFigure
        label={t("why:charts.alignmentLabel")}
        lines={lines.filter(({ id }) => id !== `${AVERAGE.id}Raw` || lines.length === 1)}
        legend={legend}
        formatValue={formatSlope}
        formatTick={formatSlopeTick}
        reference={0}
        emptyText={t("why:charts.alignmentEmpty")}
        height={208}
      />
    </div>
  );
});

export const CosineChart = memo(function CosineChart({ domains }: ChartProps) {
  const version = useRunVersion(0.5);
  const history = useRun((run) => run.main?.history ?? null);
  const series = useDomainSeries(domains, history, version, cosineAt);
  const { lines, legend } = useDrawing(series);
  return (
    <div className={styles["chart"]}>
      <h3 className={styles["chartTitle"]}>
        <Trans t={t} i18nKey="why:charts.cosine" components={{ small: <span /> }} />
      </h3>
      <TraceFigure
        label={t("why:charts.cosineLabel")}
        lines={lines}
        legend={legend}
        formatValue={formatCosine}
        formatTick={formatSlopeTick}
        reference={0}
        emptyText={t("why:charts.cosineEmpty")}
        height={132}
      />
    </div>
  );
});
