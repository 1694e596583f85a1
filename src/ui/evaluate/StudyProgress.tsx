// A study under way: how far it is, what trains now, every training with its state, and the buttons that
// pause, resume and end it.

import { Pause, Play, Square } from "lucide-react";
import type { StudyStatus } from "../../domain/study.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
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

export function StudyProgress({ status }: { status: StudyStatus }) {
  const { study } = useStudio();
  const isPending = useStudy((state) => state.pending !== null);
  const actions = study.getState();
  const isPaused = status.state === "paused";
  const done = status.runs.filter((run) => run.state === "done").length;
  return (
    <div className={styles["progress"]}>
      <div className={styles["line"]}>
        <p className={styles["detail"]} aria-live="polite">
          {wordsForNow(status)}
        </p>
        <div className={styles["buttons"]}>
          <Button
            disabled={isPending}
            icon={isPaused ? <Play /> : <Pause />}
            title={isPaused ? undefined : t("evaluate:study.pauseAbout")}
            variant={isPaused ? "primary" : "secondary"}
            onClick={() => void (isPaused ? actions.resume() : actions.pause())}
          >
            {t(isPaused ? "evaluate:study.resume" : "evaluate:study.pause")}
          </Button>
          <Button
            disabled={isPending}
            icon={<Square />}
            title={t("evaluate:study.stopAbout")}
            onClick={() => void actions.stop()}
          >
            {t("evaluate:study.stop")}
          </Button>
        </div>
      </div>
      <ProgressBar label={said(status.title)} done={status.share} total={1} />
      <p className={styles["numbers"]}>
        <span>{Math.floor(100 * status.share)} %</span>
        <span>{t("evaluate:study.done", { done, all: status.runs.length })}</span>
        <span>
          {status.secondsLeft === null
            ? t("evaluate:study.leftUnknown")
            : t("evaluate:study.left", { time: formatDuration(status.secondsLeft) })}
        </span>
      </p>
      <ul className={styles["rows"]} aria-label={t("evaluate:study.trainings")}>
        {rowsOf(status.runs).map(({ label, runs }) => (
          <li key={label} className={styles["row"]}>
            <span className={styles["label"]}>{said(label)}</span>
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
      <p className={styles["key"]}>{t("evaluate:study.key")}</p>
    </div>
  );
}

function wordsOf({ seed, state }: StudyStatus["runs"][number]): string {
  const words = t(`evaluate:study.states.${state}`);
  return seed === null ? words : t("evaluate:study.seedState", { seed, state: words });
}

/** What trains now, and how far it is. */
function wordsForNow({ runs, state, detail }: StudyStatus): string {
  const now = runs.find((run) => run.state === "running");
  if (now === undefined) return said(detail);
  const words = {
    label: said(now.label),
    detail: state === "paused" ? t("evaluate:study.paused") : said(detail),
  };
  return now.seed === null
    ? t("evaluate:study.now", words)
    : t("evaluate:study.nowSeed", { ...words, seed: now.seed });
}
