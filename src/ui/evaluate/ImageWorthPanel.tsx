// What the images are worth: the run's PRM chooses among the same candidates with the images and with them
// hidden, in all and by domain.

import { BLIND_ID, type EvaluationReport } from "../../domain/evaluation.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useControls, useEvaluation, useStudio } from "../StudioContext.ts";
import styles from "./EvaluateTable.module.css";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { GainText } from "./GainText.tsx";
import panel from "./ImageWorthPanel.module.css";
import { imageWorth } from "./imageWorth.ts";
import { ShareText } from "./ShareText.tsx";
import { TableBox } from "./TableBox.tsx";

/** Nothing where the corpus has no images, or the PRM does not look at them. */
export function ImageWorthPanel() {
  const { evaluation } = useStudio();
  const canHide = useEvaluation(({ shelf }) => shelf.some(({ id }) => id === BLIND_ID));
  const report = useEvaluation((state) => state.imageReport);
  const isMeasuring = useEvaluation((state) => state.isMeasuringImages);
  const isTraining = useControls("isActive");
  if (!canHide) return null;
  return (
    <Panel title={t("evaluate:images.title")} guide="verdict" note={t("evaluate:images.note")}>
      <p className={panel["about"]}>{t("evaluate:images.about")}</p>
      {report === null ? (
        <Button
          disabled={isMeasuring || isTraining}
          onClick={() => evaluation.getState().measureImages()}
        >
          {t(isMeasuring ? "evaluate:images.measuring" : "evaluate:images.measure")}
        </Button>
      ) : (
        <WorthTable report={report} />
      )}
    </Panel>
  );
}

function WorthTable({ report }: { report: EvaluationReport }) {
  const { rows, unchanged } = imageWorth(report);
  const scale = gainScale(rows.map(({ gain }) => gain));
  return (
    <>
      <TableBox table={t("evaluate:images.title")}>
        <table className={styles["table"]} aria-label={t("evaluate:images.title")}>
          <thead>
            <tr>
              <th scope="col">{t("evaluate:images.group")}</th>
              <th scope="col">{t("evaluate:images.questions")}</th>
              <th scope="col">N</th>
              <th scope="col">
                {t("evaluate:images.right")}
                <span className={styles["small"]}>{t("evaluate:images.seen")}</span>
              </th>
              <th scope="col">
                {t("evaluate:images.right")}
                <span className={styles["small"]}>{t("evaluate:images.hidden")}</span>
              </th>
              <th scope="col" className={styles["bars"]}>
                {t("evaluate:images.gain")}
                <GainAxis scale={scale} />
              </th>
              <th scope="col">{t("evaluate:points")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, questions, n, seen, hidden, gain }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatCount(questions)}</td>
                <td>{n}</td>
                <td>{seen ? <ShareText share={seen} /> : "–"}</td>
                <td>{hidden ? <ShareText share={hidden} /> : "–"}</td>
                <td className={styles["bars"]}>
                  {gain && (
                    <GainBar
                      gain={gain}
                      scale={scale}
                      label={t("evaluate:images.worth", { name })}
                    />
                  )}
                </td>
                <td>{gain && <GainText gain={gain} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {unchanged.length > 0 && (
        <p className={panel["unchanged"]}>
          {t("evaluate:images.unchanged", { domains: unchanged.join(t("train:listSeparator")) })}
        </p>
      )}
    </>
  );
}
