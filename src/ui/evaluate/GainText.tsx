// A gain in points with its 95 % interval beneath, in the colour of what it allows one to say.
import type { Interval } from "../../domain/evaluation.ts";
import styles from "./EvaluateTable.module.css";
import { formatPoints, formatPointsRange, gainTone } from "./formatGain.ts";

export function GainText({ gain }: { gain: Interval }) {
  return (
    <>
      <span className={styles["gain"]} data-tone={gainTone(gain)}>
        {formatPoints(gain.value)}
      </span>
      <span className={styles["small"]}>{formatPointsRange(gain)}</span>
    </>
  );
}
