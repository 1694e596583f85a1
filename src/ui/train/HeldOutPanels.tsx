// Measured on the candidates while it trains: best-of-4 accuracy and step AUROC.
import { memo, useMemo } from "react";
import { type EvaluationRecord, PRM_ROLES } from "../../domain/run.ts";
import type { RunTrace } from "../../store/runStore.ts";
import { t } from "../../strings/strings.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { roleLook } from "../charts/seriesLook.ts";
import { TracePanel } from "../charts/TracePanel.tsx";
import { tickText } from "../charts/tickText.ts";
import { xOfSteps } from "../charts/traceX.ts";
import { useRunCaption } from "../charts/useRunCaption.ts";
import { useCharts, useCorpus, useRun } from "../StudioContext.ts";
import { formatAuroc, formatPercent } from "./formatRun.ts";
import { bestOf4, percentTick, stepAuroc } from "./heldOutMeasures.ts";

/** One measure of the PRMs that have it. */
function useMeasure(measure: (record: EvaluationRecord) => number): ChartSeries[] {
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const unit = useCharts((charts) => charts.xUnit);
  return useMemo(() => {
    const byRole = { main, retrained, vanilla };
    return PRM_ROLES.flatMap((role) => {
      const trace = byRole[role];
      if (trace === null) return [];
      const records = trace.evaluations.filter((record) => Number.isFinite(measure(record)));
      const steps = records.map((record) => record.step);
      // Upper steps are the main run's, as others make none.
      const of: RunTrace | null = unit === "upper" ? main : trace;
      const x = xOfSteps(steps, of?.history ?? null, unit);
      const raw = Float64Array.from(x.length === 0 ? [] : records, measure);
      return [{ ...roleLook(role), x, raw, smooth: null, hasDots: true }];
    });
  }, [main, retrained, vanilla, measure, unit]);
}

function useEmptyText(what: string): string {
  const questions = useCorpus((state) => state.summary?.candidateQuestions ?? 0);
  return questions === 0 ? t("charts:heldOut.none") : what;
}

export const BestOfPanel = memo(function BestOfPanel() {
  const series = useMeasure(bestOf4);
  const emptyText = useEmptyText(t("charts:bestOf.empty"));
  const caption = useRunCaption();
  return (
    <TracePanel
      id="bestOf"
      title={t("charts:bestOf.title")}
      note={t("charts:heldOut.note")}
      caption={caption}
      series={series}
      formatValue={formatPercent}
      formatTick={percentTick}
      emptyText={emptyText}
    />
  );
});

export const StepAurocPanel = memo(function StepAurocPanel() {
  const series = useMeasure(stepAuroc);
  const emptyText = useEmptyText(t("charts:auroc.empty"));
  const caption = useRunCaption();
  return (
    <TracePanel
      id="auroc"
      title={t("charts:auroc.title")}
      note={t("charts:heldOut.note")}
      caption={caption}
      series={series}
      formatValue={formatAuroc}
      formatTick={tickText}
      emptyText={emptyText}
    />
  );
});
