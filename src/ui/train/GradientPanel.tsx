// The length of the lower gradient against steps, on a logarithmic axis unless another is chosen, with the length
// it is clipped to and the points that were.
import { memo, useMemo } from "react";
import type { RunHistory } from "../../store/runHistory.ts";
import { t } from "../../strings/strings.ts";
import { marksAt } from "../charts/drawnSeries.ts";
import { runSeries } from "../charts/runSeries.ts";
import { roleLook } from "../charts/seriesLook.ts";
import { smoothedNote } from "../charts/smoothedNote.ts";
import { TracePanel } from "../charts/TracePanel.tsx";
import { tickText } from "../charts/tickText.ts";
import { useRunCaption } from "../charts/useRunCaption.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useCharts, useRun, useView } from "../StudioContext.ts";
import styles from "./GradientPanel.module.css";
import { clippingOf, clippingWords, formatNorm, isThresholdNear } from "./gradientNorms.ts";

const gradientNorm = (history: RunHistory) => history.gradientNorm();

export const GradientPanel = memo(function GradientPanel() {
  const version = useRunVersion(0.8);
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const clipNorm = useRun((run) => run.config?.lower.clipNorm ?? Number.POSITIVE_INFINITY);
  const decay = useView((view) => view.smoothing);
  const unit = useCharts((charts) => charts.xUnit);
  const caption = useRunCaption();
  const { series, marks, clipping, hasThreshold } = useMemo(() => {
    // Histories are changed in place: the version says when.
    const columns = [
      { look: roleLook("main", t("charts:gradient.length")), trace: main, values: gradientNorm },
      { look: roleLook("retrained"), trace: retrained, values: gradientNorm },
      { look: roleLook("vanilla"), trace: vanilla, values: gradientNorm },
    ];
    const series = version < 0 ? [] : runSeries(columns, { main, unit, decay });
    const norms = series[0]?.raw ?? new Float64Array();
    const clipping = clippingOf(norms, clipNorm);
    return {
      series,
      marks: series[0] === undefined ? null : marksAt(series[0], clipping.clipped),
      clipping,
      hasThreshold: isThresholdNear(norms, clipNorm),
    };
  }, [version, main, retrained, vanilla, clipNorm, unit, decay]);
  const words = clippingWords(clipping);
  return (
    <TracePanel
      id="gradient"
      title={t("charts:gradient.title")}
      note={smoothedNote(decay)}
      caption={caption}
      series={series}
      marks={marks}
      formatValue={formatNorm}
      formatTick={tickText}
      defaultScale="log"
      reference={hasThreshold ? clipNorm : undefined}
      referenceName={t("charts:gradient.clippedTo")}
      remark={words !== null && <p className={styles["clipping"]}>{words}</p>}
      emptyText={t("charts:gradient.empty")}
    />
  );
});
