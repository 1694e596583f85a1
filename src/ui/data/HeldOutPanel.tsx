// The meta set, which the domain weights are learned from, and the candidates, which they are judged
// on: both in counts.
import type { CorpusSummary } from "../../domain/summary.ts";
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
      <Panel title="Meta set" note="teaches the domain weights">
        {metaChains === 0 ? (
          <p className={styles["none"]}>
            None loaded. Without a meta set there is nothing to learn weights from; add a file with{" "}
            <code>input</code> and <code>true_false</code>.
          </p>
        ) : (
          <Figures
            figures={[
              ["Chains", formatCount(metaChains)],
              ["Correct", formatShare(summary.metaCorrect, metaChains)],
              ["Mean steps", formatMean(summary.metaMeanSteps, 1)],
            ]}
          />
        )}
      </Panel>
      <Panel title="Candidates" note="held out, for best-of-N">
        {candidateQuestions === 0 ? (
          <p className={styles["none"]}>
            None loaded. Training works without; best-of-N is not measured then.
          </p>
        ) : (
          <Figures
            figures={[
              ["Questions", formatCount(candidateQuestions)],
              ["Chains", formatCount(candidateChains)],
              ["A question", formatMean(candidateChains / candidateQuestions, 1)],
            ]}
          />
        )}
      </Panel>
      {summary.overlapQuestions > 0 && (
        <Panel title="Overlap" className={styles["wide"]}>
          <p className={styles["overlap"]}>
            <strong>
              {summary.overlapQuestions === 1
                ? "1 question stands"
                : `${formatCount(summary.overlapQuestions)} questions stand`}{" "}
              both in the shards and in the meta set.
            </strong>{" "}
            The weights may then reward memory instead of judgement. They are kept; take them out of
            one of the two if you can.
          </p>
          <details>
            <summary>Examples</summary>
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
