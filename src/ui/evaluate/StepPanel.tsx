// How well scores of single steps agree with their Monte-Carlo labels, beside what the step's position
// alone would tell: a PRM that is no better has learned to count.

import { useState } from "react";
import type { StepReport } from "../../domain/evaluation.ts";
import { t } from "../../strings/strings.ts";
import { formatShare } from "../data/formatNumber.ts";
import { Panel } from "../primitives/Panel.tsx";
import { CalibrationChart } from "./CalibrationChart.tsx";
import { counted } from "./counted.ts";
import { Segmented } from "./Segmented.tsx";
import { StepDomains } from "./StepDomains.tsx";
import layout from "./StepPanel.module.css";
import { POSITION, StepScorersTable } from "./StepScorersTable.tsx";

export function StepPanel({ reports }: { reports: readonly StepReport[] }) {
  const [chosen, setChosen] = useState<StepReport["source"]>("candidates");
  const report = reports.find(({ source }) => source === chosen) ?? reports[0];
  if (report === undefined) return null;
  const overall = report.scorers[0]?.overall;
  return (
    <Panel
      title={t("evaluate:steps.title")}
      guide="verdict"
      note={
        overall === undefined
          ? undefined
          : t("evaluate:steps.note", {
              steps: counted("labelledSteps", overall.steps),
              chains: counted("chains", overall.chains),
              share: formatShare(overall.goodShare, 1),
            })
      }
      actions={
        reports.length > 1 && (
          <Segmented
            label={t("evaluate:steps.of")}
            about={t("evaluate:steps.ofAbout")}
            value={report.source}
            options={reports.map(({ source }) => ({
              value: source,
              label: t(`evaluate:steps.sources.${source}`),
            }))}
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
        <summary>{t("evaluate:steps.byDomain")}</summary>
        <StepDomains scorers={report.scorers} />
      </details>
    </Panel>
  );
}
