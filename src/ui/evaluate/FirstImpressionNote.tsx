// What one run alone allows one to say, before the controls have run: its gain over vanilla on this seed.
import { useEvaluation } from "../StudioContext.ts";
import { formatPercent } from "../train/formatRun.ts";
import { firstImpression } from "./firstImpression.ts";
import { formatGain, gainTone } from "./formatGain.ts";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { RecommendationLine } from "./RecommendationLine.tsx";
import styles from "./VerdictPanel.module.css";

const WORDS = {
  better: "better than vanilla on this seed",
  worse: "worse than vanilla on this seed",
  unclear: "no clear difference to vanilla",
} as const;

export function FirstImpressionNote() {
  const report = useEvaluation((state) => state.report);
  const recommendation = useEvaluation((state) => state.recommendation);
  const seen = report === null ? null : firstImpression(report);
  if (seen === null && recommendation === null) return null;
  const scale = gainScale([seen?.gain]);
  return (
    <div className={styles["impression"]}>
      {seen !== null && (
        <div className={styles["impressionText"]}>
          <p className={styles["kicker"]}>So far, from one run</p>
          <p className={styles["impressionHead"]}>
            {formatGain(seen.gain)} <span>{WORDS[gainTone(seen.gain)]}</span>
          </p>
          <p className={styles["muted"]}>
            {seen.label}: {formatPercent(seen.accuracy)} of questions right with the best of{" "}
            {seen.n}; vanilla: {formatPercent(seen.reference)}. One seed without controls is no
            evidence yet.
          </p>
        </div>
      )}
      {seen !== null && (
        <div className={styles["impressionBar"]}>
          <GainAxis scale={scale} />
          <GainBar gain={seen.gain} scale={scale} label="Gain over vanilla" isLarge />
          <p className={styles["muted"]}>gain over vanilla in points, with its 95 % interval</p>
        </div>
      )}
      {recommendation !== null && (
        <p className={styles["impressionWide"]}>
          <RecommendationLine recommendation={recommendation} />
        </p>
      )}
    </div>
  );
}
