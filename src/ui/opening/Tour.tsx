// The guided tour: a few words beside the real controls, one after the other. Arrow keys lead on and back, Escape
// ends it anywhere, and the focus goes back to where it came from.
import { Play, X } from "lucide-react";
import { Popover } from "radix-ui";
import { useEffect, useMemo, useRef, useState } from "react";
import { t } from "../../strings/strings.ts";
import { focusMain } from "../focusMain.ts";
import { Button } from "../primitives/Button.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { useControls, useStudio } from "../StudioContext.ts";
import styles from "./Tour.module.css";
import { type Spot, useSpot } from "./tourAnchor.ts";
import { TOUR_STOPS, type TourStop } from "./tourStops.ts";

export function Tour({ stop: index }: { stop: number }) {
  const { view } = useStudio();
  const stop = TOUR_STOPS[index];
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    if (stop !== undefined && view.getState().view !== stop.view) view.getState().show(stop.view);
  }, [stop, view]);
  // What stood open on the way in may have gone with its view.
  useEffect(
    () => () => {
      setTimeout(() => {
        if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) {
          opener.focus();
        } else focusMain();
      });
    },
    [opener],
  );
  return stop === undefined ? null : <Stop stop={stop} index={index} />;
}

function Stop({ stop, index }: { stop: TourStop; index: number }) {
  const studio = useStudio();
  const { view } = studio;
  // So that there are lines to look at, at the next stop.
  const canTrain = useControls("main") === "start" && stop.name === "run";
  const spot = useSpot(stop);
  const next = useRef<HTMLButtonElement>(null);
  const anchor = useMemo(
    () => ({ current: { getBoundingClientRect: () => rectOf(spot) } }),
    [spot],
  );
  const { goToStop } = view.getState();
  const isLast = index === TOUR_STOPS.length - 1;
  const end = () => goToStop(null);
  const goOn = () => goToStop(isLast ? null : index + 1);
  const goBack = () => goToStop(Math.max(0, index - 1));
  return (
    <Popover.Root open modal>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <div className={styles["veil"]}>
          {spot !== null && (
            <div data-part="spot" className={styles["spot"]} style={frameOf(spot)} />
          )}
        </div>
      </Popover.Portal>
      <Popover.Portal>
        <Popover.Content
          className={styles["words"]}
          aria-label={t("opening:tourWords.label")}
          // Words of another stop are other words: they are read out anew.
          aria-live="polite"
          side="bottom"
          sideOffset={14}
          collisionPadding={10}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            next.current?.focus();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          onEscapeKeyDown={end}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") goOn();
            else if (event.key === "ArrowLeft") goBack();
          }}
        >
          {spot !== null && <Popover.Arrow className={styles["arrow"]} width={16} height={8} />}
          <div className={styles["head"]}>
            <h2 className={styles["title"]}>{t(`opening:tourWords.${stop.name}.title`)}</h2>
            <IconButton label={t("opening:tourWords.skip")} onClick={end}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
          <p className={styles["text"]}>{t(`opening:tourWords.${stop.name}.text`)}</p>
          <div className={styles["foot"]}>
            <Dots index={index} />
            {index > 0 && (
              <Button variant="ghost" onClick={goBack}>
                {t("opening:tourWords.back")}
              </Button>
            )}
            {canTrain && (
              <Button
                icon={<Play />}
                onClick={() => {
                  void studio.toggleRun();
                  goOn();
                }}
              >
                {t("opening:tourWords.train")}
              </Button>
            )}
            <Button ref={next} variant="primary" onClick={goOn}>
              {isLast ? t("opening:tourWords.done") : t("opening:tourWords.next")}
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Dots({ index }: { index: number }) {
  return (
    <span className={styles["dots"]}>
      <span className="visuallyHidden">
        {t("opening:tourWords.place", { stop: index + 1, count: TOUR_STOPS.length })}
      </span>
      {TOUR_STOPS.map(({ name }, place) => (
        <span key={name} className={styles["dot"]} data-now={place === index} aria-hidden="true" />
      ))}
    </span>
  );
}

/** Where the words point; the middle of the window where there is nothing to point at. */
function rectOf(spot: Spot | null): DOMRect {
  if (spot === null) return new DOMRect(innerWidth / 2, innerHeight / 3, 0, 0);
  return new DOMRect(spot.left, spot.top, spot.width, spot.height);
}

const MARGIN = 5;

function frameOf({ top, left, width, height }: Spot) {
  return {
    top: top - MARGIN,
    left: left - MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
  };
}
