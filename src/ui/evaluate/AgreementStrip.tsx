// Whether the seeds agree on the weights: the mean rank correlation as a mark, and the band that weights
// dealt out at random would fall in.
import type { WeightAgreement } from "../../domain/study.ts";
import styles from "./AgreementStrip.module.css";
import { formatCorrelation } from "./formatGain.ts";

const TICKS = [-1, -0.5, 0, 0.5, 1];
const placeOf = (value: number) => `${50 + 50 * Math.min(1, Math.max(-1, value))}%`;

export function AgreementStrip({ agreement }: { agreement: WeightAgreement }) {
  const { value, nullLow, nullHigh, pValue } = agreement;
  const isAbove = value > nullHigh;
  const words = isAbove
    ? "More than chance: the seeds find the same domains."
    : "No more than chance: single weights mean little.";
  return (
    <div className={styles["strip"]}>
      <p className={styles["words"]}>
        <strong>{formatCorrelation(value)}</strong> {words}
      </p>
      <div
        className={styles["track"]}
        role="img"
        aria-label={`Agreement ${formatCorrelation(value)}; by chance between ${formatCorrelation(nullLow)} and ${formatCorrelation(nullHigh)}`}
      >
        <span
          className={styles["band"]}
          style={{ left: placeOf(nullLow), right: `calc(100% - ${placeOf(nullHigh)})` }}
        />
        <span className={styles["zero"]} />
        <span className={styles["mark"]} data-above={isAbove} style={{ left: placeOf(value) }} />
      </div>
      <div className={styles["ticks"]} aria-hidden="true">
        {TICKS.map((tick) => (
          <span key={tick} style={{ left: placeOf(tick) }}>
            {String(tick).replace("-", "−")}
          </span>
        ))}
      </div>
      <p className={styles["note"]}>
        Rank correlation between seeds: 1 is the same order, 0 none. Shaded: where 95 % of weights
        dealt out at random fall ({formatCorrelation(nullLow)} to {formatCorrelation(nullHigh)});{" "}
        {pValue < 0.001 ? "fewer than 0.1" : (100 * pValue).toFixed(1)} % of them agree as much.
      </p>
    </div>
  );
}
