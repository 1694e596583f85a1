// The meta set, which the domain weights are learned from, and the candidates, which they are judged
// on: both in counts.

import { Trans } from "react-i18next";
import type { CorpusSummary } from "../../domain/summary.ts";
import { t } from "../../strings/strings.ts";
import { Panel } from "../primitives/Panel.tsx";
import { formatCount, formatMean, formatShare } from "./formatNumber.ts";
import styles from "./HeldOutPanel.module.css";

function Figures({ figures }: { figures: [label: string, value: string][] }) {
  return (
    <dl className={styles["figures"]}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function HeldOutPanel({ summary }: { summary: CorpusSummary }) {
  const { metaChains, candidateQuestions, candidateChains } = summary;
  return (
    <div className={styles["pair"]}>
      <Panel title={t("data:meta.title")} guide="data" note={t("data:meta.note")}>
        {metaChains === 0 ? (
          <p className={styles["none"]}>
            <Trans t={t} i18nKey="data:meta.none" components={{ code: <code /> }} />
          </p>
        ) : (
          <Figures
            figures={[
              [t("data:meta.chains"), formatCount(metaChains)],
              [t("data:meta.correct"), formatShare(summary.metaCorrect, metaChains)],
              [t("data:meta.meanSteps"), formatMean(summary.metaMeanSteps, 1)],
            ]}
          />
        )}
      </Panel>
      <Panel title={t("data:candidates.title")} note={t("data:candidates.note")}>
        {candidateQuestions === 0 ? (
          <p className={styles["none"]}>{t("data:candidates.none")}</p>
        ) : (
          <Figures
            figures={[
              [t("data:candidates.questions"), formatCount(candidateQuestions)],
              [t("data:candidates.chains"), formatCount(candidateChains)],
              [
                t("data:candidates.perQuestion"),
                formatMean(candidateChains / candidateQuestions, 1),
              ],
            ]}
          />
        )}
      </Panel>
      {summary.overlapQuestions > 0 && (
        <Panel title={t("data:overlap.title")} className={styles["wide"]}>
          <p className={styles["overlap"]}>
            <strong>
              {t("data:overlap.stands", {
                count: summary.overlapQuestions,
                shown: formatCount(summary.overlapQuestions),
              })}
            </strong>{" "}
            {t("data:overlap.about")}
          </p>
          <details>
            <summary>{t("data:overlap.examples")}</summary>
            <ul className={styles["examples"]}>
              {summary.overlapExamples.map((example) => (
                <li key={example}>{example}</li>
              ))}
            </ul>
          </details>
        </Panel>
      )}
    </div>
  );
}
