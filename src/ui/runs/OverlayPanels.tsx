// The shown runs in the same charts: weights of a domain, losses, held-out measures, learned weights.
import { useId, useMemo, useState } from "react";
import type { HistoryRecord } from "../../domain/run.ts";
import { ChartTools } from "../charts/ChartTools.tsx";
import type { StepRange } from "../charts/chartGeometry.ts";
import { TraceFigure } from "../charts/TraceFigure.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { Select } from "../primitives/Select.tsx";
import { useView } from "../StudioContext.ts";
import { formatAuroc, formatLoss, formatPercent, formatWeight } from "../train/formatRun.ts";
import { bestOf4, percentTick, stepAuroc } from "../train/heldOutMeasures.ts";
import { FinalWeights } from "./FinalWeights.tsx";
import styles from "./OverlayPanels.module.css";
import {
  finalWeightRows,
  type OverlaidRun,
  type OverlayDrawing,
  overlaidLosses,
  overlaidMeasures,
  overlaidWeights,
  withFocus,
} from "./overlayLines.ts";

export interface OverlayPanelsProps {
  runs: readonly OverlaidRun[];
  /** The run whose lines stand out; null for none. */
  focus: string | null;
}

const lowerLoss = (record: HistoryRecord) => record.lowerLoss;
const metaLoss = (record: HistoryRecord) => record.metaLoss;

const plainTick = (value: number) => String(Number(value.toPrecision(3)));

export function OverlayPanels({ runs, focus }: OverlayPanelsProps) {
  const zoom = useView((view) => view.zoom);
  const decay = useView((view) => view.smoothing);
  const steps = useMemo<StepRange>(() => {
    if (zoom !== null) return { low: zoom[0], high: zoom[1] };
    return { low: 0, high: Math.max(1, ...runs.map(({ run }) => run.config.lower.steps)) };
  }, [zoom, runs]);
  const lower = useMemo(() => overlaidLosses(runs, lowerLoss, steps, decay), [runs, steps, decay]);
  const meta = useMemo(() => overlaidLosses(runs, metaLoss, steps, decay), [runs, steps, decay]);
  const best = useMemo(() => overlaidMeasures(runs, bestOf4), [runs]);
  const auroc = useMemo(() => overlaidMeasures(runs, stepAuroc), [runs]);
  const rows = useMemo(() => finalWeightRows(runs), [runs]);
  const smoothing = decay > 0 ? `EMA ${decay}, raw faint` : "raw";
  const shared = { steps, focus };
  return (
    <>
      <ChartTools />
      <div className={styles["grid"]}>
        <WeightsOverlay runs={runs} domains={rows.map(({ domain }) => domain)} {...shared} />
        <Panel title="Learned weights" note="mean over the last third of each run, noise taken out">
          <FinalWeights runs={runs} rows={rows} focus={focus} />
        </Panel>
        <OverlayPanel
          title="Lower loss"
          note={smoothing}
          drawing={lower}
          formatValue={formatLoss}
          formatTick={plainTick}
          emptyText="None of the shown runs has points"
          {...shared}
        />
        <OverlayPanel
          title="Meta loss"
          note={smoothing}
          drawing={meta}
          formatValue={formatLoss}
          formatTick={plainTick}
          emptyText="Only runs of mode bilevel have a meta loss"
          {...shared}
        />
        <OverlayPanel
          title="Best-of-4"
          note="held out; dashed: retrained"
          drawing={best}
          formatValue={formatPercent}
          formatTick={percentTick}
          emptyText="None of the shown runs was measured on candidates while it trained"
          {...shared}
        />
        <OverlayPanel
          title="Step AUROC"
          note="held out; dashed: retrained"
          drawing={auroc}
          formatValue={formatAuroc}
          formatTick={plainTick}
          emptyText="None of the shown runs was measured on labelled steps while it trained"
          {...shared}
        />
      </div>
    </>
  );
}

interface OverlayPanelProps {
  title: string;
  note: string;
  drawing: OverlayDrawing;
  steps: StepRange;
  focus: string | null;
  formatValue: (value: number) => string;
  formatTick: (value: number) => string;
  emptyText: string;
}

function OverlayPanel({ title, note, drawing, focus, ...figure }: OverlayPanelProps) {
  const lines = useMemo(() => withFocus(drawing, focus), [drawing, focus]);
  return (
    <Panel title={title} note={note}>
      <TraceFigure
        label={`${title} of the shown runs against lower steps`}
        lines={lines}
        legend={drawing.legend}
        height={190}
        {...figure}
      />
    </Panel>
  );
}

interface WeightsOverlayProps {
  runs: readonly OverlaidRun[];
  /** Of all shown runs; the one with the largest mean weight first. */
  domains: readonly string[];
  steps: StepRange;
  focus: string | null;
}

function WeightsOverlay({ runs, domains, steps, focus }: WeightsOverlayProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const domainId = useId();
  const domain = chosen !== null && domains.includes(chosen) ? chosen : (domains[0] ?? "");
  const drawing = useMemo(() => overlaidWeights(runs, domain, steps), [runs, domain, steps]);
  const lines = useMemo(() => withFocus(drawing, focus), [drawing, focus]);
  const options = useMemo(
    () => [...domains].sort().map((name) => ({ value: name, label: name })),
    [domains],
  );
  return (
    <Panel
      title="Weight of a domain"
      note="1 counts as much as the mean"
      actions={
        <span className={styles["domain"]}>
          <label htmlFor={domainId}>Domain</label>
          <Select
            id={domainId}
            className={styles["domainSelect"]}
            value={domain}
            options={options}
            onChange={setChosen}
          />
        </span>
      }
    >
      <TraceFigure
        label={`Weight of ${domain} in the shown runs against lower steps, with a reference line at 1.0`}
        lines={lines}
        legend={drawing.legend}
        steps={steps}
        reference={1}
        height={300}
        formatValue={formatWeight}
        formatTick={plainTick}
        emptyText="Choose a domain"
      />
    </Panel>
  );
}
