// Lower loss (weighted and plain) and meta loss against steps, smoothed, with the raw line faint and spikes
// of the run's own marked.
import { memo, useMemo } from "react";
import type { RunTrace } from "../../store/runStore.ts";
import type { StepRange } from "../charts/chartGeometry.ts";
import { ROLE_COLORS, ROLE_DASHES } from "../charts/seriesLook.ts";
import { TracePanel } from "../charts/TracePanel.tsx";
import { drawSeries, marksAt, type Series, smoothingNote } from "../charts/traceSeries.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useStepRange } from "../charts/useStepRange.ts";
import { useRun, useView } from "../StudioContext.ts";
import { formatLoss } from "./formatRun.ts";
import { lossSpikes } from "./lossSpikes.ts";
import { SpikeRemark } from "./SpikeRemark.tsx";

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

/** Lines and legend with the spikes of one series marked, and the steps of those. */
function drawWithSpikes(
  pairs: Parameters<typeof drawSeries>[0],
  watched: Series,
  trace: RunTrace | null,
  steps: StepRange,
  decay: number,
) {
  const drawn = drawSeries(pairs, steps, decay);
  if (trace === null) return { ...drawn, spikes: [] };
  const [at, values] = [trace.history.steps(), watched.values(trace.history)];
  const found = lossSpikes(values);
  const marks = marksAt(found, at, values, steps);
  return {
    legend: drawn.legend,
    lines: marks === null ? drawn.lines : [...drawn.lines, marks],
    spikes: found.map((index) => at[index] ?? 0),
  };
}

export const LowerLossPanel = memo(function LowerLossPanel() {
  const version = useRunVersion(0.4);
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const decay = useView((view) => view.smoothing);
  const steps = useStepRange();
  const { lines, legend, spikes } = useMemo(() => {
    // Histories are changed in place: the version says when.
    const pairs = [
      [WEIGHTED, main],
      [PLAIN, main],
      [RETRAINED, retrained],
      [VANILLA, vanilla],
    ] as const;
    return drawWithSpikes(version >= 0 ? pairs : [], WEIGHTED, main, steps, decay);
  }, [version, main, retrained, vanilla, steps, decay]);
  return (
    <TracePanel
      title="Lower loss"
      note={smoothingNote(decay)}
      lines={lines}
      legend={legend}
      formatValue={formatLoss}
      formatTick={formatTick}
      remark={<SpikeRemark steps={spikes} />}
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
  const { lines, legend, spikes } = useMemo(
    () => drawWithSpikes(version >= 0 ? [[META, main]] : [], META, main, steps, decay),
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
      remark={<SpikeRemark steps={spikes} />}
      emptyText={
        mode === undefined || mode === "bilevel"
          ? "Loss of chain scores on the meta set, from the first upper step on"
          : `None in mode ${mode}`
      }
    />
  );
});
