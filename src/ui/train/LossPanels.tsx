// Lower loss (weighted and plain) and meta loss against steps, smoothed, with the raw line faint and spikes
// of the run's own marked.
import { memo, useMemo } from "react";
import type { RunHistory } from "../../store/runHistory.ts";
import type { RunTrace } from "../../store/runStore.ts";
import { t } from "../../strings/strings.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { marksAt } from "../charts/drawnSeries.ts";
import { runSeries } from "../charts/runSeries.ts";
import { ROLE_COLORS, roleLook } from "../charts/seriesLook.ts";
import { smoothedNote } from "../charts/smoothedNote.ts";
import { TracePanel } from "../charts/TracePanel.tsx";
import { tickText } from "../charts/tickText.ts";
import { useRunCaption } from "../charts/useRunCaption.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useCharts, useRun, useView } from "../StudioContext.ts";
import { formatLoss } from "./formatRun.ts";
import { createSpikeFinder } from "./lossSpikes.ts";
import { SpikeRemark } from "./SpikeRemark.tsx";

const weightedLoss = (history: RunHistory) => history.weightedLowerLoss();
const lowerLoss = (history: RunHistory) => history.lowerLoss();
const metaLoss = (history: RunHistory) => history.metaLoss();

/** The marks on the main run's spikes, and the lower steps at which they are. */
function useSpikes(series: readonly ChartSeries[], trace: RunTrace | null, version: number) {
  const spikesOf = useMemo(createSpikeFinder, []);
  return useMemo(() => {
    const watched = series[0];
    // Histories are changed in place: the version says when.
    if (trace === null || watched === undefined || version < 0) return { marks: null, steps: [] };
    const found = spikesOf(watched.raw);
    const steps = trace.history.steps();
    return { marks: marksAt(watched, found), steps: found.map((index) => steps[index] ?? 0) };
  }, [series, trace, version, spikesOf]);
}

export const LowerLossPanel = memo(function LowerLossPanel() {
  const version = useRunVersion(0.4);
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const decay = useView((view) => view.smoothing);
  const unit = useCharts((charts) => charts.xUnit);
  const caption = useRunCaption();
  const series = useMemo(() => {
    const weighted = { ...roleLook("main", t("charts:lowerLoss.weighted")), id: "weighted" };
    const plain = {
      id: "plain",
      name: t("charts:lowerLoss.plain"),
      color: "var(--text-muted)",
      dash: "5 2",
    };
    // Histories are changed in place: the version says when.
    if (version < 0) return [];
    return runSeries(
      [
        { look: weighted, trace: main, values: weightedLoss },
        { look: plain, trace: main, values: lowerLoss },
        { look: roleLook("retrained"), trace: retrained, values: weightedLoss },
        { look: roleLook("vanilla"), trace: vanilla, values: lowerLoss },
      ],
      { main, unit, decay },
    );
  }, [version, main, retrained, vanilla, unit, decay]);
  const spikes = useSpikes(series, main, version);
  return (
    <TracePanel
      id="lowerLoss"
      title={t("charts:lowerLoss.title")}
      note={smoothedNote(decay)}
      caption={caption}
      series={series}
      marks={spikes.marks}
      formatValue={formatLoss}
      formatTick={tickText}
      remark={<SpikeRemark steps={spikes.steps} />}
      emptyText={t("charts:lowerLoss.empty")}
    />
  );
});

export const MetaLossPanel = memo(function MetaLossPanel() {
  const version = useRunVersion(0.6);
  const main = useRun((run) => run.main);
  const mode = useRun((run) => run.config?.mode);
  const decay = useView((view) => view.smoothing);
  const unit = useCharts((charts) => charts.xUnit);
  const caption = useRunCaption();
  const series = useMemo(() => {
    const look = {
      id: "meta",
      name: t("charts:metaLoss.line"),
      color: ROLE_COLORS.main,
      dash: "none",
    };
    if (version < 0) return [];
    return runSeries([{ look, trace: main, values: metaLoss }], { main, unit, decay });
  }, [version, main, unit, decay]);
  const spikes = useSpikes(series, main, version);
  return (
    <TracePanel
      id="metaLoss"
      title={t("charts:metaLoss.title")}
      note={smoothedNote(decay)}
      caption={caption}
      series={series}
      marks={spikes.marks}
      formatValue={formatLoss}
      formatTick={tickText}
      remark={<SpikeRemark steps={spikes.steps} />}
      emptyText={
        mode === undefined || mode === "bilevel"
          ? t("charts:metaLoss.empty")
          : t("charts:metaLoss.none", { mode })
      }
    />
  );
});
