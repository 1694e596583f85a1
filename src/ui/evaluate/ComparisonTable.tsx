// What a comparison found: a row a variant, with its accuracy, its gain over the first as an interval, and
// what became of its weights.

import { Download } from "lucide-react";
import type { ComparisonReport, ComparisonRow } from "../../domain/study.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { saveFile } from "../data/saveFiles.ts";
import { Button } from "../primitives/Button.tsx";
import { formatAuroc, formatDuration, formatStep, formatWeight } from "../train/formatRun.ts";
import styles from "./AblationsPanel.module.css";
import { counted } from "./counted.ts";
import table from "./EvaluateTable.module.css";
import { formatCorrelation } from "./formatGain.ts";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { GainText } from "./GainText.tsx";
import { ShareText } from "./ShareText.tsx";
import { TableBox } from "./TableBox.tsx";

export function ComparisonTable({ report }: { report: ComparisonReport }) {
  const { rows, atN } = report;
  const title = said(report.title);
  const pointOf = (row: ComparisonRow) => row.points.find((point) => point.n === atN);
  const scale = gainScale(rows.map((row) => pointOf(row)?.gainOverFirst));
  const first = rows[0];
  return (
    <section
      className={styles["comparison"]}
      aria-label={t("evaluate:ablations.results", { title })}
    >
      <div className={styles["head"]}>
        <h3>{title}</h3>
        <span className={styles["muted"]}>
          {t("evaluate:ablations.about", {
            seeds: counted("seeds", report.seeds.length),
            questions: formatStep(report.questions),
            source: said(report.source),
            time: formatDuration(report.elapsedMs / 1000),
          })}
        </span>
        <Button
          icon={<Download />}
          title={t("evaluate:ablations.exportAbout")}
          onClick={() => exportComparison(report)}
        >
          {t("evaluate:ablations.export")}
        </Button>
      </div>
      <TableBox table={title}>
        <table className={table["table"]} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t("evaluate:ablations.variant")}</th>
              {atN !== null && (
                <>
                  <th scope="col">
                    {t("evaluate:bestOfRight", { n: atN })}
                    <span className={table["small"]}>{t("evaluate:percentOfQuestions")}</span>
                  </th>
                  <th scope="col" className={table["bars"]}>
                    {t("evaluate:ablations.gainOver", { first: said(first?.label ?? "") })}
                    <GainAxis scale={scale} />
                  </th>
                  <th scope="col">{t("evaluate:points")}</th>
                </>
              )}
              <th scope="col">
                {t("evaluate:keptChains")}
                <span className={table["small"]}>{t("evaluate:aurocGuessing")}</span>
              </th>
              <th scope="col">
                {t("evaluate:ablations.weights")}
                <span className={table["small"]}>{t("evaluate:ablations.weightsAbout")}</span>
              </th>
              <th scope="col">
                {t("evaluate:ablations.agree")}
                <span className={table["small"]}>{t("evaluate:ablations.agreeAbout")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const point = pointOf(row);
              const gain = point?.gainOverFirst ?? null;
              return (
                <tr key={row.label}>
                  <th scope="row">
                    {said(row.label)}
                    <span className={table["small"]}>{differencesText(row)}</span>
                  </th>
                  {atN !== null && (
                    <>
                      <td>{point === undefined ? "–" : <ShareText share={point.accuracy} />}</td>
                      <td className={table["bars"]}>
                        {gain !== null && (
                          <GainBar
                            gain={gain}
                            scale={scale}
                            label={t("evaluate:ablations.gainOf", { variant: said(row.label) })}
                          />
                        )}
                      </td>
                      <td>{gain !== null && <GainText gain={gain} />}</td>
                    </>
                  )}
                  <td>{formatAuroc(row.metaAuroc)}</td>
                  <td>
                    {formatWeight(row.weightSpread[0])}–{formatWeight(row.weightSpread[1])}
                  </td>
                  <td>
                    {row.agreement === null ? (
                      "–"
                    ) : (
                      <>
                        {formatCorrelation(row.agreement.value)}{" "}
                        <span className={table["small"]}>
                          {t("evaluate:ablations.chance", {
                            low: formatCorrelation(row.agreement.nullLow),
                            high: formatCorrelation(row.agreement.nullHigh),
                          })}
                        </span>
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
    </section>
  );
}

function differencesText({ differences }: ComparisonRow): string {
  return Object.entries(differences)
    .map(
      ([path, value]) => `${path} = ${typeof value === "string" ? value : JSON.stringify(value)}`,
    )
    .join(", ");
}

function exportComparison(report: ComparisonReport): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  const name = report.title.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  saveFile({ name: `${name}.json`, blob: new Blob([text], { type: "application/json" }) });
}
