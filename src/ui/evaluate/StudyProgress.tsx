// A study under way: how far it is, what trains now, every training with its state, and the buttons that
// pause, resume and end it.
import { Pause, Play, Square } from "lucide-react";
import type { StudyStatus } from "../../domain/study.ts";
import { Button } from "../primitives/Button.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { useStudio, useStudy } from "../StudioContext.ts";
import { formatDuration } from "../train/formatRun.ts";
import styles from "./StudyProgress.module.css";

type StudyRun = StudyStatus["runs"][number];

/** Trainings of one label stand in one row, a mark a seed. */
function rowsOf(runs: readonly StudyRun[]): { label: string; runs: StudyRun[] }[] {
  const rows = new Map<string, StudyRun[]>();
  for (const run of runs) {
    const row = rows.get(run.label);
    if (row === undefined) rows.set(run.label, [run]);
    else row.push(run);
  }
  return [...rows].map(([label, of]) => ({ label, runs: of }));
}

const STATE_WORDS: Record<StudyRun["state"], string> = {
  waiting: "waiting",
  running: "now",
  done: "done",
};

export function StudyProgress({ status }: { status: StudyStatus }) {
  const { study } = useStudio();
  const isPending = useStudy((state) => state.pending !== null);
  const actions = study.getState();
  const isPaused = status.state === "paused";
  const now = status.runs.find((run) => run.state === "running");
  const done = status.runs.filter((run) => run.state === "done").length;
  return (
    <div className={styles["progress"]}>
      <div className={styles["line"]}>
        <p className={styles["detail"]} aria-live="polite">
          {now !== undefined && `${now.label}${now.seed === null ? "" : `, seed ${now.seed}`}: `}
          {isPaused && now !== undefined ? "paused" : status.detail}
        </p>
        <div className={styles["buttons"]}>
          <Button
            disabled={isPending}
            icon={isPaused ? <Play /> : <Pause />}
            variant={isPaused ? "primary" : "secondary"}
            onClick={() => void (isPaused ? actions.resume() : actions.pause())}
          >
            {isPaused ? "Resume study" : "Pause study"}
          </Button>
          <Button
            disabled={isPending}
            icon={<Square />}
            title="What is done is reported where it is enough to judge by"
            onClick={() => void actions.stop()}
          >
            Stop study
          </Button>
        </div>
      </div>
      <ProgressBar label={status.title} done={status.share} total={1} />
      <p className={styles["numbers"]}>
        <span>{Math.floor(100 * status.share)} %</span>
        <span>
          {done} of {status.runs.length} done
        </span>
        <span>
          {status.secondsLeft === null
            ? "Time left: not known yet"
            : `About ${formatDuration(status.secondsLeft)} left`}
        </span>
      </p>
      <ul className={styles["rows"]} aria-label="Trainings">
        {rowsOf(status.runs).map(({ label, runs }) => (
          <li key={label} className={styles["row"]}>
            <span className={styles["label"]}>{label}</span>
            <span className={styles["seeds"]}>
              {runs.map((run) => (
                <span
                  key={run.id}
                  className={styles["seed"]}
                  data-state={run.state}
                  role="img"
                  aria-label={wordsOf(run)}
                  title={wordsOf(run)}
                >
                  {run.seed}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles["key"]}>A number is a seed: filled when done, ringed now.</p>
    </div>
  );
}

function wordsOf({ seed, state }: StudyStatus["runs"][number]): string {
  return seed === null ? STATE_WORDS[state] : `Seed ${seed}: ${STATE_WORDS[state]}`;
}
