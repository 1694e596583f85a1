// Step metrics of every scorer, the step's position alone among them; who is no better than that is marked.
import type { StepReport, StepScorerReport } from "../../domain/evaluation.ts";
import { Badge } from "../primitives/Badge.tsx";
import { formatAuroc, formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";

/** The scorer that knows nothing but the step's place. */
export const POSITION = "position";

interface Column {
  name: string;
  unit: string;
  explanation: string;
  value: (scorer: StepScorerReport) => string;
}

const COLUMNS: readonly Column[] = [
  {
    name: "Avg. precision",
    unit: "of finding bad steps",
    explanation:
      "Of finding the steps that are not good; 1 is perfect, the share of bad steps is chance",
    value: ({ overall }) => formatAuroc(overall.averagePrecision),
  },
  {
    name: "First error",
    unit: "F1, percent",
    explanation:
      "How often the first bad step of a faulty chain is found exactly, and nothing is found in sound chains (harmonic mean); the threshold is chosen on the other half of the questions",
    value: ({ overall }) => formatPercent(overall.firstErrorF1),
  },
  {
    name: "Squared error",
    unit: "mean, lower is better",
    explanation: "Mean squared difference of score and Monte-Carlo label",
    value: ({ overall }) => formatAuroc(overall.meanSquaredError),
  },
  {
    name: "Calibration",
    unit: "error, lower is better",
    explanation: "Mean distance between score and label, over ten bins of the score",
    value: ({ overall }) => formatAuroc(overall.calibrationError),
  },
];

export function StepScorersTable({ report }: { report: StepReport }) {
  return (
    <div className={styles["scroll"]}>
      <table className={styles["table"]} aria-label="Step metrics">
        <thead>
          <tr>
            <th scope="col">Scores by</th>
            <th
              scope="col"
              title="Chance that a good step is scored above a bad one; .5 is guessing, 1 perfect"
            >
              AUROC<span className={styles["small"]}>.5 is guessing, 1 perfect</span>
            </th>
            {COLUMNS.map(({ name, unit, explanation }) => (
              <th key={name} scope="col" title={explanation}>
                {name}
                <span className={styles["small"]}>{unit}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.scorers.map((scorer) => {
            const { aurocInterval } = scorer.overall;
            const isClose = report.closeToPosition.includes(scorer.scorer);
            return (
              <tr key={scorer.scorer}>
                <th scope="row">
                  {scorer.label}{" "}
                  {isClose && (
                    <Badge
                      tone="warning"
                      title="Not clearly better than knowing whether it is step 1, 2, 3 …"
                    >
                      no better than position
                    </Badge>
                  )}
                  {scorer.scorer === POSITION && (
                    <span className={styles["small"]}>knows only whether it is step 1, 2, 3 …</span>
                  )}
                </th>
                <td>
                  {formatAuroc(scorer.overall.auroc)}
                  {aurocInterval !== null && (
                    <span className={styles["small"]}>
                      {formatAuroc(aurocInterval.low)}–{formatAuroc(aurocInterval.high)}
                    </span>
                  )}
                </td>
                {COLUMNS.map(({ name, value }) => (
                  <td key={name}>{value(scorer)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
