// What the images are worth: the run's PRM chooses among the same candidates with the images and with them
// hidden, in all and by domain.
import { BLIND_ID, type EvaluationReport } from "../../domain/evaluation.ts";
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

/** Nothing where the corpus has no images, or the PRM does not look at them. */
export function ImageWorthPanel() {
  const { evaluation } = useStudio();
  const canHide = useEvaluation(({ shelf }) => shelf.some(({ id }) => id === BLIND_ID));
  const report = useEvaluation((state) => state.imageReport);
  const isMeasuring = useEvaluation((state) => state.isMeasuringImages);
  const isTraining = useControls("isActive");
  if (!canHide) return null;
  return (
    <Panel
      title="What the images are worth"
      guide="verdict"
      note="the same PRM, with the images and without"
    >
      <p className={panel["about"]}>
        This run’s PRM chooses twice among the same candidates: once as it was trained, once with
        every image hidden from it. A difference near 0 means that these questions did not need
        their images, or that the PRM has not learned to look at them.
      </p>
      {report === null ? (
        <Button
          disabled={isMeasuring || isTraining}
          onClick={() => evaluation.getState().measureImages()}
        >
          {isMeasuring ? "Measuring…" : "Measure with the images hidden"}
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
      <div className={styles["scroll"]}>
        <table className={styles["table"]} aria-label="What the images are worth">
          <thead>
            <tr>
              <th scope="col">Domain or group</th>
              <th scope="col">Questions</th>
              <th scope="col">N</th>
              <th scope="col">
                Best of N right<span className={styles["small"]}>with the images</span>
              </th>
              <th scope="col">
                Best of N right<span className={styles["small"]}>images hidden</span>
              </th>
              <th scope="col" className={styles["bars"]}>
                Gain by seeing the images, points
                <GainAxis scale={scale} />
              </th>
              <th scope="col">points</th>
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
                    <GainBar gain={gain} scale={scale} label={`Worth of the images: ${name}`} />
                  )}
                </td>
                <td>{gain && <GainText gain={gain} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {unchanged.length > 0 && (
        <p className={panel["unchanged"]}>
          No choice changed in {unchanged.join(", ")}: questions there have no image, or are chosen
          alike without it.
        </p>
      )}
    </>
  );
}
