// A share in percent with its 95 % interval beneath.
import type { Interval } from "../../domain/evaluation.ts";
import { formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";
import { formatShareRange } from "./formatGain.ts";

export function ShareText({ share, isBest = false }: { share: Interval; isBest?: boolean }) {
  return (
    <>
      <span className={isBest ? styles["best"] : undefined}>{formatPercent(share.value)}</span>
      <span className={styles["small"]}>{formatShareRange(share)}</span>
    </>
  );
}
