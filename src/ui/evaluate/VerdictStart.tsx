// Before a verdict: what the button does, how many trainings that takes, and with how many seeds.

import { Scale } from "lucide-react";
import { useStore } from "zustand";
import { verdictTasks } from "../../domain/verdictTasks.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useConfig, useControls, useCorpus, useStudio } from "../StudioContext.ts";
import { isSeedCount, SeedCountField } from "./SeedCountField.tsx";
import { formatWait, secondsFor, seedsFrom } from "./studyEstimate.ts";
import styles from "./VerdictPanel.module.css";

const LEAST_SEEDS = 2;

export interface VerdictStartProps {
  /** There is a verdict already; the button is a lesser one then. */
  isAgain: boolean;
  count: number | null;
  onCount: (count: number | null) => void;
}

export function VerdictStart({ isAgain, count, onCount }: VerdictStartProps) {
  const studio = useStudio();
  const canStudy = useControls("canStudy");
  const whyNot = useControls("whyNot");
  const isValid = isSeedCount(count, LEAST_SEEDS);
  const isOff = !canStudy || !isValid;
  return (
    <div className={styles["start"]}>
      {!isAgain && <p className={styles["about"]}>{t("evaluate:verdict.about")}</p>}
      <div className={styles["startLine"]}>
        <Button
          variant={isAgain ? "secondary" : "primary"}
          className={isAgain ? "" : (styles["startButton"] ?? "")}
          icon={<Scale />}
          disabled={isOff}
          title={whyNot ?? t("evaluate:verdict.askAbout")}
          onClick={() =>
            void studio.startStudy((config) => ({
              kind: "verdict",
              config: { ...config, mode: "bilevel", fixedWeights: null },
              seeds: seedsFrom(config.seed, count ?? LEAST_SEEDS),
            }))
          }
        >
          {t(isAgain ? "evaluate:verdict.askAgain" : "evaluate:verdict.ask")}
        </Button>
        <SeedCountField value={count} least={LEAST_SEEDS} onChange={onCount} />
        {isValid && <Estimate count={count} />}
      </div>
      {whyNot !== null && (
        <p className={styles["whyNot"]}>{t("evaluate:verdict.cannotStart", { reason: whyNot })}</p>
      )}
    </div>
  );
}

function Estimate({ count }: { count: number }) {
  const config = useConfig((state) => state.config);
  const last = useStore(useStudio().runClock, (clock) => clock.last);
  const summary = useCorpus((state) => state.summary);
  if (config === null || summary === null) return null;
  const isSuite = summary.isSuite && config.suite.variant !== "clean";
  const tasks = verdictTasks(seedsFrom(config.seed, count), {
    hasHarmful:
      isSuite && summary.domains.some(({ tier, isEnabled }) => isEnabled && tier === "harmful"),
    hasCleanNull: isSuite,
  });
  const work = tasks.reduce((sum, task) => sum + task.cost, 0);
  const seconds = secondsFor(work, config, last);
  return (
    <span className={styles["estimate"]}>
      {seconds === null
        ? t("evaluate:verdict.estimate", { trainings: tasks.length, times: Math.round(work) })
        : t("evaluate:verdict.estimateTimed", {
            trainings: tasks.length,
            wait: formatWait(seconds),
          })}
    </span>
  );
}
