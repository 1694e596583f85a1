// The chain's score under every aggregation A of its step logits, the edited beside the original.
import { AGGREGATIONS, type Aggregation } from "../../domain/runConfig.ts";
import { Badge } from "../primitives/Badge.tsx";
import styles from "./AggregationTable.module.css";
import { formatDifference, formatScore } from "./formatScore.ts";

const NAMES: Record<Aggregation, string> = {
  meanLogit: "Mean logit",
  last: "Last step",
  min: "Lowest step",
  product: "Product",
  meanLogP: "Mean log p",
  logMeanP: "Log mean p",
};

export interface AggregationTableProps {
  original: Record<Aggregation, number> | null;
  /** Of the edited chain; null while nothing is edited (or not scored yet). */
  edited: Record<Aggregation, number> | null;
  isEdited: boolean;
  /** The run's own. */
  current: Aggregation;
}

export function AggregationTable({ original, edited, isEdited, current }: AggregationTableProps) {
  return (
    <table className={styles["table"]} aria-label="Chain score by aggregation">
      <thead>
        <tr>
          <th scope="col">Aggregation</th>
          <th scope="col" className={styles["number"]}>
            {isEdited ? "Edited" : "Score"}
          </th>
          {isEdited && (
            <>
              <th scope="col" className={styles["number"]}>
                Original
              </th>
              <th scope="col" className={styles["number"]}>
                Change
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {AGGREGATIONS.map((name) => {
          const before = original?.[name] ?? null;
          const now = isEdited ? (edited?.[name] ?? null) : before;
          return (
            <tr key={name} aria-current={name === current}>
              <th scope="row">
                {NAMES[name]}{" "}
                {name === current && <Badge title="The run ranks chains by this">this run</Badge>}
              </th>
              <td className={styles["number"]}>{formatScore(now)}</td>
              {isEdited && (
                <>
                  <td className={styles["number"]}>{formatScore(before)}</td>
                  <td className={styles["number"]}>
                    {formatDifference(now === null || before === null ? null : now - before)}
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
