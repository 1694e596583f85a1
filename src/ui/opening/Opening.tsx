// The opening: what this is in three sentences, and a run at one press. It is there on the first visit, until it
// is closed or a run starts, and whenever it is asked for.
import { BookOpen, FolderOpen, Play, Route, X } from "lucide-react";
import { useEffect } from "react";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { useControls, useCorpus, useStudio, useView } from "../StudioContext.ts";
import styles from "./Opening.module.css";
import { OpeningPicture } from "./OpeningPicture.tsx";
import { rememberVisit } from "./rememberVisit.ts";

export function Opening() {
  const isShown = useView((state) => state.isOpeningShown);
  const isHere = useView((state) => state.view === "train");
  useEffect(() => {
    if (!isShown) rememberVisit();
  }, [isShown]);
  return isShown && isHere ? <OpeningPanel /> : null;
}

function OpeningPanel() {
  const studio = useStudio();
  const canStart = useControls("main") === "start";
  const isOwn = useCorpus((state) => state.summary?.isSuite === false);
  const { closeOpening, goToStop, show } = studio.view.getState();
  const leaveFor = (act: () => void) => () => {
    closeOpening();
    act();
  };
  return (
    <section className={styles["opening"]} aria-labelledby="opening-title">
      <div className={styles["words"]}>
        <h2 id="opening-title" className={styles["title"]}>
          {t("opening:title")}
        </h2>
        <p>{t("opening:about.prm")}</p>
        <p>{t("opening:about.weights")}</p>
        <p>{t("opening:about.here")}</p>
        <div className={styles["buttons"]}>
          <Button
            variant="primary"
            className={styles["start"] ?? ""}
            icon={<Play />}
            disabled={!canStart}
            onClick={() => void studio.toggleRun()}
          >
            {isOwn ? t("opening:trainOwn") : t("opening:train")}
          </Button>
          <Button icon={<Route />} onClick={() => goToStop(0)}>
            {t("opening:tour")}
          </Button>
          <Button icon={<FolderOpen />} onClick={leaveFor(() => show("data"))}>
            {t("opening:data")}
          </Button>
          <Button icon={<BookOpen />} onClick={leaveFor(() => show("guide"))}>
            {t("opening:guide")}
          </Button>
        </div>
      </div>
      <OpeningPicture />
      <IconButton
        className={styles["close"] ?? ""}
        label={t("opening:close")}
        onClick={closeOpening}
      >
        <X aria-hidden="true" />
      </IconButton>
    </section>
  );
}
