// What one run alone allows one to say, before the controls have run: its gain over vanilla on this seed.
import { Trans } from "react-i18next";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { useEvaluation } from "../StudioContext.ts";
import { formatPercent } from "../train/formatRun.ts";
import { firstImpression } from "./firstImpression.ts";
import { formatGain, gainTone } from "./formatGain.ts";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { RecommendationLine } from "./RecommendationLine.tsx";
import styles from "./VerdictPanel.module.css";

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
          <p className={styles["kicker"]}>{t("evaluate:impression.title")}</p>
          <p className={styles["impressionHead"]}>
            <Trans
              t={t}
              i18nKey={`evaluate:impression.${gainTone(seen.gain)}`}
              values={{ gain: formatGain(seen.gain) }}
              components={{ small: <span /> }}
            />
          </p>
          <p className={styles["muted"]}>
            {t("evaluate:impression.about", {
              prm: said(seen.label),
              share: formatPercent(seen.accuracy),
              n: seen.n,
              reference: formatPercent(seen.reference),
            })}
          </p>
        </div>
      )}
      {seen !== null && (
        <div className={styles["impressionBar"]}>
          <GainAxis scale={scale} />
          <GainBar gain={seen.gain} scale={scale} label={t("evaluate:impression.gain")} isLarge />
          <p className={styles["muted"]}>{t("evaluate:impression.gainAbout")}</p>
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
