// How well scores of single steps agree with their Monte-Carlo labels, beside what the step's position
// alone would tell: a PRM that is no better has learned to count.
import { useState } from "react";
import type { StepReport } from "../../domain/evaluation.ts";
import { formatCounted, formatShare } from "../data/formatNumber.ts";
import { Panel } from "../primitives/Panel.tsx";
import { CalibrationChart } from "./CalibrationChart.tsx";
import { Segmented } from "./Segmented.tsx";
import { StepDomains } from "./StepDomains.tsx";
import layout from "./StepPanel.module.css";
import { POSITION, StepScorersTable } from "./StepScorersTable.tsx";

const SOURCE_NAMES: Record<StepReport["source"], string> = {
  candidates: "Candidates",
  heldOutShards: "Shards, kept from training",
};

export function StepPanel({ reports }: { reports: readonly StepReport[] }) {
  const [chosen, setChosen] = useState<StepReport["source"]>("candidates");
  const report = reports.find(({ source }) => source === chosen) ?? reports[0];
  if (report === undefined) return null;
  const overall = report.scorers[0]?.overall;
  return (
    <Panel
      title="Single steps"
      guide="verdict"
      note={
        overall === undefined
          ? undefined
          : `${formatCounted(overall.steps, "labelled step")} of ${formatCounted(overall.chains, "chain")}, ${formatShare(overall.goodShare, 1)} good (label at least .5)`
      }
      actions={
        reports.length > 1 && (
          <Segmented
            label="Steps of"
            value={report.source}
            options={reports.map(({ source }) => ({ value: source, label: SOURCE_NAMES[source] }))}
            onChange={setChosen}
          />
        )
      }
    >
      <div className={layout["pair"]}>
        <StepScorersTable report={report} />
        <CalibrationChart scorers={report.scorers.filter(({ scorer }) => scorer !== POSITION)} />
      </div>
      <details className={layout["more"]}>
        <summary>By domain</summary>
        <StepDomains scorers={report.scorers} />
      </details>
    </Panel>
  );
}
