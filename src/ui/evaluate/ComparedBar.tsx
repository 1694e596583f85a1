// What is compared: which PRMs, by which chain score, measured on what; and whether that is up to date.

import { useId } from "react";
import { AGGREGATIONS, type Aggregation } from "../../domain/runConfig.ts";
import { comparedPrms } from "../../store/evaluationStore.ts";
import { isStudyGoing } from "../../store/studyStore.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { aggregationName } from "../aggregationNames.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { Select } from "../primitives/Select.tsx";
import { useControls, useEvaluation, useStudio, useStudy } from "../StudioContext.ts";
import styles from "./ComparedBar.module.css";
import { counted } from "./counted.ts";
import { IntervalNote } from "./IntervalNote.tsx";
import { prmColor } from "./methodLook.ts";
import { ToggleChip } from "./ToggleChip.tsx";

const OWN = "own";

export function ComparedBar() {
  const { evaluation, view } = useStudio();
  const scoreId = useId();
  const shelf = useEvaluation((state) => state.shelf);
  const toggled = useEvaluation((state) => state.toggled);
  const aggregation = useEvaluation((state) => state.aggregation);
  const error = useEvaluation((state) => state.error);
  const compared = comparedPrms({ shelf, toggled });
  const others = shelf.filter((entry) => !compared.includes(entry));
  const actions = evaluation.getState();
  const options: { value: Aggregation | typeof OWN; label: string }[] = [
    { value: OWN, label: t("evaluate:compared.asTrained") },
    ...AGGREGATIONS.map((value) => ({ value, label: aggregationName(value) })),
  ];
  return (
    <section className={styles["bar"]} aria-label={t("evaluate:compared.label")}>
      <div className={styles["line"]}>
        <span className={styles["label"]}>{t("evaluate:compared.compared")}</span>
        {[...compared, ...others].map((entry) => (
          <ToggleChip
            key={entry.id}
            isOn={compared.includes(entry)}
            color={prmColor(entry.id, compared)}
            title={t("evaluate:compared.atStep", { step: formatCount(entry.step) })}
            onToggle={() => actions.togglePrm(entry.id)}
          >
            {said(entry.label)}
          </ToggleChip>
        ))}
        <Button
          variant="ghost"
          title={t("evaluate:compared.addKeptAbout")}
          onClick={() => view.getState().show("runs")}
        >
          {t("evaluate:compared.addKept")}
        </Button>
        <span className={styles["field"]}>
          <label
            htmlFor={scoreId}
            className={styles["label"]}
            title={t("evaluate:compared.chainScoreAbout")}
          >
            {t("evaluate:compared.chainScore")}
          </label>
          <Select
            id={scoreId}
            value={aggregation ?? OWN}
            options={options}
            onChange={(value) => actions.setAggregation(value === OWN ? null : value)}
          />
        </span>
      </div>
      {error !== null && <ErrorNote error={error} onDismiss={actions.dismissError} />}
      <Standing />
    </section>
  );
}

/** What the numbers below are of, or what they wait for. */
function Standing() {
  const { evaluation } = useStudio();
  const report = useEvaluation((state) => state.report);
  const progress = useEvaluation((state) => state.progress);
  const isStale = useEvaluation((state) => state.isStale);
  // The verdict above explains intervals, too.
  const isVerdictShown = useStudy(({ verdict }) => verdict !== null);
  const hasFailed = useEvaluation((state) => state.error !== null);
  const isTraining = useControls("isActive");
  const isStudying = useStudy(({ status }) => isStudyGoing(status));
  if (progress !== null) {
    return (
      <div className={styles["progress"]} role="status">
        <span>{said(progress.label)}</span>
        <ProgressBar label={said(progress.label)} done={progress.done} total={progress.total} />
      </div>
    );
  }
  const { compute } = evaluation.getState();
  const again = <Button onClick={compute}>{t("evaluate:compared.measureNow")}</Button>;
  if (hasFailed) return <p className={styles["standing"]}>{again}</p>;
  if (isStale && (isTraining || isStudying)) {
    return (
      <p className={styles["standing"]}>
        {t(report === null ? "evaluate:compared.later" : "evaluate:compared.laterAgain")}
      </p>
    );
  }
  if (report === null) return null;
  const on = {
    questions: counted("questions", report.questions),
    candidates: counted("candidates", report.candidates),
    source: said(report.source),
  };
  return (
    <div className={styles["standing"]}>
      <p>
        {report.unanswered > 0
          ? t("evaluate:compared.measuredUnanswered", {
              ...on,
              unanswered: counted("candidates", report.unanswered),
            })
          : t("evaluate:compared.measured", on)}
      </p>
      {!isVerdictShown && <IntervalNote drawn="questions" />}
    </div>
  );
}
