// The run's state in a word and its main buttons: in the header, or fixed at the bottom on a phone.
import { Pause, Play, Square } from "lucide-react";
import { isStudyGoing } from "../../store/studyStore.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useControls, useRun, useStudio, useStudy } from "../StudioContext.ts";
import styles from "./RunBar.module.css";

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
      ? { tone: state, word: t(`header:states.${state}`), share }
      : {
          tone: study.state,
          word: study.state === "paused" ? t("header:run.studyPaused") : t("header:run.study"),
          share: Math.floor(100 * study.share),
        };
  // While a command is on its way the button keeps the face it had.
  const shown = main ?? (state === "paused" ? "resume" : canStop ? "pause" : "start");
  return (
    <section className={styles["bar"]} aria-label={t("header:run.bar")}>
      <span className={styles["state"]} data-state={face.tone}>
        <span className={styles["dot"]} aria-hidden="true" />
        <span role="status" aria-label={t("header:run.state")}>
          {face.word}
        </span>
        <span className={styles["share"]}>{face.share === null ? "" : `${face.share} %`}</span>
      </span>
      <Button
        variant={shown === "pause" ? "secondary" : "primary"}
        className={styles["main"] ?? ""}
        disabled={main === null}
        aria-keyshortcuts="Space"
        title={main === null && whyNot !== null ? whyNot : t("header:run.key")}
        data-tour="run"
        icon={shown === "pause" ? <Pause /> : <Play />}
        onClick={() => void studio.toggleRun()}
      >
        {t(`header:run.${shown}`)}
      </Button>
      <Button
        disabled={!canStop}
        icon={<Square />}
        onClick={() => void studio.run.getState().stop()}
      >
        {t("header:run.stop")}
      </Button>
    </section>
  );
}
