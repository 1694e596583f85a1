// Best-of-N under every way to make one score of a chain's steps, for every PRM that is compared.

import type { AggregationRow, EvaluationReport } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { aggregationName } from "../aggregationNames.ts";
import { Badge } from "../primitives/Badge.tsx";
import { formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";
import { GainText } from "./GainText.tsx";
import { prmColor } from "./methodLook.ts";
import { TableBox } from "./TableBox.tsx";

export function AggregationsTable({ report }: { report: EvaluationReport }) {
  const { sizes, prms, aggregation, aggregations } = report;
  const largest = sizes.at(-1) ?? 1;
  return (
    <TableBox table={t("evaluate:aggregations.label")}>
      <table className={styles["table"]} aria-label={t("evaluate:aggregations.label")}>
        <thead>
          <tr>
            <th scope="col">{t("evaluate:aggregations.head")}</th>
            {sizes.map((size) => (
              <th key={size} scope="col">
                N = {size}
              </th>
            ))}
            <th scope="col" title={t("evaluate:aggregations.againstAbout")}>
              {t("evaluate:aggregations.against", {
                aggregation: aggregationName(aggregation).toLowerCase(),
                n: largest,
              })}
            </th>
          </tr>
        </thead>
        {prms.map((prm) => {
          const rows = aggregations.filter(({ prmId }) => prmId === prm.id);
          return (
            <tbody key={prm.id}>
              <tr>
                <th scope="rowgroup" colSpan={sizes.length + 2}>
                  <span className={styles["name"]} style={{ color: prmColor(prm.id, prms) }}>
                    {said(prm.label)}
                  </span>
                </th>
              </tr>
              {rows.map((row) => (
                <Row
                  key={row.aggregation}
                  row={row}
                  rows={rows}
                  isOwn={row.aggregation === aggregation}
                />
              ))}
            </tbody>
          );
        })}
      </table>
    </TableBox>
  );
}

interface RowProps {
  row: AggregationRow;
  /** Of the same PRM, to mark the best at each N. */
  rows: readonly AggregationRow[];
  isOwn: boolean;
}

function Row({ row, rows, isOwn }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {aggregationName(row.aggregation)}{" "}
        {isOwn && <Badge>{t("evaluate:aggregations.chosen")}</Badge>}
      </th>
      {row.accuracy.map((share, place) => {
        const best = Math.max(...rows.map((other) => other.accuracy[place] ?? 0));
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            key={place}
            className={share === best ? styles["best"] : undefined}
          >
            {formatPercent(share)}
          </td>
        );
      })}
      <td>{row.gain !== null && <GainText gain={row.gain} />}</td>
    </tr>
  );
}
