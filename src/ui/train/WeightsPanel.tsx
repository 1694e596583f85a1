// The weights: as lines with sorted bars beside them, as small multiples, as a race, or as a table; and what to
// make of them.
import { useMemo, useState } from "react";
import { WEIGHT_LOOKS } from "../../store/viewStore.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { ChartMenu } from "../charts/export/ChartMenu.tsx";
import { ScaleToggle } from "../charts/ScaleToggle.tsx";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useXRange } from "../charts/useXRange.ts";
import { Panel } from "../primitives/Panel.tsx";
import { SegmentedControl } from "../primitives/SegmentedControl.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { useCharts, useCorpus, useRun, useStudio, useView } from "../StudioContext.ts";
import { BeforeFirstUpperStep } from "./BeforeFirstUpperStep.tsx";
import { FocusScope } from "./FocusScope.tsx";
import { LaterLook } from "./LaterLook.tsx";
import { useIsNarrow } from "./useIsNarrow.ts";
import { WeightBars } from "./WeightBars.tsx";
import { WEIGHT_CHART, WeightChart } from "./WeightChart.tsx";
import styles from "./WeightsPanel.module.css";
import { WhatWasLearned } from "./WhatWasLearned.tsx";
import { weightsData, weightsSummary } from "./weightsData.ts";

const NARROW_LABELS = 112;
const MOST_LABELS = 200;
/** Leader, value and gaps before the name, and a generous width of one character at 11 px, bold. */
const BEFORE_NAME = 50;
const CHARACTER = 6.9;

/** Room for the longest name, as far as there is room; longer ones are cut with an ellipsis. */
function labelWidth(domains: readonly string[], isNarrow: boolean): number {
  if (isNarrow) return NARROW_LABELS;
  const longest = Math.max(0, ...domains.map((name) => name.length));
  return Math.round(Math.min(MOST_LABELS, BEFORE_NAME + longest * CHARACTER));
}

export function WeightsPanel() {
  const { view, run } = useStudio();
  const isNarrow = useIsNarrow();
  const summary = useCorpus((state) => state.summary);
  const history = useRun((state) => state.main?.history ?? null);
  const encoderNote = useRun((state) => state.main?.encoderNote ?? null);
  const isTierShown = useView((state) => state.isTierShown);
  const look = useView((state) => state.weightLook);
  const slots = useView((state) => state.domainSlots);
  const unit = useCharts((state) => state.xUnit);
  const scale = useCharts((state) => state.scales[WEIGHT_CHART] ?? "linear");
  const range = useXRange();
  const [isTable, setIsTable] = useState(false);
  const hasTiers = summary?.domains.some((domain) => domain.tier !== null) ?? false;
  const domains = useMemo(
    () =>
      history?.domains ??
      summary?.domains.filter((domain) => domain.isEnabled).map((domain) => domain.name) ??
      [],
    [history, summary],
  );
  const title = t("charts:weights.title");
  return (
    <Panel
      title={title}
      guide="weights"
      tourStop="weights"
      note={t("race:panel.note", { count: domains.length })}
      actions={
        <>
          <SegmentedControl
            label={t("race:looks.label")}
            value={isTable ? null : look}
            segments={WEIGHT_LOOKS.map((value) => ({ value, label: t(`race:looks.${value}`) }))}
            onChange={(chosen) => {
              setIsTable(false);
              view.getState().showWeightsAs(chosen);
            }}
          />
          {hasTiers && !isTable && (
            <Switch
              label={t("race:panel.tiers")}
              isChecked={isTierShown}
              onChange={(isShown) => view.getState().showTiers(isShown)}
            />
          )}
          {look !== "race" && !isTable && (
            <ScaleToggle id={WEIGHT_CHART} title={title} scale={scale} />
          )}
          <ChartMenu
            title={title}
            data={() => weightsData({ trace: run.getState().main, unit, range, slots, scale })}
            isTable={isTable}
            onTable={setIsTable}
          />
        </>
      }
    >
      <Summary domains={domains} />
      <FocusScope
        domains={domains}
        className={look === "lines" && !isTable ? styles["content"] : undefined}
      >
        {isTable ? (
          <LaterLook look="table" domains={domains} />
        ) : look === "lines" ? (
          <>
            <div className={styles["chart"]} data-tour="lines">
              <WeightChart domains={domains} labelWidth={labelWidth(domains, isNarrow)} />
              <BeforeFirstUpperStep domainCount={domains.length} className={styles["empty"]} />
            </div>
            <WeightBars domains={domains} />
          </>
        ) : (
          <LaterLook look={look} domains={domains} />
        )}
      </FocusScope>
      <WhatWasLearned className={styles["learned"]} />
      <p className={styles["caution"]}>
        {t("race:panel.caution")}
        {encoderNote !== null && ` ${t("race:panel.headReads", { what: said(encoderNote) })}`}
      </p>
    </Panel>
  );
}

/** For those who cannot see the picture; nothing reads it out on its own. */
function Summary({ domains }: { domains: readonly string[] }) {
  useRunVersion(0.6);
  const history = useRun((state) => state.main?.history ?? null);
  const step = history?.steps().at(-1) ?? 0;
  const weights = history?.lastWeights() ?? [];
  return <p className="visuallyHidden">{weightsSummary(domains, weights, step)}</p>;
}
