// Measured on the candidates while it trains: best-of-4 accuracy and step AUROC.
import { memo, useMemo } from "react";
import { type EvaluationRecord, PRM_ROLES } from "../../domain/run.ts";
import type { LegendItem } from "../charts/SeriesLegend.tsx";
import { ROLE_COLORS, ROLE_DASHES, ROLE_NAMES } from "../charts/seriesLook.ts";
import type { TraceLine } from "../charts/TraceLines.tsx";
import { TracePanel } from "../charts/TracePanel.tsx";
import { useCorpus, useRun } from "../StudioContext.ts";
import { formatAuroc, formatPercent } from "./formatRun.ts";
import { bestOf4, percentTick, stepAuroc } from "./heldOutMeasures.ts";

const aurocTick = (value: number) => String(Number(value.toFixed(3)));

/** Lines and legend of one measure for the PRMs that have it. */
function useMeasure(measure: (record: EvaluationRecord) => number) {
  const main = useRun((run) => run.main?.evaluations);
  const retrained = useRun((run) => run.retrained?.evaluations);
  const vanilla = useRun((run) => run.vanilla?.evaluations);
  return useMemo(() => {
    const byRole = { main, retrained, vanilla };
    const lines: TraceLine[] = [];
    const legend: LegendItem[] = [];
    for (const role of PRM_ROLES) {
      const records = (byRole[role] ?? []).filter((record) => Number.isFinite(measure(record)));
      const [color, dash] = [ROLE_COLORS[role], ROLE_DASHES[role]];
      const steps = records.map((record) => record.step);
      const values = records.map(measure);
      if (byRole[role] !== undefined)
        legend.push({ id: role, name: ROLE_NAMES[role], color, dash, steps, values });
      if (values.length > 0)
        lines.push({ id: role, color, dash, steps, values, width: 1.75, hasDots: true });
    }
    return { lines, legend };
  }, [main, retrained, vanilla, measure]);
}

function useEmptyText(what: string): string {
  const questions = useCorpus((state) => state.summary?.candidateQuestions ?? 0);
  return questions === 0 ? "No candidates are loaded, so nothing is held out" : what;
}

export const BestOfPanel = memo(function BestOfPanel() {
  const { lines, legend } = useMeasure(bestOf4);
  const emptyText = useEmptyText("Share of held-out questions whose best of 4 candidates is right");
  return (
    <TracePanel
      title="Best-of-4"
      note="held out"
      lines={lines}
      legend={legend}
      formatValue={formatPercent}
      formatTick={percentTick}
      emptyText={emptyText}
    />
  );
});

export const StepAurocPanel = memo(function StepAurocPanel() {
  const { lines, legend } = useMeasure(stepAuroc);
  const emptyText = useEmptyText("How well scores tell right steps from wrong ones, held out");
  return (
    <TracePanel
      title="Step AUROC"
      note="held out"
      lines={lines}
      legend={legend}
      formatValue={formatAuroc}
      formatTick={aurocTick}
      emptyText={emptyText}
    />
  );
});
