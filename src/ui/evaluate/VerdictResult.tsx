// The answer: the verdict in large, its reasons and what tempers it, then the controls, the agreement of
// the seeds, what is recommended for use, and the weights behind it all.
import { CircleCheck, CircleSlash, Download, TriangleAlert } from "lucide-react";
import type { VerdictReport } from "../../domain/study.ts";
import { formatCounted } from "../data/formatNumber.ts";
import { saveFile } from "../data/saveFiles.ts";
import { Badge } from "../primitives/Badge.tsx";
import { Button } from "../primitives/Button.tsx";
import { useConfig, useStudy } from "../StudioContext.ts";
import { formatDuration, formatStep, formatWeight } from "../train/formatRun.ts";
import { AgreementStrip } from "./AgreementStrip.tsx";
import { ControlsTable } from "./ControlsTable.tsx";
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
        {gain !== null && (
          <p className={styles["range"]}>
            {verdict === "none" ? formatGain(gain) : `95 % interval ${formatPointsRange(gain)}`}
            {`, best of ${atN}`}
          </p>
        )}
        <p className={styles["headline"]}>{report.headline}</p>
        {gain !== null && (
          <div className={styles["gain"]}>
            <GainAxis scale={gainScale([gain])} />
            <GainBar gain={gain} scale={gainScale([gain])} label="Gain" isLarge />
            <p className={styles["muted"]}>
              gain in points; the bar is the 95 % interval, the line stands at no difference
            </p>
          </div>
        )}
        {recommendation !== null && isBorneOut(report) && (
          <p className={styles["use"]}>
            Recommended for use:{" "}
            <strong>
              {recommendation.choice === "learned" ? "the learned weights" : "uniform weights"}
            </strong>
          </p>
        )}
        <Reservations report={report} />
        <div className={styles["foot"]}>
          <span>
            {formatCounted(report.seeds.length, "seed")} · {questionsText(report)} · {report.source}{" "}
            · {formatDuration(report.elapsedMs / 1000)}
          </span>
          <Button icon={<Download />} onClick={() => exportVerdict(report)}>
            Export verdict
          </Button>
        </div>
      </div>
      <div className={styles["why"]}>
        <section>
          <h3>Why</h3>
          <ul>
            {report.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
        {report.cautions.length > 0 && (
          <section>
            <h3>To bear in mind</h3>
            <ul>
              {report.cautions.map((caution) => (
                <li key={caution}>{caution}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <section className={styles["wide"]}>
        <h3>The controls</h3>
        {atN !== null && <IntervalNote drawn="questions and seeds" />}
        <ControlsTable controls={report.controls} atN={atN} />
      </section>
      <div className={styles["stack"]}>
        {agreement !== null && (
          <section>
            <h3>Do the seeds agree on the weights?</h3>
            <AgreementStrip agreement={agreement} />
          </section>
        )}
        {recommendation !== null && (
          <section>
            <h3>
              Recommended before any test:{" "}
              {recommendation.choice === "learned" ? "the learned weights" : "uniform weights"}
            </h3>
            <p>{recommendation.reason}</p>
            <p className={styles["muted"]}>
              Decided on {formatStep(recommendation.chains)} meta chains (
              {formatStep(recommendation.questions)} questions) that the weights were not learned
              from; no test candidate had a part in it.
            </p>
          </section>
        )}
        {cleanNull !== null && (
          <section>
            <h3>The same where there is nothing to learn</h3>
            <p>{cleanNullText(cleanNull)}</p>
          </section>
        )}
      </div>
      {report.weights.length > 0 && (
        <section className={styles["weights"]}>
          <h3>Learned weights by seed</h3>
          <SeedWeights weights={report.weights} />
        </section>
      )}
      {report.steps.map((steps) => (
        <details key={steps.source} className={styles["wide"]}>
          <summary>
            Single steps of the {steps.source === "candidates" ? "candidates" : "kept chains"},
            first seed
          </summary>
          <StepScorersTable report={steps} />
        </details>
      ))}
    </div>
  );
}

function questionsText({ questions, questionsInAll, atN }: VerdictReport): string {
  if (atN === null) return "no test candidates";
  const all = formatCounted(questionsInAll, "question");
  return questions === questionsInAll
    ? all
    : `${formatStep(questions)} of ${all} (those with ${atN} candidates)`;
}

/** Test candidates and kept meta chains say the same; a choice that the test belies is not repeated on top. */
function isBorneOut({ verdict, recommendation }: VerdictReport): boolean {
  return (verdict === "benefit") === (recommendation?.choice === "learned");
}

function cleanNullText(clean: NonNullable<VerdictReport["cleanNull"]>): string {
  const { spread, agreement, gain } = clean;
  const parts = [
    `With all domains equally clean the weights spread from ${formatWeight(spread[0])} to ${formatWeight(spread[1])}`,
  ];
  if (agreement !== null) {
    const chance = `${formatCorrelation(agreement.nullLow)} to ${formatCorrelation(agreement.nullHigh)}`;
    parts.push(`the seeds agree by ${formatCorrelation(agreement.value)} (chance: ${chance})`);
  }
  if (gain !== null) parts.push(`the gain over vanilla is ${formatGain(gain)}`);
  return `${parts.join("; ")}.`;
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
        <Badge tone="warning">
          stopped after {done} of {planned} trainings
        </Badge>
      )}
      {isOutdated && <Badge tone="warning">about earlier data</Badge>}
      {changed.length > 0 && (
        <Badge tone="warning" title={changed.join(", ")}>
          {changed.length === 1
            ? `setting changed since: ${changed[0]}`
            : `${changed.length} settings changed since`}
        </Badge>
      )}
    </p>
  );
}

function exportVerdict(report: VerdictReport): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  saveFile({ name: "verdict.json", blob: new Blob([text], { type: "application/json" }) });
}
