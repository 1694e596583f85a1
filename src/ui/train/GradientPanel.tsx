// The length of the lower gradient against steps, on a logarithmic axis, with the length it is clipped to and
// the points that were.
import { memo, useMemo } from "react";
import { ROLE_COLORS, ROLE_DASHES } from "../charts/seriesLook.ts";
import { TracePanel } from "../charts/TracePanel.tsx";
import { drawSeries, marksAt, type Series } from "../charts/traceSeries.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useStepRange } from "../charts/useStepRange.ts";
import { useRun, useView } from "../StudioContext.ts";
import {
  clippingOf,
  clippingWords,
  formatNorm,
  isThresholdNear,
  logLines,
} from "./gradientNorms.ts";

const seriesOf = (role: "main" | "retrained" | "vanilla", name: string): Series => ({
  id: role,
  name,
  color: ROLE_COLORS[role],
  ...(role === "main" ? {} : { dash: ROLE_DASHES[role] }),
  values: (history) => history.gradientNorm(),
});
const MAIN = seriesOf("main", "length");
const RETRAINED = seriesOf("retrained", "retrained");
const VANILLA = seriesOf("vanilla", "vanilla");

const formatTick = (exponent: number) => formatNorm(Number((10 ** exponent).toPrecision(2)));

export const GradientPanel = memo(function GradientPanel() {
  const version = useRunVersion(0.8);
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const clipNorm = useRun((run) => run.config?.lower.clipNorm ?? Number.POSITIVE_INFINITY);
  const decay = useView((view) => view.smoothing);
  const steps = useStepRange();
  const { lines, legend, clipping, hasThreshold } = useMemo(() => {
    // Histories are changed in place: the version says when.
    const pairs = [
      [MAIN, main],
      [RETRAINED, retrained],
      [VANILLA, vanilla],
    ] as const;
    const drawn = drawSeries(version >= 0 ? pairs : [], steps, decay);
    const norms = main?.history.gradientNorm() ?? new Float64Array();
    const at = main?.history.steps() ?? new Float64Array();
    const clipping = clippingOf(norms, clipNorm);
    const marks = marksAt(clipping.clipped, at, norms, steps);
    const hasThreshold = isThresholdNear(norms, clipNorm);
    if (hasThreshold) {
      const color = "var(--reference)";
      drawn.legend.push({ id: "clip", name: "clipped to", color, steps: [0], values: [clipNorm] });
    }
    const all = marks === null ? drawn.lines : [...drawn.lines, marks];
    return { lines: logLines(all), legend: drawn.legend, clipping, hasThreshold };
  }, [version, main, retrained, vanilla, clipNorm, steps, decay]);
  const words = clippingWords(clipping);
  return (
    <TracePanel
      title="Gradient"
      {...(words === null ? {} : { note: words })}
      lines={lines}
      legend={legend}
      formatValue={formatNorm}
      formatTick={formatTick}
      {...(hasThreshold ? { reference: Math.log10(clipNorm) } : {})}
      emptyText="Length of the lower gradient before it is clipped"
    />
  );
});
