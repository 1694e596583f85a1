// Whether the seeds agree on the weights: the mean rank correlation as a mark, and the band that weights
// dealt out at random would fall in.
import { Trans } from "react-i18next";
import type { WeightAgreement } from "../../domain/study.ts";
import { t } from "../../strings/strings.ts";
import styles from "./AgreementStrip.module.css";
import { formatCorrelation } from "./formatGain.ts";

const TICKS = [-1, -0.5, 0, 0.5, 1];
const placeOf = (value: number) => `${50 + 50 * Math.min(1, Math.max(-1, value))}%`;

export function AgreementStrip({ agreement }: { agreement: WeightAgreement }) {
  const { value, nullLow, nullHigh, pValue } = agreement;
  const isAbove = value > nullHigh;
  const chance = { low: formatCorrelation(nullLow), high: formatCorrelation(nullHigh) };
  return (
    <div className={styles["strip"]}>
      <p className={styles["words"]}>
        <Trans
          t={t}
          i18nKey={isAbove ? "evaluate:agreement.above" : "evaluate:agreement.within"}
          values={{ value: formatCorrelation(value) }}
          components={{ strong: <strong /> }}
        />
      </p>
      <div
        className={styles["track"]}
        role="img"
        aria-label={t("evaluate:agreement.label", { value: formatCorrelation(value), ...chance })}
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
        {pValue < 0.001
          ? t("evaluate:agreement.aboutRare", chance)
          : t("evaluate:agreement.about", { ...chance, share: (100 * pValue).toFixed(1) })}
      </p>
    </div>
  );
}
