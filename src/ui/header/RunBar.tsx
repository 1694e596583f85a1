// The run's state in a word and its main buttons: in the header, or fixed at the bottom on a phone.
import { Pause, Play, Square } from "lucide-react";
import type { RunState } from "../../domain/run.ts";
import { isStudyGoing } from "../../store/studyStore.ts";
import { Button } from "../primitives/Button.tsx";
import { useControls, useRun, useStudio, useStudy } from "../StudioContext.ts";
import styles from "./RunBar.module.css";

const WORDS: Record<RunState, string> = {
  idle: "Idle",
  preparing: "Preparing",
  compiling: "Compiling",
  running: "Running",
  paused: "Paused",
  retraining: "Retraining",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Failed",
};

const MAIN_LABELS = { start: "Train", pause: "Pause", resume: "Resume" } as const;

export function RunBar() {
  const studio = useStudio();
  const state = useRun((run) => run.state);
  const main = useControls("main");
  const canStop = useControls("canStop");
  const whyNot = useControls("whyNot");
  const study = useStudy(({ status }) => (isStudyGoing(status) ? status : null));
  const share = useRun((run) =>
    run.totalSteps > 0 && run.state !== "preparing"
      ? Math.floor((100 * run.step) / run.totalSteps)
      : null,
  );
  // A study holds the worker: its progress is what there is to know then.
  const face =
    study === null
      ? { tone: state, word: WORDS[state], share }
      : {
          tone: study.state,
          word: study.state === "paused" ? "Study paused" : "Study",
          share: Math.floor(100 * study.share),
        };
  // While a command is on its way the button keeps the face it had.
  const shown = main ?? (state === "paused" ? "resume" : canStop ? "pause" : "start");
  return (
    <section className={styles["bar"]} aria-label="Run">
      <span className={styles["state"]} data-state={face.tone}>
        <span className={styles["dot"]} aria-hidden="true" />
        <span role="status" aria-label="Run state">
          {face.word}
        </span>
        <span className={styles["share"]}>{face.share === null ? "" : `${face.share} %`}</span>
      </span>
      <Button
        variant={shown === "pause" ? "secondary" : "primary"}
        className={styles["main"] ?? ""}
        disabled={main === null}
        aria-keyshortcuts="Space"
        title={main === null && whyNot !== null ? whyNot : "Space"}
        icon={shown === "pause" ? <Pause /> : <Play />}
        onClick={() => void studio.toggleRun()}
      >
        {MAIN_LABELS[shown]}
      </Button>
      <Button
        disabled={!canStop}
        icon={<Square />}
        onClick={() => void studio.run.getState().stop()}
      >
        Stop
      </Button>
    </section>
  );
}
