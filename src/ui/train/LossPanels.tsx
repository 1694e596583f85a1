// Lower loss (weighted and plain) and meta loss against steps, smoothed, with the raw line faint.
import { memo, useMemo } from "react";
import type { RunTrace } from "../../store/runStore.ts";
import { useRun, useView } from "../StudioContext.ts";
import type { StepRange } from "./charts/chartGeometry.ts";
import { useRunVersion } from "./charts/useRunVersion.ts";
import { useStepRange } from "./charts/useStepRange.ts";
import { formatLoss } from "./formatRun.ts";
import { lossLines } from "./lossLines.ts";
import type { LegendItem } from "./SeriesLegend.tsx";
import { ROLE_COLORS, ROLE_DASHES } from "./seriesLook.ts";
import { TracePanel } from "./TracePanel.tsx";

const POINTS_A_LINE = 240;

interface Series {
  id: string;
  name: string;
  color: string;
  dash?: string;
  values: (history: RunTrace["history"]) => Float64Array;
}

const WEIGHTED: Series = {
  id: "weighted",
  name: "weighted",
  color: ROLE_COLORS.main,
  values: (history) => history.weightedLowerLoss(),
};
const PLAIN: Series = {
  id: "plain",
  name: "plain",
  color: "var(--text-muted)",
  dash: "5 2",
  values: (history) => history.lowerLoss(),
};
const RETRAINED: Series = {
  id: "retrained",
  name: "retrained",
  color: ROLE_COLORS.retrained,
  dash: ROLE_DASHES.retrained,
  values: (history) => history.weightedLowerLoss(),
};
const VANILLA: Series = {
  id: "vanilla",
  name: "vanilla",
  color: ROLE_COLORS.vanilla,
  dash: ROLE_DASHES.vanilla,
  values: (history) => history.lowerLoss(),
};
const META: Series = {
  id: "meta",
  name: "meta loss",
  color: ROLE_COLORS.main,
  values: (history) => history.metaLoss(),
};

const formatTick = (value: number) => String(Number(value.toPrecision(3)));

function drawSeries(
  pairs: readonly (readonly [Series, RunTrace | null])[],
  steps: StepRange,
  decay: number,
) {
  const legend: LegendItem[] = [];
  const lines = pairs.flatMap(([series, trace]) => {
    if (trace === null) return [];
    const { id, name, color, dash } = series;
    const look = dash === undefined ? { color } : { color, dash };
    // A meta loss that was never computed is no line, rather than one of gaps.
    const values = series.values(trace.history);
    const isThere = values.some(Number.isFinite);
    const at = trace.history.steps();
    const drawing = lossLines(
      { id, ...look, steps: at, values: isThere ? values : values.subarray(0, 0) },
      isThere ? steps : { low: 0, high: -1 },
      decay,
      POINTS_A_LINE,
    );
    legend.push({ id, name, ...look, steps: at, values: drawing.smooth });
    return isThere ? drawing.lines : [];
  });
  return { lines, legend };
}

function smoothingNote(decay: number): string {
  return decay > 0 ? `EMA ${decay}, raw faint` : "raw";
}

export const LowerLossPanel = memo(function LowerLossPanel() {
  const version = useRunVersion(0.4);
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const decay = useView((view) => view.smoothing);
  const steps = useStepRange();
  const { lines, legend } = useMemo(() => {
    // Histories are changed in place: the version says when.
    const pairs = [
      [WEIGHTED, main],
      [PLAIN, main],
      [RETRAINED, retrained],
      [VANILLA, vanilla],
    ] as const;
    return drawSeries(version >= 0 ? pairs : [], steps, decay);
  }, [version, main, retrained, vanilla, steps, decay]);
  return (
    <TracePanel
      title="Lower loss"
      note={smoothingNote(decay)}
      lines={lines}
      legend={legend}
      formatValue={formatLoss}
      formatTick={formatTick}
      emptyText="Mean squared error of step scores on the labelled training steps"
    />
  );
});

export const MetaLossPanel = memo(function MetaLossPanel() {
  const version = useRunVersion(0.6);
  const main = useRun((run) => run.main);
  const mode = useRun((run) => run.config?.mode);
  const decay = useView((view) => view.smoothing);
  const steps = useStepRange();
  const { lines, legend } = useMemo(
    () => drawSeries(version >= 0 ? [[META, main]] : [], steps, decay),
    [version, main, steps, decay],
  );
  return (
    <TracePanel
      title="Meta loss"
      note={smoothingNote(decay)}
      lines={lines}
      legend={legend}
      formatValue={formatLoss}
      formatTick={formatTick}
      emptyText={
        mode === undefined || mode === "bilevel"
          ? "Loss of chain scores on the meta set, from the first upper step on"
          : `None in mode ${mode}`
      }
    />
  );
});
