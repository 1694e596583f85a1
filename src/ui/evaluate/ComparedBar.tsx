// What is compared: which PRMs, by which chain score, measured on what; and whether that is up to date.
import { useId } from "react";
import { AGGREGATIONS, type Aggregation } from "../../domain/runConfig.ts";
import { comparedPrms } from "../../store/evaluationStore.ts";
import { isStudyGoing } from "../../store/studyStore.ts";
import { aggregationName } from "../aggregationNames.ts";
import { formatCounted } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { Select } from "../primitives/Select.tsx";
import { useControls, useEvaluation, useStudio, useStudy } from "../StudioContext.ts";
import styles from "./ComparedBar.module.css";
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
    { value: OWN, label: "As trained" },
    ...AGGREGATIONS.map((value) => ({ value, label: aggregationName(value) })),
  ];
  return (
    <section className={styles["bar"]} aria-label="What is compared">
      <div className={styles["line"]}>
        <span className={styles["label"]}>Compared</span>
        {[...compared, ...others].map((entry) => (
          <ToggleChip
            key={entry.id}
            isOn={compared.includes(entry)}
            color={prmColor(entry.id, compared)}
            title={`At lower step ${entry.step}`}
            onToggle={() => actions.togglePrm(entry.id)}
          >
            {entry.label}
          </ToggleChip>
        ))}
        <Button
          variant="ghost"
          title="In Runs, choose Evaluate from the menu of a run"
          onClick={() => view.getState().show("runs")}
        >
          Add a kept run
        </Button>
        <span className={styles["field"]}>
          <label htmlFor={scoreId} className={styles["label"]}>
            Chain score
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
        <span>{progress.label}</span>
        <ProgressBar label={progress.label} done={progress.done} total={progress.total} />
      </div>
    );
  }
  const { compute } = evaluation.getState();
  const again = <Button onClick={compute}>Measure now</Button>;
  if (hasFailed) return <p className={styles["standing"]}>{again}</p>;
  if (isStale && (isTraining || isStudying)) {
    return (
      <p className={styles["standing"]}>
        {report === null ? "Measured" : "Not up to date; measured again"} when what trains now has
        ended.
      </p>
    );
  }
  if (report === null) return null;
  return (
    <div className={styles["standing"]}>
      <p>
        Measured on {formatCounted(report.questions, "question")} with{" "}
        {formatCounted(report.candidates, "candidate")} ({report.source})
        {report.unanswered > 0 &&
          `; ${formatCounted(report.unanswered, "candidate")} without a final answer, which have no vote`}
        .
      </p>
      {!isVerdictShown && <IntervalNote drawn="questions" />}
    </div>
  );
}
