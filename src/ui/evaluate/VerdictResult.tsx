// The answer: the verdict in large, its reasons and what tempers it, then the controls, the agreement of
// the seeds, what is recommended for use, and the weights behind it all.

import { CircleCheck, CircleSlash, Download, TriangleAlert } from "lucide-react";
import { Trans } from "react-i18next";
import type { VerdictReport } from "../../domain/study.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { saveFile } from "../data/saveFiles.ts";
import { Badge } from "../primitives/Badge.tsx";
import { Button } from "../primitives/Button.tsx";
import { useConfig, useStudy } from "../StudioContext.ts";
import { formatDuration, formatStep, formatWeight } from "../train/formatRun.ts";
import { AgreementStrip } from "./AgreementStrip.tsx";
import { ControlsTable } from "./ControlsTable.tsx";
import { counted } from "./counted.ts";
import { formatCorrelation, formatGain, formatPointsRange } from "./formatGain.ts";
import { GainAxis, GainBar, gainScale } from "./GainBar.tsx";
import { IntervalNote } from "./IntervalNote.tsx";
import { SeedWeights } from "./SeedWeights.tsx";
import { StepScorersTable } from "./StepScorersTable.tsx";
import styles from "./VerdictResult.module.css";
import { changedSince, headlineGain, shortVerdict } from "./verdictSummary.ts";

const ICONS = {
  benefit: <CircleCheck aria-hidden="true" />,
  none: <CircleSlash aria-hidden="true" />,
  harm: <TriangleAlert aria-hidden="true" />,
} as const;

export function VerdictResult({ report }: { report: VerdictReport }) {
  const { verdict, atN, agreement, recommendation, cleanNull } = report;
  const gain = headlineGain(report);
  return (
    <div className={styles["result"]} data-verdict={verdict}>
      <div className={styles["hero"]}>
        <p className={styles["short"]}>
          {ICONS[verdict]}
          <span>{shortVerdict(report)}</span>
        </p>
        {gain !== null && atN !== null && (
          <p className={styles["range"]}>
            {verdict === "none"
              ? t("evaluate:verdict.gainAt", { gain: formatGain(gain), n: atN })
              : t("evaluate:verdict.interval", { range: formatPointsRange(gain), n: atN })}
          </p>
        )}
        <p className={styles["headline"]}>{said(report.headline)}</p>
        {gain !== null && (
          <div className={styles["gain"]}>
            <GainAxis scale={gainScale([gain])} />
            <GainBar
              gain={gain}
              scale={gainScale([gain])}
              label={t("evaluate:verdict.gain")}
              isLarge
            />
            <p className={styles["muted"]}>{t("evaluate:verdict.gainAbout")}</p>
          </div>
        )}
        {recommendation !== null && isBorneOut(report) && (
          <p className={styles["use"]}>
            <Trans
              t={t}
              i18nKey={
                recommendation.choice === "learned"
                  ? "evaluate:verdict.useLearned"
                  : "evaluate:verdict.useUniform"
              }
              components={{ strong: <strong /> }}
            />
          </p>
        )}
        <Reservations report={report} />
        <div className={styles["foot"]}>
          <span>
            {[
              counted("seeds", report.seeds.length),
              questionsText(report),
              said(report.source),
              formatDuration(report.elapsedMs / 1000),
            ].join(" · ")}
          </span>
          <Button
            icon={<Download />}
            title={t("evaluate:verdict.exportAbout")}
            onClick={() => exportVerdict(report)}
          >
            {t("evaluate:verdict.export")}
          </Button>
        </div>
      </div>
      <div className={styles["why"]}>
        <section>
          <h3>{t("evaluate:verdict.why")}</h3>
          <ul>
            {report.reasons.map((reason) => (
              <li key={reason}>{said(reason)}</li>
            ))}
          </ul>
        </section>
        {report.cautions.length > 0 && (
          <section>
            <h3>{t("evaluate:verdict.cautions")}</h3>
            <ul>
              {report.cautions.map((caution) => (
                <li key={caution}>{said(caution)}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <section className={styles["wide"]}>
        <h3>{t("evaluate:verdict.controls")}</h3>
        {atN !== null && <IntervalNote drawn="questionsAndSeeds" />}
        <ControlsTable controls={report.controls} atN={atN} />
      </section>
      <div className={styles["stack"]}>
        {agreement !== null && (
          <section>
            <h3>{t("evaluate:verdict.agreement")}</h3>
            <AgreementStrip agreement={agreement} />
          </section>
        )}
        {recommendation !== null && (
          <section>
            <h3>
              {t(
                recommendation.choice === "learned"
                  ? "evaluate:verdict.recommendedLearned"
                  : "evaluate:verdict.recommendedUniform",
              )}
            </h3>
            <p>{said(recommendation.reason)}</p>
            <p className={styles["muted"]}>
              {t("evaluate:verdict.decidedOn", {
                chains: formatStep(recommendation.chains),
                questions: formatStep(recommendation.questions),
              })}
            </p>
          </section>
        )}
        {cleanNull !== null && (
          <section>
            <h3>{t("evaluate:verdict.clean")}</h3>
            <p>{cleanNullText(cleanNull)}</p>
          </section>
        )}
      </div>
      {report.weights.length > 0 && (
        <section className={styles["weights"]}>
          <h3>{t("evaluate:verdict.weights")}</h3>
          <SeedWeights weights={report.weights} />
        </section>
      )}
      {report.steps.map((steps) => (
        <details key={steps.source} className={styles["wide"]}>
          <summary>
            {t(
              steps.source === "candidates"
                ? "evaluate:verdict.stepsOfCandidates"
                : "evaluate:verdict.stepsOfKept",
            )}
          </summary>
          <StepScorersTable report={steps} />
        </details>
      ))}
    </div>
  );
}

function questionsText({ questions, questionsInAll, atN }: VerdictReport): string {
  if (atN === null) return t("evaluate:verdict.noCandidates");
  const all = counted("questions", questionsInAll);
  return questions === questionsInAll
    ? all
    : t("evaluate:verdict.questionsOf", { questions: formatStep(questions), all, n: atN });
}

/** Test candidates and kept meta chains say the same; a choice that the test belies is not repeated on top. */
function isBorneOut({ verdict, recommendation }: VerdictReport): boolean {
  return (verdict === "benefit") === (recommendation?.choice === "learned");
}

function cleanNullText(clean: NonNullable<VerdictReport["cleanNull"]>): string {
  const { spread, agreement, gain } = clean;
  const parts: string[] = [
    t("evaluate:verdict.cleanSpread", {
      low: formatWeight(spread[0]),
      high: formatWeight(spread[1]),
    }),
  ];
  if (agreement !== null) {
    parts.push(
      t("evaluate:verdict.cleanAgreement", {
        value: formatCorrelation(agreement.value),
        low: formatCorrelation(agreement.nullLow),
        high: formatCorrelation(agreement.nullHigh),
      }),
    );
  }
  if (gain !== null) parts.push(t("evaluate:verdict.cleanGain", { gain: formatGain(gain) }));
  return t("evaluate:verdict.cleanSentence", {
    parts: parts.join(t("evaluate:verdict.cleanJoint")),
  });
}

function Reservations({ report }: { report: VerdictReport }) {
  const config = useConfig((state) => state.config);
  const isOutdated = useStudy((state) => state.isVerdictOutdated);
  const changed = changedSince(report, config);
  const { done, planned } = report.trainings;
  if (!isOutdated && changed.length === 0 && done === planned) return null;
  return (
    <p className={styles["outdated"]}>
      {done < planned && (
        <Badge tone="warning">{t("evaluate:verdict.stoppedAfter", { done, planned })}</Badge>
      )}
      {isOutdated && <Badge tone="warning">{t("evaluate:verdict.outdated")}</Badge>}
      {changed.length > 0 && (
        <Badge tone="warning" title={changed.join(", ")}>
          {changed.length === 1
            ? t("evaluate:verdict.settingChanged", { path: changed[0] ?? "" })
            : t("evaluate:verdict.settingsChanged", { number: changed.length })}
        </Badge>
      )}
    </p>
  );
}

function exportVerdict(report: VerdictReport): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  saveFile({ name: "verdict.json", blob: new Blob([text], { type: "application/json" }) });
}
