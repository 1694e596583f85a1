// The race: sorted bars large enough to present, that follow the run, are played and scrubbed through it, and
// saved as a film.
import { Pause, Play, SkipForward } from "lucide-react";
import { type KeyboardEvent, useId, useMemo } from "react";
import { t } from "../../../strings/strings.ts";
import { useRunVersion } from "../../charts/useRunVersion.ts";
import { EmptyState } from "../../primitives/EmptyState.tsx";
import { IconButton } from "../../primitives/IconButton.tsx";
import { SegmentedControl } from "../../primitives/SegmentedControl.tsx";
import { useCorpus, useRun, useView } from "../../StudioContext.ts";
import { domainColor } from "../../theme/domainColor.ts";
import { formatStep } from "../formatRun.ts";
import { tieredName } from "../tierNames.ts";
import { runCaption } from "../weightsData.ts";
import { RaceStage } from "./RaceStage.tsx";
import styles from "./RaceView.module.css";
import { glideOf } from "./raceFilm.ts";
import { raceFrame } from "./raceFrame.ts";
import { LEAST_ROW } from "./raceLayout.ts";
import { pointAt, raceTrack } from "./raceTrack.ts";
import { SaveRace } from "./SaveRace.tsx";
import { SPEEDS, useRacePlayback } from "./useRacePlayback.ts";

/** Taller rows where there is room for them. */
const ROW_PIXELS = 26;
const LEAST_HEIGHT = 300;
const MOST_HEIGHT = 620;

export function RaceView({ domains }: { domains: readonly string[] }) {
  const version = useRunVersion(0.1);
  const main = useRun((run) => run.main);
  const totalSteps = useRun((run) => run.totalSteps);
  const state = useRun((run) => run.state);
  const slots = useView((view) => view.domainSlots);
  const isTierShown = useView((view) => view.isTierShown);
  const summary = useCorpus((corpus) => corpus.summary);
  const sliderId = useId();
  const track = useMemo(() => {
    // The history is changed in place: the version says when.
    if (main === null || version < 0) return null;
    return raceTrack(main.history, main.config.mode !== "fixed");
  }, [main, version]);
  const names = useMemo(() => {
    const tiers = new Map(summary?.domains.map(({ name, tier }) => [name, tier]));
    return domains.map((name) => (isTierShown ? tieredName(name, tiers.get(name) ?? null) : name));
  }, [domains, isTierShown, summary]);
  const colors = domains.map((name, place) => domainColor(slots[name] ?? place));
  const standing = useMemo(() => track ?? standingTrack(domains), [track, domains]);
  const race = useRacePlayback(standing);
  const lastStep = standing.steps.at(-1) ?? 0;
  const glide = race.isPlaying ? glideOf(lastStep, race.speed) : 0;
  const frame = raceFrame(standing, race.step, glide);
  const step = formatStep(Math.floor(race.step));
  const at = t("race:player.at", { step, total: formatStep(Math.max(totalSteps, lastStep)) });
  const height = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, 20 + domains.length * ROW_PIXELS));
  const rowsLeft = domains.length - Math.floor((height - 20) / LEAST_ROW);
  const isEmpty = lastStep === 0;

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // On a button the space key presses that button; everywhere else in the player it plays, and no run is begun.
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("button, select")) return;
    event.preventDefault();
    if (!event.repeat) race.toggle();
  }

  return (
    <section
      className={styles["race"]}
      aria-label={t("race:player.label")}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={styles["stage"]} style={{ height }}>
        <RaceStage
          label={t("race:player.picture", { step })}
          frame={frame}
          domains={domains}
          names={names}
          colors={colors}
          scale={standing.scale}
          isPlaying={race.isPlaying}
        />
        <p className={styles["step"]} aria-hidden="true">
          {t("race:film.step", { step })}
        </p>
        {isEmpty && (
          <div className={styles["empty"]}>
            <EmptyState title={t("race:player.nothing")} />
          </div>
        )}
      </div>
      {rowsLeft > 0 && (
        <p className={styles["left"]}>{t("race:player.left", { count: rowsLeft })}</p>
      )}
      <div className={styles["controls"]}>
        <IconButton
          label={race.isPlaying ? t("race:player.pause") : t("race:player.play")}
          disabled={isEmpty}
          onClick={race.toggle}
        >
          {race.isPlaying ? <Pause /> : <Play />}
        </IconButton>
        <label htmlFor={sliderId} className="visuallyHidden">
          {t("race:player.step")}
        </label>
        <input
          id={sliderId}
          type="range"
          className={styles["slider"]}
          min={0}
          max={Math.max(1, standing.steps.length - 1)}
          step={1}
          value={race.isFollowing ? standing.steps.length - 1 : pointAt(standing, race.step)}
          disabled={isEmpty}
          aria-valuetext={at}
          onChange={(event) => race.seek(Number(event.target.value))}
        />
        <span className={styles["at"]}>{at}</span>
        {state === "running" && !race.isFollowing && (
          <IconButton label={t("race:player.follow")} onClick={race.follow}>
            <SkipForward />
          </IconButton>
        )}
        <SegmentedControl
          label={t("race:player.speed")}
          value={String(race.speed)}
          segments={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
          onChange={(chosen) =>
            race.setSpeed(SPEEDS.find((speed) => String(speed) === chosen) ?? 1)
          }
        />
        <SaveRace
          isDisabled={isEmpty}
          track={standing}
          scene={{
            title: t("charts:weights.title"),
            caption: runCaption(main, lastStep),
            names,
            colors,
            scale: standing.scale,
            lastStep,
          }}
        />
      </div>
    </section>
  );
}

/** Before a run: all at 1. */
function standingTrack(domains: readonly string[]) {
  return { domains, steps: new Float64Array(), weightAt: () => 1, scale: 2 };
}
