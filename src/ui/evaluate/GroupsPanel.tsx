// The same question in parts: by domain, by image, by number of steps, by the model that wrote the candidates.
import { useState } from "react";
import type { EvaluationReport, Grouping } from "../../domain/evaluation.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Panel } from "../primitives/Panel.tsx";
import { Select } from "../primitives/Select.tsx";
import { formatAuroc, formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { GainText } from "./GainText.tsx";
import { Segmented } from "./Segmented.tsx";
import { ShareText } from "./ShareText.tsx";

const GROUPING_NAMES: Record<Grouping, string> = {
  domain: "By domain",
  image: "By image",
  steps: "By number of steps",
  model: "By model",
};

const HEADS: Record<Grouping, string> = {
  domain: "Domain",
  image: "Questions",
  steps: "Steps",
  model: "Model",
};

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
      title="In parts"
      note="where it helps and where it does not; small groups have wide intervals"
      actions={
        <>
          {prms.length > 1 && (
            <Select
              aria-label="PRM of the parts"
              value={prmId}
              options={prms.map(({ id, label }) => ({ value: id, label }))}
              onChange={setChosenPrm}
            />
          )}
          <Segmented
            label="Parts"
            value={shown.by}
            options={groups.map((grouping) => ({
              value: grouping.by,
              label: GROUPING_NAMES[grouping.by],
            }))}
            onChange={setBy}
          />
        </>
      }
    >
      <div className={styles["scroll"]}>
        <table className={styles["table"]} aria-label={GROUPING_NAMES[shown.by]}>
          <thead>
            <tr>
              <th scope="col">{HEADS[shown.by]}</th>
              <th scope="col">Questions</th>
              <th scope="col">Candidates</th>
              <th scope="col">Any candidate right</th>
              <th scope="col">Best of N right</th>
              <th scope="col">N</th>
              {hasGains && (
                <>
                  <th scope="col" className={styles["bars"]}>
                    Gain over {reference?.label}, points
                    <GainAxis scale={scale} />
                  </th>
                  <th scope="col">points</th>
                </>
              )}
              <th
                scope="col"
                title="Of chain scores: chance that a right candidate is scored above a wrong one"
              >
                Chain AUROC
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, prm }) => (
              <tr key={row.group}>
                <th scope="row">{row.group}</th>
                <td>{formatCount(row.questions)}</td>
                <td>{formatCount(row.candidates)}</td>
                <td>{formatPercent(row.passAt1)}</td>
                <td>{prm?.bestOf ? <ShareText share={prm.bestOf} /> : "–"}</td>
                <td>{row.n}</td>
                {hasGains && (
                  <>
                    <td className={styles["bars"]}>
                      {prm?.gain && (
                        <GainBar gain={prm.gain} scale={scale} label={`Gain in ${row.group}`} />
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
      </div>
    </Panel>
  );
}
