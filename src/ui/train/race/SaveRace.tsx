// The race to the disk as a film, drawn and encoded in the page; what does that comes when it is asked for.
import { Clapperboard, Film } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { safeFileName } from "../../../base/safeFileName.ts";
import { t } from "../../../strings/strings.ts";
import { shownTheme } from "../../charts/export/chartTheme.ts";
import { saveFile } from "../../data/saveFiles.ts";
import { Button } from "../../primitives/Button.tsx";
import { ProgressBar } from "../../primitives/ProgressBar.tsx";
import { useStudio } from "../../StudioContext.ts";
import { formatStep } from "../formatRun.ts";
import type { RaceScene } from "./drawRace.ts";
import { FILM_SIZE } from "./raceFilm.ts";
import type { RaceTrack } from "./raceTrack.ts";
import styles from "./SaveRace.module.css";

export interface SaveRaceProps {
  isDisabled: boolean;
  track: RaceTrack;
  scene: Omit<RaceScene, "width" | "height" | "theme" | "stepName">;
}

type Kind = "gif" | "webm";

export function SaveRace({ isDisabled, track, scene }: SaveRaceProps) {
  const { view } = useStudio();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const calledOff = useRef<AbortController | null>(null);
  useEffect(() => () => calledOff.current?.abort(), []);

  async function save(kind: Kind): Promise<void> {
    const controller = new AbortController();
    calledOff.current = controller;
    setProgress({ done: 0, total: 0 });
    const work = {
      track,
      scene: { ...scene, ...FILM_SIZE, theme: shownTheme(), stepName },
      signal: controller.signal,
      onProgress: (done: number, total: number) => setProgress({ done, total }),
    };
    try {
      const blob =
        kind === "gif"
          ? await (await import("./raceGif.ts")).raceGif(work)
          : await (await import("./raceVideo.ts")).raceVideo(work);
      if (blob === null) view.getState().notify(t("race:film.noVideo"));
      else saveFile({ name: `${safeFileName(scene.title, "race")}.${kind}`, blob });
    } catch (error) {
      if (!controller.signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        view.getState().notify(t("race:film.failed", { reason }));
      }
    } finally {
      if (calledOff.current === controller) {
        calledOff.current = null;
        setProgress(null);
      }
    }
  }

  if (progress !== null) {
    const { done, total } = progress;
    return (
      <div className={styles["making"]}>
        <ProgressBar label={t("race:film.making")} done={done} total={total} />
        <span className={styles["frame"]}>
          {total > 0 ? t("race:film.progress", { done, total }) : t("race:film.making")}
        </span>
        <Button onClick={() => calledOff.current?.abort()}>{t("race:film.cancel")}</Button>
      </div>
    );
  }
  return (
    <div className={styles["buttons"]}>
      <Button icon={<Clapperboard />} disabled={isDisabled} onClick={() => void save("gif")}>
        {t("race:film.gif")}
      </Button>
      <Button icon={<Film />} disabled={isDisabled} onClick={() => void save("webm")}>
        {t("race:film.video")}
      </Button>
    </div>
  );
}

function stepName(step: number): string {
  return t("race:film.step", { step: formatStep(Math.floor(step)) });
}
