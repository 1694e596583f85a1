// Where in the run the race stands: following the run, held at a point, or playing.
import { useCallback, useEffect, useRef, useState } from "react";
import { FILM_SECONDS } from "./raceFilm.ts";
import { pointAt, type RaceTrack } from "./raceTrack.ts";

export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** Who wishes less motion sees standing pictures, one after another. */
const STILL_MS = 700;

export interface RacePlayback {
  /** The lower step shown. */
  step: number;
  isPlaying: boolean;
  /** At the run's last point, also while more come. */
  isFollowing: boolean;
  speed: Speed;
  /** From the beginning where it stands at the end. */
  toggle: () => void;
  /** Holds at a point of the track. */
  seek: (point: number) => void;
  follow: () => void;
  setSpeed: (speed: Speed) => void;
}

/** @param track as it is by now; the whole of it plays in eight seconds. */
export function useRacePlayback(track: RaceTrack): RacePlayback {
  // null: wherever the run has come to.
  const [held, setHeld] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const lastStep = track.steps.at(-1) ?? 0;
  const newest = useRef({ lastStep, speed });
  newest.current = { lastStep, speed };
  const position = useRef(0);

  useEffect(() => {
    if (!isPlaying) return;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let before = performance.now();
    let shownAt = Number.NEGATIVE_INFINITY;
    let request = 0;
    const advance = (now: number) => {
      const { lastStep: end, speed: rate } = newest.current;
      position.current += ((now - before) / (FILM_SECONDS * 1000)) * end * rate;
      before = now;
      if (position.current >= end) {
        setHeld(null);
        setPlaying(false);
        return;
      }
      if (!isStill || now - shownAt >= STILL_MS) {
        shownAt = now;
        setHeld(position.current);
      }
      request = requestAnimationFrame(advance);
    };
    request = requestAnimationFrame(advance);
    return () => cancelAnimationFrame(request);
  }, [isPlaying]);

  const step = held === null ? lastStep : Math.min(held, lastStep);
  const toggle = useCallback(() => {
    if (isPlaying) {
      // On a point, where the weights are those measured.
      setHeld(track.steps[pointAt(track, position.current)] ?? 0);
      setPlaying(false);
      return;
    }
    position.current = step >= newest.current.lastStep ? 0 : step;
    setHeld(position.current);
    setPlaying(newest.current.lastStep > 0);
  }, [isPlaying, step, track]);
  const seek = useCallback(
    (point: number) => {
      setPlaying(false);
      setHeld(point >= track.steps.length - 1 ? null : (track.steps[point] ?? 0));
    },
    [track],
  );
  const follow = useCallback(() => {
    setPlaying(false);
    setHeld(null);
  }, []);
  return { step, isPlaying, isFollowing: held === null, speed, toggle, seek, follow, setSpeed };
}
