// The same question in parts: by domain, by image, by number of steps, by the model that wrote the candidates.

import { useState } from "react";
import { type EvaluationReport, type Grouping, UNNAMED } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Panel } from "../primitives/Panel.tsx";
import { Select } from "../primitives/Select.tsx";
import { formatAuroc, formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { GainText } from "./GainText.tsx";
import { Segmented } from "./Segmented.tsx";
import { ShareText } from "./ShareText.tsx";
import { TableBox } from "./TableBox.tsx";

/** Domains and models have names of their own; what groups the others the worker says. */
function groupName(by: Grouping, group: string): string {
  return (by === "domain" || by === "model") && group !== UNNAMED ? group : said(group);
}

export function GroupsPanel({ report }: { report: EvaluationReport }) {
  const { groups, prms, referenceId } = report;
  const [by, setBy] = useState<Grouping>("domain");
  const [chosenPrm, setChosenPrm] = useState<string | null>(null);
  const shown = groups.find((grouping) => grouping.by === by) ?? groups[0];
  const prmId = prms.find(({ id }) => id === chosenPrm)?.id ?? prms[0]?.id;
  if (shown === undefined || prmId === undefined) return null;
  const reference = prms.find(({ id }) => id === referenceId);
  const rows = shown.rows.map((row) => ({
    row,
    prm: row.prms.find((entry) => entry.prmId === prmId),
  }));
  const scale = gainScale(rows.map(({ prm }) => prm?.gain));
  const hasGains = rows.some(({ prm }) => prm !== undefined && prm.gain !== null);
  return (
    <Panel
      title={t("evaluate:parts.title")}
      note={t("evaluate:parts.note")}
      actions={
        <>
          {prms.length > 1 && (
            <Select
              aria-label={t("evaluate:parts.prm")}
              title={t("evaluate:parts.prmAbout")}
              value={prmId}
              options={prms.map(({ id, label }) => ({ value: id, label: said(label) }))}
              onChange={setChosenPrm}
            />
          )}
          <Segmented
            label={t("evaluate:parts.label")}
            about={t("evaluate:parts.labelAbout")}
            value={shown.by}
            options={groups.map((grouping) => ({
              value: grouping.by,
              label: t(`evaluate:parts.by.${grouping.by}`),
            }))}
            onChange={setBy}
          />
        </>
      }
    >
      <TableBox table={t(`evaluate:parts.by.${shown.by}`)}>
        <table className={styles["table"]} aria-label={t(`evaluate:parts.by.${shown.by}`)}>
          <thead>
            <tr>
              <th scope="col">{t(`evaluate:parts.heads.${shown.by}`)}</th>
              <th scope="col">{t("evaluate:parts.questions")}</th>
              <th scope="col">{t("evaluate:parts.candidates")}</th>
              <th scope="col">{t("evaluate:parts.anyRight")}</th>
              <th scope="col">{t("evaluate:parts.bestOfRight")}</th>
              <th scope="col">N</th>
              {hasGains && (
                <>
                  <th scope="col" className={styles["bars"]}>
                    {t("evaluate:parts.gainOver", { prm: said(reference?.label ?? "") })}
                    <GainAxis scale={scale} />
                  </th>
                  <th scope="col">{t("evaluate:points")}</th>
                </>
              )}
              <th scope="col" title={t("evaluate:parts.chainAurocAbout")}>
                {t("evaluate:parts.chainAuroc")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, prm }) => (
              <tr key={row.group}>
                <th scope="row">{groupName(shown.by, row.group)}</th>
                <td>{formatCount(row.questions)}</td>
                <td>{formatCount(row.candidates)}</td>
                <td>{formatPercent(row.passAt1)}</td>
                <td>{prm?.bestOf ? <ShareText share={prm.bestOf} /> : "–"}</td>
                <td>{row.n}</td>
                {hasGains && (
                  <>
                    <td className={styles["bars"]}>
                      {prm?.gain && (
                        <GainBar
                          gain={prm.gain}
                          scale={scale}
                          label={t("evaluate:parts.gainIn", {
                            group: groupName(shown.by, row.group),
                          })}
                        />
                      )}
                    </td>
                    <td>{prm?.gain && <GainText gain={prm.gain} />}</td>
                  </>
                )}
                <td>{formatAuroc(prm?.chainAuroc)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Panel>
  );
}
