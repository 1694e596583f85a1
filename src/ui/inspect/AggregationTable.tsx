// The chain's score under every aggregation A of its step logits; beside it the original's while it is
// edited, or the score of the PRM it is compared with.

import { AGGREGATIONS, type Aggregation } from "../../domain/runConfig.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { aggregationName } from "../aggregationNames.ts";
import { Badge } from "../primitives/Badge.tsx";
import styles from "./AggregationTable.module.css";
import { formatDifference, formatScore } from "./formatScore.ts";

export interface AggregationTableProps {
  original: Record<Aggregation, number> | null;
  /** Of the edited chain; null while nothing is edited (or not scored yet). */
  edited: Record<Aggregation, number> | null;
  isEdited: boolean;
  /** Of the unedited chain under a second PRM; null without one. */
  other: { label: string; chainScores: Record<Aggregation, number> } | null;
  /** The run's own. */
  current: Aggregation;
}

export function AggregationTable(props: AggregationTableProps) {
  const { original, edited, isEdited, other, current } = props;
  // What stands beside the score: its column's head, whole and as it fits, and the difference's.
  const beside = isEdited
    ? {
        head: t("inspect:aggregations.original"),
        difference: t("inspect:aggregations.change"),
        scores: original,
      }
    : other !== null && {
        head: said(other.label),
        difference: t("inspect:aggregations.gap"),
        scores: other.chainScores,
      };
  return (
    <table className={styles["table"]} aria-label={t("inspect:aggregations.label")}>
      <thead>
        <tr>
          <th scope="col">{t("inspect:aggregations.head")}</th>
          <th scope="col" className={styles["number"]}>
            {t(isEdited ? "inspect:aggregations.edited" : "inspect:aggregations.score")}
          </th>
          {beside !== false && (
            <>
              <th scope="col" className={styles["number"]} title={beside.head}>
                {beside.head}
              </th>
              <th scope="col" className={styles["number"]}>
                {beside.difference}
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {AGGREGATIONS.map((name) => {
          const now = (isEdited ? edited : original)?.[name] ?? null;
          const than = beside === false ? null : (beside.scores?.[name] ?? null);
          return (
            <tr key={name} aria-current={name === current}>
              <th scope="row">
                {aggregationName(name)}{" "}
                {name === current && (
                  <Badge title={t("inspect:aggregations.thisRunAbout")}>
                    {t("inspect:aggregations.thisRun")}
                  </Badge>
                )}
              </th>
              <td className={styles["number"]}>{formatScore(now)}</td>
              {beside !== false && (
                <>
                  <td className={styles["number"]}>{formatScore(than)}</td>
                  <td className={styles["number"]}>
                    {formatDifference(now === null || than === null ? null : now - than)}
                  </td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
