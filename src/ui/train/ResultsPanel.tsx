// Held-out results side by side: this run's PRM, the one retrained with its weights, and vanilla.

import { Scale } from "lucide-react";
import { type EvaluationRecord, PRM_ROLES, type PrmRole } from "../../domain/run.ts";
import { t } from "../../strings/strings.ts";
import { RecommendationLine } from "../evaluate/RecommendationLine.tsx";
import { Button } from "../primitives/Button.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useCorpus, useEvaluation, useRun, useStudio } from "../StudioContext.ts";
import { formatAuroc, formatPercent, formatStep } from "./formatRun.ts";
import styles from "./ResultsPanel.module.css";

const SIZES = ["1", "2", "4", "8", "16"];

export function ResultsPanel() {
  const main = useRun((run) => run.main);
  const retrained = useRun((run) => run.retrained);
  const vanilla = useRun((run) => run.vanilla);
  const { view } = useStudio();
  const recommendation = useEvaluation((state) => state.recommendation);
  const questions = useCorpus((state) => state.summary?.candidateQuestions ?? 0);
  const traces = { main, retrained, vanilla };
  const names: Record<PrmRole, string> = {
    main: t("train:results.prms.main", { mode: main?.config.mode ?? "bilevel" }),
    retrained: t("train:results.prms.retrained"),
    vanilla: t("train:results.prms.vanilla"),
  };
  const rows = PRM_ROLES.flatMap((role) => {
    const record = traces[role]?.evaluations.at(-1);
    return record === undefined ? [] : [{ role, record, total: traces[role]?.config.lower.steps }];
  });
  return (
    <Panel title={t("train:results.title")} guide="verdict" note={t("train:results.note")}>
      {rows.length === 0 ? (
        <EmptyState title={t("train:results.empty")}>
          {questions === 0
            ? t("train:results.noCandidates")
            : t("train:results.whenMeasured", { questions: formatStep(questions) })}
        </EmptyState>
      ) : (
        <>
          <section
            className={styles["scroll"]}
            aria-label={t("train:results.table")}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
            tabIndex={0}
          >
            <table className={styles["table"]}>
              <thead>
                <tr>
                  <th scope="col">PRM</th>
                  {SIZES.map((size) => (
                    <th key={size} scope="col">
                      {t("train:results.bestOf", { size })}
                    </th>
                  ))}
                  <th scope="col">{t("train:results.auroc")}</th>
                  <th scope="col">{t("train:results.atStep")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ role, record, total }) => (
                  <tr key={role}>
                    <th scope="row">{names[role]}</th>
                    {SIZES.map((size) => (
                      <td key={size}>{formatPercent(record.bestOf?.[size])}</td>
                    ))}
                    <td>{formatAuroc(record.stepAuroc)}</td>
                    <td>
                      {formatStep(record.step)}
                      {record.step !== total && (
                        <span className={styles["partial"]}> {t("train:results.soFar")}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={styles["note"]}>
            {comparison(retrained?.evaluations.at(-1), vanilla?.evaluations.at(-1))}
          </p>
          {retrained !== null && (
            <div className={styles["next"]}>
              {recommendation !== null && (
                <p>
                  <RecommendationLine recommendation={recommendation} />
                </p>
              )}
              <Button icon={<Scale />} onClick={() => view.getState().show("evaluate")}>
                {t("train:results.toEvaluate")}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

/** What the table allows one to say, and what it does not. */
function comparison(
  retrained: EvaluationRecord | undefined,
  vanilla: EvaluationRecord | undefined,
): string {
  const [ours, theirs] = [retrained?.bestOf?.["8"], vanilla?.bestOf?.["8"]];
  if (ours === undefined || theirs === undefined) {
    return t("train:results.partly");
  }
  const points = (ours - theirs) * 100;
  const difference = `${points >= 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}`;
  return t("train:results.comparison", { points: difference });
}
