// Before a verdict: what the button does, how many trainings that takes, and with how many seeds.
import { Scale } from "lucide-react";
import { useStore } from "zustand";
import { verdictTasks } from "../../domain/verdictTasks.ts";
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
      {!isAgain && (
        <p className={styles["about"]}>
          Weights that differ prove nothing: they drift apart even where there is nothing to learn.
          This trains the PRM with the learned weights and, beside it, every control that could
          explain a gain away (no weights, twice the computing, the same weights on the wrong
          domains, and others), on several seeds, and says in plain words what the test candidates
          show.
        </p>
      )}
      <div className={styles["startLine"]}>
        <Button
          variant={isAgain ? "secondary" : "primary"}
          className={isAgain ? "" : (styles["startButton"] ?? "")}
          icon={<Scale />}
          disabled={isOff}
          title={whyNot ?? "Runs every control on every seed"}
          onClick={() =>
            void studio.startStudy((config) => ({
              kind: "verdict",
              config: { ...config, mode: "bilevel", fixedWeights: null },
              seeds: seedsFrom(config.seed, count ?? LEAST_SEEDS),
            }))
          }
        >
          {isAgain ? "Ask again" : "Is it real?"}
        </Button>
        <SeedCountField value={count} least={LEAST_SEEDS} onChange={onCount} />
        {isValid && <Estimate count={count} />}
      </div>
      {whyNot !== null && <p className={styles["whyNot"]}>Cannot start now. {whyNot}.</p>}
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
      {tasks.length} trainings
      {seconds === null
        ? `, about ${Math.round(work)} times as long as one`
        : `, ${formatWait(seconds)} by what the last run took`}
    </span>
  );
}
