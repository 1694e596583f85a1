// What one run alone allows one to say, before the controls have run: its gain over vanilla on this seed.
import type { EvaluationReport } from "../../domain/evaluation.ts";
import { useEvaluation } from "../StudioContext.ts";
import { formatPercent } from "../train/formatRun.ts";
import { formatGain, gainTone, headlineN } from "./formatGain.ts";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import styles from "./VerdictPanel.module.css";

/** The first PRM against the reference at the N most talked about; null where there is no such pair. */
export function firstImpression(report: EvaluationReport) {
  const n = headlineN(report.sizes);
  const [first] = report.prms;
  const bestOf = (prmId: string | null) =>
    report.curves
      .find((curve) => curve.kind === "bestOf" && curve.prmId === prmId)
      ?.points.find((point) => point.n === n);
  if (first === undefined || n === null || n < 2 || first.id === report.referenceId) return null;
  const [ours, theirs] = [bestOf(first.id), bestOf(report.referenceId)];
  if (ours?.gain == null || theirs === undefined) return null;
  return {
    n,
    label: first.label,
    gain: ours.gain,
    accuracy: ours.accuracy.value,
    reference: theirs.accuracy.value,
  };
}

const WORDS = {
  better: "better than vanilla on this seed",
  worse: "worse than vanilla on this seed",
  unclear: "no clear difference to vanilla",
} as const;

export function FirstImpression() {
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
          <strong>
            Recommended for use:{" "}
            {recommendation.choice === "learned" ? "the learned weights" : "uniform weights"}.
          </strong>{" "}
          {recommendation.reason}
        </p>
      )}
    </div>
  );
}
