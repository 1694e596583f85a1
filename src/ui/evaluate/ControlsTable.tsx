// The heart of a verdict: every control with what it rules out, its accuracy, and by how much the learned
// weights beat it, as intervals about 0.

import type { ControlRow, StudyPoint } from "../../domain/study.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { formatAuroc, formatPercent } from "../train/formatRun.ts";
import styles from "./ControlsTable.module.css";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { GainText } from "./GainText.tsx";
import { ShareText } from "./ShareText.tsx";

export interface ControlsTableProps {
  controls: readonly ControlRow[];
  /** Null without test candidates: then only the kept meta chains speak. */
  atN: number | null;
}

export function ControlsTable({ controls, atN }: ControlsTableProps) {
  const pointOf = (row: ControlRow): StudyPoint | undefined =>
    row.points.find((point) => point.n === atN);
  const learned = controls.find((row) => row.id === "retrained");
  const scale = gainScale(
    controls.map((row) => pointOf(row)?.gainOverThis),
    controls.flatMap((row) => gainsBySeed(learned, row)),
  );
  return (
    <table
      className={styles["table"]}
      aria-label={t("evaluate:controls.label")}
      data-tested={atN !== null}
    >
      <thead>
        <tr>
          <th scope="col">PRM</th>
          {atN !== null && (
            <>
              <th scope="col">
                {t("evaluate:bestOfRight", { n: atN })}
                <span className={styles["unit"]}>{t("evaluate:percentOfQuestions")}</span>
              </th>
              <th scope="col" className={styles["bars"]}>
                {t("evaluate:controls.gain")}
                <span className={styles["unit"]}>{t("evaluate:controls.gainAbout")}</span>
                <GainAxis scale={scale} />
              </th>
              <th scope="col">
                {t("evaluate:controls.gainHead")}
                <span className={styles["unit"]}>{t("evaluate:points")}</span>
              </th>
            </>
          )}
          <th scope="col" title={t("evaluate:keptChainsAbout")}>
            {t("evaluate:keptChains")}
            <span className={styles["unit"]}>{t("evaluate:aurocGuessing")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {controls.map((row) => {
          const point = pointOf(row);
          const gain = point?.gainOverThis ?? null;
          return (
            <tr key={row.id} data-control={row.id}>
              <th scope="row">
                {said(row.label)}
                <span className={styles["explanation"]}>
                  {t(`evaluate:controls.explanations.${row.id}`)}
                </span>
              </th>
              {atN !== null && (
                <>
                  <td
                    className={styles["share"]}
                    data-mark={t("evaluate:rightMark")}
                    title={seedsText(row)}
                  >
                    {point === undefined ? "–" : <ShareText share={point.accuracy} />}
                  </td>
                  <td className={styles["bars"]}>
                    {gain !== null ? (
                      <GainBar
                        gain={gain}
                        scale={scale}
                        label={t("evaluate:controls.gainOver", { label: said(row.label) })}
                        draws={gainsBySeed(learned, row)}
                      />
                    ) : (
                      <span className={styles["subject"]}>
                        {row.id === "retrained" ? t("evaluate:controls.subject") : ""}
                      </span>
                    )}
                  </td>
                  <td className={styles["gain"]}>
                    {gain !== null ? <GainText gain={gain} /> : ""}
                  </td>
                </>
              )}
              <td className={styles["auroc"]}>{formatAuroc(row.metaAuroc)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Learned weights minus the control, seed by seed; empty where they cannot be paired. */
function gainsBySeed(learned: ControlRow | undefined, row: ControlRow): number[] {
  if (learned === undefined || learned === row) return [];
  if (learned.bySeed.length !== row.bySeed.length) return [];
  return row.bySeed.map((share, seed) => (learned.bySeed[seed] ?? share) - share);
}

function seedsText({ bySeed }: ControlRow): string {
  return t("evaluate:controls.bySeed", {
    values: bySeed.map((share) => formatPercent(share)).join(t("train:listSeparator")),
  });
}
