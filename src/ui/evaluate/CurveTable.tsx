// Every way of choosing by every N, and at one N its gain over the reference PRM as an interval.

import { useState } from "react";
import { Trans } from "react-i18next";
import type { EvaluationReport } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Select } from "../primitives/Select.tsx";
import styles from "./EvaluateTable.module.css";
import { headlineN } from "./formatGain.ts";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { GainText } from "./GainText.tsx";
import { MethodMark } from "./MethodMark.tsx";
import { ShareText } from "./ShareText.tsx";
import { TableBox } from "./TableBox.tsx";

export function CurveTable({ report }: { report: EvaluationReport }) {
  const { sizes, curves, prms, referenceId } = report;
  const [chosenN, setChosenN] = useState<number | null>(null);
  const atN = chosenN !== null && sizes.includes(chosenN) ? chosenN : headlineN(sizes);
  const pointOf = (points: (typeof curves)[number]["points"], n: number | null) =>
    points.find((point) => point.n === n);
  const reference = prms.find(({ id }) => id === referenceId);
  // Bars are for PRMs: what random choice loses would flatten what they differ by.
  const ofPrms = curves.filter(({ prmId }) => prmId !== null);
  const scale = gainScale(ofPrms.map(({ points }) => pointOf(points, atN)?.gain));
  const isSampled = curves.some(({ points }) => points.some(({ isExact }) => !isExact));
  return (
    <>
      <TableBox table={t("evaluate:curves.table")}>
        <table className={styles["table"]} aria-label={t("evaluate:curves.table")}>
          <thead>
            <tr>
              <th scope="col">{t("evaluate:curves.right")}</th>
              {sizes.map((size) => (
                <th key={size} scope="col">
                  N = {size}
                </th>
              ))}
              {reference !== undefined && (
                <>
                  <th scope="col" className={styles["bars"]}>
                    <Trans
                      t={t}
                      i18nKey="evaluate:curves.gainOverAt"
                      components={{
                        // Not as a value: Trans would read marks in a name.
                        prm: <span>{said(reference.label)}</span>,
                        choice: (
                          <Select
                            aria-label={t("evaluate:curves.nOfGain")}
                            value={String(atN)}
                            options={sizes.map((size) => ({
                              value: String(size),
                              label: String(size),
                            }))}
                            onChange={(size) => setChosenN(Number(size))}
                          />
                        ),
                      }}
                    />
                    <GainAxis scale={scale} />
                  </th>
                  <th scope="col">{t("evaluate:points")}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {curves.map((curve) => {
              const gain = pointOf(curve.points, atN)?.gain ?? null;
              const isReference = curve.kind === "bestOf" && curve.prmId === referenceId;
              return (
                <tr key={curve.id}>
                  <th scope="row" title={t(`evaluate:methods.${curve.kind}`)}>
                    <span className={styles["name"]}>
                      <MethodMark curve={curve} prms={prms} />
                      {said(curve.label)}
                    </span>
                  </th>
                  {sizes.map((size) => {
                    const point = pointOf(curve.points, size);
                    return (
                      <td key={size}>
                        {point === undefined ? "–" : <ShareText share={point.accuracy} />}
                      </td>
                    );
                  })}
                  {reference !== undefined && (
                    <>
                      <td className={styles["bars"]}>
                        {gain !== null && curve.prmId !== null && (
                          <GainBar
                            gain={gain}
                            scale={scale}
                            label={t("evaluate:curves.gainOver", {
                              method: said(curve.label),
                              prm: said(reference.label),
                            })}
                          />
                        )}
                        {isReference && (
                          <span className={styles["small"]}>{t("evaluate:curves.reference")}</span>
                        )}
                      </td>
                      <td>{gain !== null && <GainText gain={gain} />}</td>
                    </>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
      {isSampled && <p className={styles["caption"]}>{t("evaluate:curves.sampled")}</p>}
    </>
  );
}
