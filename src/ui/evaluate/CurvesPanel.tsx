// Best-of-N: curves with a legend that switches them, and the table of the same numbers.
import { useState } from "react";
import type { EvaluationReport } from "../../domain/evaluation.ts";
import { aggregationName } from "../aggregationNames.ts";
import { Panel } from "../primitives/Panel.tsx";
import { AggregationsTable } from "./AggregationsTable.tsx";
import { BestOfChart } from "./BestOfChart.tsx";
import styles from "./CurvesPanel.module.css";
import { CurveTable } from "./CurveTable.tsx";
import { isDrawnAtFirst, METHOD_EXPLANATIONS, methodLook } from "./methodLook.ts";
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
      title="Right answers by number of candidates"
      guide="verdict"
      note={`best of N by ${aggregationName(report.aggregation).toLowerCase()}, in percent of questions; bands are 95 % intervals`}
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
              title={METHOD_EXPLANATIONS[curve.kind]}
              onHover={(isOver) => setHovered(isOver ? curve.id : null)}
              onToggle={() =>
                setSwitched((before) =>
                  before.includes(curve.id)
                    ? before.filter((id) => id !== curve.id)
                    : [...before, curve.id],
                )
              }
            >
              {curve.label}
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
        <summary>Every way to make one score of a chain's steps</summary>
        <AggregationsTable report={report} />
      </details>
    </Panel>
  );
}
