// Live example: a small PRM is trained on right labels, then scores a chain that can be edited, step by step.
import { useEffect, useState } from "react";
import { StudioError } from "../../../base/errors.ts";
import { t } from "../../../strings/strings.ts";
import { formatScore } from "../../inspect/formatScore.ts";
import { Button } from "../../primitives/Button.tsx";
import { TextField } from "../../primitives/TextField.tsx";
import { ExampleFrame } from "./ExampleFrame.tsx";
import { useExampleLab } from "./ExampleLabContext.ts";
import { EXAMPLE_QUESTION, RIGHT_STEPS, SLIPPED_STEPS } from "./exampleChains.ts";
import { domainsWithDoubtfulLast } from "./exampleConfig.ts";
import styles from "./ScoreExample.module.css";
import { useExampleTraining } from "./useExampleTraining.ts";

export function ScoreExample() {
  const lab = useExampleLab();
  const training = useExampleTraining();
  const [seed, setSeed] = useState(1);
  const [steps, setSteps] = useState<readonly string[]>(RIGHT_STEPS);
  const [scores, setScores] = useState<readonly number[]>([]);
  const { trained, isGoing, reset, train } = training;

  useEffect(() => {
    if (trained === null) return setScores([]);
    let isNewest = true;
    lab.score(trained.prm, EXAMPLE_QUESTION, steps).then(
      ({ stepScores }) => isNewest && setScores(stepScores),
      (error) => {
        // The guide was left, and the worker with it.
        if (!(error instanceof StudioError && error.code === "cancelled")) throw error;
      },
    );
    return () => {
      isNewest = false;
    };
  }, [lab, trained, steps]);

  const write = (index: number, text: string) =>
    setSteps((before) => before.map((step, i) => (i === index ? text : step)));
  return (
    <ExampleFrame
      title={t("guide:score.title")}
      explanation={t("guide:score.explanation")}
      action={t("guide:score.action")}
      seed={seed}
      isGoing={isGoing}
      hasRun={trained !== null}
      ends={[trained?.history.at(-1)]}
      error={training.error}
      onRun={() => void train(domainsWithDoubtfulLast({}), seed)}
      onReset={() => {
        reset();
        setSteps(RIGHT_STEPS);
      }}
      onNewSeed={() => {
        reset();
        setSeed(seed + 1);
      }}
    >
      <p className={styles["question"]} lang="en">
        {EXAMPLE_QUESTION}
      </p>
      <ol className={styles["steps"]}>
        {steps.map((step, index) => {
          const score = scores[index];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; none comes or goes
            <li key={index} className={styles["step"]}>
              <TextField
                className={styles["text"] ?? ""}
                lang="en"
                aria-label={t("guide:score.step", { number: index + 1 })}
                value={step}
                onChange={(text) => write(index, text)}
              />
              {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn alike everywhere */}
              <span
                role="meter"
                className={styles["track"]}
                aria-label={t("guide:score.scoreOf", { number: index + 1 })}
                aria-valuemin={0}
                aria-valuemax={1}
                aria-valuenow={score ?? 0}
                aria-valuetext={formatScore(score, 2)}
              >
                <span className={styles["bar"]} style={{ width: `${(score ?? 0) * 100}%` }} />
              </span>
              <span className={styles["score"]} aria-hidden="true">
                {formatScore(score, 2)}
              </span>
            </li>
          );
        })}
      </ol>
      <div className={styles["presets"]}>
        <Button variant="ghost" onClick={() => setSteps(SLIPPED_STEPS)}>
          {t("guide:score.slip")}
        </Button>
        <Button variant="ghost" onClick={() => setSteps(RIGHT_STEPS)}>
          {t("guide:score.putRight")}
        </Button>
      </div>
    </ExampleFrame>
  );
}
