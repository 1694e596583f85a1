// Best-of-N: curves with a legend that switches them, and the table of the same numbers.

import { useState } from "react";
import type { EvaluationReport } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { aggregationName } from "../aggregationNames.ts";
import { Panel } from "../primitives/Panel.tsx";
import { AggregationsTable } from "./AggregationsTable.tsx";
import { BestOfChart } from "./BestOfChart.tsx";
import styles from "./CurvesPanel.module.css";
import { CurveTable } from "./CurveTable.tsx";
import { isDrawnAtFirst, methodLook } from "./methodLook.ts";
import { ToggleChip } from "./ToggleChip.tsx";

export function CurvesPanel({ report }: { report: EvaluationReport }) {
  /** Methods whose place in or out of the chart was changed by hand. */
  const [switched, setSwitched] = useState<readonly string[]>([]);
  const [hovered, setHovered] = useState<string | null>(null);
  const isDrawn = (curve: EvaluationReport["curves"][number]) =>
    isDrawnAtFirst(curve) !== switched.includes(curve.id);
  const drawn = report.curves.filter(isDrawn);
  return (
    <Panel
      title={t("evaluate:curves.title")}
      guide="verdict"
      note={t("evaluate:curves.note", {
        aggregation: aggregationName(report.aggregation).toLowerCase(),
      })}
    >
      <div className={styles["legend"]}>
        {report.curves.map((curve) => {
          const { color, dash } = methodLook(curve, report.prms);
          return (
            <ToggleChip
              key={curve.id}
              isOn={isDrawn(curve)}
              color={color}
              dash={dash}
              title={t(`evaluate:methods.${curve.kind}`)}
              onHover={(isOver) => setHovered(isOver ? curve.id : null)}
              onToggle={() =>
                setSwitched((before) =>
                  before.includes(curve.id)
                    ? before.filter((id) => id !== curve.id)
                    : [...before, curve.id],
                )
              }
            >
              {said(curve.label)}
            </ToggleChip>
          );
        })}
      </div>
      <BestOfChart
        report={report}
        curves={drawn}
        emphasized={drawn.some(({ id }) => id === hovered) ? hovered : null}
      />
      <CurveTable report={report} />
      <details className={styles["more"]}>
        <summary>{t("evaluate:curves.more")}</summary>
        <AggregationsTable report={report} />
      </details>
    </Panel>
  );
}
