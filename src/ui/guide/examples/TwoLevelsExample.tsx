// Live example: four domains, the labels of one spoilt as the reader likes; the weights part as it trains.
import { useId, useState } from "react";
import { t } from "../../../strings/strings.ts";
import { Switch } from "../../primitives/Switch.tsx";
import { ExampleFrame } from "./ExampleFrame.tsx";
import { ExampleWeights } from "./ExampleWeights.tsx";
import { domainsWithDoubtfulLast } from "./exampleConfig.ts";
import styles from "./TwoLevelsExample.module.css";
import { useExampleTraining } from "./useExampleTraining.ts";

/** Of the slider, in percent. */
const NOISE_STEP = 25;

export function TwoLevelsExample() {
  const { train, reset, trained, isGoing, points, error } = useExampleTraining();
  const [seed, setSeed] = useState(1);
  const [noise, setNoise] = useState(0);
  const [isFlipped, setFlipped] = useState(true);
  const sliderId = useId();
  return (
    <ExampleFrame
      title={t("guide:twoLevels.title")}
      explanation={t("guide:twoLevels.explanation")}
      action={t("guide:twoLevels.action")}
      seed={seed}
      isGoing={isGoing}
      hasRun={trained !== null}
      ends={[trained?.history.at(-1)]}
      error={error}
      controls={
        <>
          <Switch
            label={t("guide:twoLevels.flipped")}
            isChecked={isFlipped}
            isDisabled={isGoing}
            onChange={setFlipped}
          />
          <span className={styles["slider"]}>
            <label htmlFor={sliderId}>{t("guide:twoLevels.noise")}</label>
            <input
              id={sliderId}
              type="range"
              min={0}
              max={100}
              step={NOISE_STEP}
              value={noise}
              disabled={isGoing}
              aria-valuetext={t("guide:twoLevels.percent", { percent: noise })}
              onChange={(event) => setNoise(event.target.valueAsNumber)}
            />
            <span aria-hidden="true">{t("guide:twoLevels.percent", { percent: noise })}</span>
          </span>
        </>
      }
      onRun={() => void train(domainsWithDoubtfulLast({ noise: noise / 100, isFlipped }), seed)}
      onReset={() => {
        reset();
        setNoise(0);
        setFlipped(true);
      }}
      onNewSeed={() => {
        reset();
        setSeed(seed + 1);
      }}
    >
      <ExampleWeights points={points} />
    </ExampleFrame>
  );
}
