// Live example: four chains for one question, their step scores, and what each of the app's aggregations makes
// of the same scores.
import { useState } from "react";
import { type ErrorReport, toErrorReport } from "../../../base/errors.ts";
import type { ChainScores } from "../../../domain/inspect.ts";
import { AGGREGATIONS } from "../../../domain/runConfig.ts";
import { t } from "../../../strings/strings.ts";
import { aggregationName } from "../../aggregationNames.ts";
import { formatScore } from "../../inspect/formatScore.ts";
import styles from "./AggregationExample.module.css";
import { ExampleFrame } from "./ExampleFrame.tsx";
import { useExampleLab } from "./ExampleLabContext.ts";
import {
  CANDIDATE_NAMES,
  CANDIDATES,
  type CandidateName,
  EXAMPLE_QUESTION,
} from "./exampleChains.ts";
import { domainsWithDoubtfulLast } from "./exampleConfig.ts";
import { useExampleTraining } from "./useExampleTraining.ts";

type Scores = Record<CandidateName, ChainScores>;

export function AggregationExample() {
  const lab = useExampleLab();
  const { train, reset, trained, isGoing, error } = useExampleTraining();
  const [seed, setSeed] = useState(1);
  const [scores, setScores] = useState<Scores | null>(null);
  const [fault, setFault] = useState<ErrorReport | null>(null);

  async function run(): Promise<void> {
    clear();
    const made = await train(domainsWithDoubtfulLast({}), seed);
    if (made === null) return;
    const score = (name: CandidateName) => lab.score(made.prm, EXAMPLE_QUESTION, CANDIDATES[name]);
    try {
      const [right, small, early, late] = await Promise.all([
        score("right"),
        score("small"),
        score("early"),
        score("late"),
      ]);
      setScores({ right, small, early, late });
    } catch (error) {
      setFault(toErrorReport(error));
    }
  }
  function clear(): void {
    reset();
    setScores(null);
    setFault(null);
  }

  return (
    <ExampleFrame
      title={t("guide:aggregation.title")}
      explanation={t("guide:aggregation.explanation")}
      action={t("guide:aggregation.action")}
      seed={seed}
      isGoing={isGoing}
      hasRun={trained !== null}
      ends={[trained?.history.at(-1)]}
      error={error ?? fault}
      onRun={() => void run()}
      onReset={clear}
      onNewSeed={() => {
        clear();
        setSeed(seed + 1);
      }}
    >
      <p lang="en">{EXAMPLE_QUESTION}</p>
      <section
        className={styles["scroll"]}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys where it does not fit
        tabIndex={0}
        aria-label={t("guide:aggregation.table")}
      >
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">{t("guide:aggregation.chain")}</th>
              {CANDIDATE_NAMES.map((name) => (
                <th key={name} scope="col">
                  {t(`guide:aggregation.candidates.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("guide:aggregation.steps")}</th>
              {CANDIDATE_NAMES.map((name) => (
                <td key={name}>
                  <ol className={styles["steps"]}>
                    {CANDIDATES[name].map((step, index) => (
                      <li key={step}>
                        <span lang="en">{step}</span>
                        <span className={styles["stepScore"]}>
                          {formatScore(scores?.[name].stepScores[index], 2)}
                        </span>
                      </li>
                    ))}
                  </ol>
                </td>
              ))}
            </tr>
            {AGGREGATIONS.map((kind) => {
              const row = CANDIDATE_NAMES.map((name) => scores?.[name].chainScores[kind]);
              const best = Math.max(...row.map((score) => score ?? Number.NEGATIVE_INFINITY));
              return (
                <tr key={kind}>
                  <th scope="row">{aggregationName(kind)}</th>
                  {CANDIDATE_NAMES.map((name, index) => (
                    <td key={name} data-best={row[index] === best}>
                      {formatScore(row[index], 2)}
                      {row[index] === best && (
                        <span className={styles["best"]}>{t("guide:aggregation.best")}</span>
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </ExampleFrame>
  );
}
