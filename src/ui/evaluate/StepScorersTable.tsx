// Step metrics of every scorer, the step's position alone among them; who is no better than that is marked.

import type { StepReport, StepScorerReport } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { formatAuroc, formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";
import { TableBox } from "./TableBox.tsx";

/** The scorer that knows nothing but the step's place. */
export const POSITION = "position";

const COLUMNS = [
  {
    id: "averagePrecision",
    value: ({ overall }: StepScorerReport) => formatAuroc(overall.averagePrecision),
  },
  {
    id: "firstErrorF1",
    value: ({ overall }: StepScorerReport) => formatPercent(overall.firstErrorF1),
  },
  {
    id: "meanSquaredError",
    value: ({ overall }: StepScorerReport) => formatAuroc(overall.meanSquaredError),
  },
  {
    id: "calibrationError",
    value: ({ overall }: StepScorerReport) => formatAuroc(overall.calibrationError),
  },
] as const;

export function StepScorersTable({ report }: { report: StepReport }) {
  return (
    <TableBox table={t("evaluate:steps.table")}>
      <table className={styles["table"]} aria-label={t("evaluate:steps.table")}>
        <thead>
          <tr>
            <th scope="col">{t("evaluate:steps.scoresBy")}</th>
            <th scope="col" title={t("evaluate:steps.aurocAbout")}>
              {t("evaluate:steps.auroc")}
              <span className={styles["small"]}>{t("evaluate:steps.aurocUnit")}</span>
            </th>
            {COLUMNS.map(({ id }) => (
              <th key={id} scope="col" title={t(`evaluate:steps.columns.${id}.about`)}>
                {t(`evaluate:steps.columns.${id}.name`)}
                <span className={styles["small"]}>{t(`evaluate:steps.columns.${id}.unit`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.scorers.map((scorer) => {
            const { aurocInterval } = scorer.overall;
            const isClose = report.closeToPosition.includes(scorer.scorer);
            return (
              <tr key={scorer.scorer}>
                <th scope="row">
                  {said(scorer.label)}{" "}
                  {isClose && (
                    <Badge tone="warning" title={t("evaluate:steps.closeAbout")}>
                      {t("evaluate:steps.closeToPosition")}
                    </Badge>
                  )}
                  {scorer.scorer === POSITION && (
                    <span className={styles["small"]}>{t("evaluate:steps.positionAbout")}</span>
                  )}
                </th>
                <td>
                  {formatAuroc(scorer.overall.auroc)}
                  {aurocInterval !== null && (
                    <span className={styles["small"]}>
                      {formatAuroc(aurocInterval.low)}–{formatAuroc(aurocInterval.high)}
                    </span>
                  )}
                </td>
                {COLUMNS.map(({ id, value }) => (
                  <td key={id}>{value(scorer)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableBox>
  );
}
