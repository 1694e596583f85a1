// Held-out results side by side: this run's PRM, the one retrained with its weights, and vanilla.

import { Scale } from "lucide-react";
import { type EvaluationRecord, PRM_ROLES, type PrmRole } from "../../domain/run.ts";
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
    main: `This run (${main?.config.mode ?? "bilevel"})`,
    retrained: "Retrained, learned weights fixed",
    vanilla: "Vanilla, all weights 1",
  };
  const rows = PRM_ROLES.flatMap((role) => {
    const record = traces[role]?.evaluations.at(-1);
    return record === undefined ? [] : [{ role, record, total: traces[role]?.config.lower.steps }];
  });
  return (
    <Panel title="Held-out results" note="accuracy of the best of N candidates by chain score">
      {rows.length === 0 ? (
        <EmptyState title="Nothing measured yet">
          {questions === 0
            ? "Load candidates in the Data view to measure best-of-N."
            : `Measured on ${formatStep(questions)} questions at the end of a run. Retrain adds the PRM with the learned weights fixed, and vanilla from the same seed.`}
        </EmptyState>
      ) : (
        <>
          <div className={styles["scroll"]}>
            <table className={styles["table"]}>
              <thead>
                <tr>
                  <th scope="col">PRM</th>
                  {SIZES.map((size) => (
                    <th key={size} scope="col">
                      best-of-{size}
                    </th>
                  ))}
                  <th scope="col">step AUROC</th>
                  <th scope="col">at step</th>
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
                      {record.step !== total && <span className={styles["partial"]}> so far</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
                Is it real? See Evaluate
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
    return "Measurements during a run use a part of the questions; the last one uses all.";
  }
  const points = (ours - theirs) * 100;
  const difference = `${points >= 0 ? "+" : "−"}${Math.abs(points).toFixed(1)} points best-of-8`;
  return `Retrained against vanilla: ${difference} on this seed. One seed is no evidence; intervals, controls and further seeds stand under Evaluate.`;
}
