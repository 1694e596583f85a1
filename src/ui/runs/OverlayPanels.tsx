// The shown runs in the same charts: weights of a domain, losses, gradients, held-out measures, learned weights.
import { useId, useMemo, useState } from "react";
import type { XUnit } from "../../store/traceUnits.ts";
import { t } from "../../strings/strings.ts";
import { ChartTools } from "../charts/ChartTools.tsx";
import type { StepRange } from "../charts/chartGeometry.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { smoothedNote } from "../charts/smoothedNote.ts";
import { TracePanel } from "../charts/TracePanel.tsx";
import { tickText } from "../charts/tickText.ts";
import { upperStepsOf } from "../charts/useXRange.ts";
import { Panel } from "../primitives/Panel.tsx";
import { Select } from "../primitives/Select.tsx";
import { useCharts, useView } from "../StudioContext.ts";
import { formatAuroc, formatLoss, formatPercent, formatWeight } from "../train/formatRun.ts";
import { formatNorm } from "../train/gradientNorms.ts";
import { bestOf4, percentTick, stepAuroc } from "../train/heldOutMeasures.ts";
import { FinalWeights } from "./FinalWeights.tsx";
import styles from "./OverlayPanels.module.css";
import {
  finalWeightRows,
  type OverlaidRun,
  overlaidMeasures,
  overlaidQuantity,
  overlaidWeights,
  retrainedId,
} from "./overlayLines.ts";
import { pointsOf } from "./runColumns.ts";

export interface OverlayPanelsProps {
  runs: readonly OverlaidRun[];
  /** The run whose lines stand out; null for none. */
  focus: string | null;
}

/** A run singled out in one of the charts is so in all of them. */
const SCOPE = "runs";
const HEIGHT = 190;

const weightText = (weight: number) => formatWeight(weight);

/** Where the longest of the runs ends, or was to end. */
function endOf(runs: readonly OverlaidRun[], unit: XUnit): number {
  const ends = runs.map(({ run }) => {
    if (unit === "time") return pointsOf(run).elapsedMs.at(-1) ?? 0;
    return unit === "upper" ? upperStepsOf(run.config) : run.config.lower.steps;
  });
  return Math.max(1, ...ends);
}

export function OverlayPanels({ runs, focus }: OverlayPanelsProps) {
  const zoom = useView((view) => view.zoom);
  const decay = useView((view) => view.smoothing);
  const unit = useCharts((charts) => charts.xUnit);
  const range = useMemo<StepRange>(() => {
    if (zoom !== null) return { low: zoom[0], high: zoom[1] };
    return { low: 0, high: endOf(runs, unit) };
  }, [zoom, runs, unit]);
  const lower = useMemo(
    () => overlaidQuantity(runs, "lowerLoss", unit, decay),
    [runs, unit, decay],
  );
  const meta = useMemo(() => overlaidQuantity(runs, "metaLoss", unit, decay), [runs, unit, decay]);
  const gradient = useMemo(
    () => overlaidQuantity(runs, "gradientNorm", unit, decay),
    [runs, unit, decay],
  );
  const best = useMemo(() => overlaidMeasures(runs, bestOf4, unit), [runs, unit]);
  const auroc = useMemo(() => overlaidMeasures(runs, stepAuroc, unit), [runs, unit]);
  const rows = useMemo(() => finalWeightRows(runs), [runs]);
  const shared = useShared(runs, range, focus);
  const emptyText = (words: string) => (unit === "upper" ? t("charts:x.noUpperSteps") : words);
  const smoothing = smoothedNote(decay);
  return (
    <>
      <ChartTools />
      <div className={styles["grid"]}>
        <WeightsOverlay runs={runs} domains={rows.map(({ domain }) => domain)} shared={shared} />
        <Panel title={t("charts:overlay.learned")} note={t("charts:overlay.learnedNote")}>
          <FinalWeights runs={runs} rows={rows} focus={focus} />
        </Panel>
        <OverlayPanel
          id="runs.lowerLoss"
          title={t("charts:lowerLoss.title")}
          note={smoothing}
          series={lower}
          formatValue={formatLoss}
          formatTick={tickText}
          emptyText={emptyText(t("charts:overlay.noPoints"))}
          {...shared}
        />
        <OverlayPanel
          id="runs.metaLoss"
          title={t("charts:metaLoss.title")}
          note={smoothing}
          series={meta}
          formatValue={formatLoss}
          formatTick={tickText}
          emptyText={emptyText(t("charts:overlay.noMeta"))}
          {...shared}
        />
        <OverlayPanel
          id="runs.bestOf"
          title={t("charts:bestOf.title")}
          note={t("charts:overlay.heldOutNote")}
          series={best}
          formatValue={formatPercent}
          formatTick={percentTick}
          emptyText={emptyText(t("charts:overlay.noBestOf"))}
          {...shared}
        />
        <OverlayPanel
          id="runs.auroc"
          title={t("charts:auroc.title")}
          note={t("charts:overlay.heldOutNote")}
          series={auroc}
          formatValue={formatAuroc}
          formatTick={tickText}
          emptyText={emptyText(t("charts:overlay.noAuroc"))}
          {...shared}
        />
        <OverlayPanel
          id="runs.gradient"
          title={t("charts:gradient.title")}
          note={smoothing}
          series={gradient}
          defaultScale="log"
          formatValue={formatNorm}
          formatTick={tickText}
          emptyText={emptyText(t("charts:overlay.noGradient"))}
          {...shared}
        />
      </div>
    </>
  );
}

interface Shared {
  scope: string;
  range: StepRange;
  caption: string;
  focus: readonly string[] | null;
}

function useShared(runs: readonly OverlaidRun[], range: StepRange, focus: string | null): Shared {
  return useMemo(
    () => ({
      scope: SCOPE,
      range,
      caption: t("charts:captions.runs", {
        count: runs.length,
        names: runs.map(({ name }) => name).join(t("charts:summary.comma")),
      }),
      focus: focus === null ? null : [focus, retrainedId(focus)],
    }),
    [runs, range, focus],
  );
}

interface OverlayPanelProps extends Shared {
  id: string;
  title: string;
  note: string;
  series: readonly ChartSeries[];
  defaultScale?: "log";
  formatValue: (value: number) => string;
  formatTick: (value: number) => string;
  emptyText: string;
}

function OverlayPanel(props: OverlayPanelProps) {
  const unit = useCharts((charts) => charts.xUnit);
  const label = t(`charts:overlay.ofRuns.${unit}`, { title: props.title });
  return <TracePanel label={label} height={HEIGHT} {...props} />;
}

interface WeightsOverlayProps {
  runs: readonly OverlaidRun[];
  /** Of all shown runs; the one with the largest mean weight first. */
  domains: readonly string[];
  shared: Shared;
}

function WeightsOverlay({ runs, domains, shared }: WeightsOverlayProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const domainId = useId();
  const unit = useCharts((charts) => charts.xUnit);
  const domain = chosen !== null && domains.includes(chosen) ? chosen : (domains[0] ?? "");
  const series = useMemo(() => overlaidWeights(runs, domain, unit), [runs, domain, unit]);
  const options = useMemo(
    () => [...domains].sort().map((name) => ({ value: name, label: name })),
    [domains],
  );
  return (
    <TracePanel
      id="runs.weight"
      title={t("charts:overlay.domainWeight")}
      note={t("charts:overlay.domainWeightNote")}
      controls={
        <span className={styles["domain"]}>
          <label htmlFor={domainId}>{t("charts:overlay.domain")}</label>
          <Select
            id={domainId}
            className={styles["domainSelect"]}
            value={domain}
            options={options}
            onChange={setChosen}
          />
        </span>
      }
      label={t(`charts:overlay.domainLabel.${unit}`, { domain })}
      valueName={t("charts:overlay.domainWeightOf", { domain })}
      series={series}
      reference={1}
      height={300}
      formatValue={weightText}
      formatTick={tickText}
      emptyText={t(unit === "upper" ? "charts:x.noUpperSteps" : "charts:overlay.chooseDomain")}
      {...shared}
    />
  );
}
