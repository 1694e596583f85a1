// The race as a film: which steps its frames show, and the loop that draws them one by one, leaving the page
// its turns, until it is done or called off.
import { drawRace, type RaceScene } from "./drawRace.ts";
import { raceFrame } from "./raceFrame.ts";
import type { RaceTrack } from "./raceTrack.ts";

/** Width to height 16:9, as slides are. */
export const FILM_SIZE = { width: 960, height: 540 };
export const FILM_SECONDS = 8;
/** At the end the last frame stands so that it can be read. */
const HOLD_SECONDS = 1;
/** A change of places takes this long, on the page too. */
const GLIDE_SECONDS = 0.5;
/** Drawn in one turn of the event loop. */
const TURN_MS = 40;

export interface FilmPlan {
  /** Lower step of each frame. */
  steps: number[];
  /** Lower steps in which a bar changes places. */
  glide: number;
}

/** Frames of the whole run in eight seconds, at so many a second. */
export function filmPlan(lastStep: number, framesPerSecond: number): FilmPlan {
  const moving = Math.round((FILM_SECONDS - HOLD_SECONDS) * framesPerSecond);
  const count = FILM_SECONDS * framesPerSecond;
  return {
    steps: Array.from(
      { length: count },
      (_, frame) => lastStep * Math.min(1, frame / (moving - 1)),
    ),
    glide: glideOf(lastStep, 1),
  };
}

/** Lower steps that pass in the time of a change of places, where the whole run takes eight seconds. */
export function glideOf(lastStep: number, speed: number): number {
  return (lastStep * GLIDE_SECONDS * speed) / (FILM_SECONDS - HOLD_SECONDS);
}

export interface FilmWork {
  track: RaceTrack;
  scene: RaceScene;
  framesPerSecond: number;
  /** Called off: the loop rejects with its reason. */
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
  /** Gets each frame once it is drawn. */
  onFrame: (frame: number) => Promise<void> | void;
}

/** Draws all frames on the context in their order. */
export async function drawFilm(
  context: CanvasRenderingContext2D,
  { track, scene, framesPerSecond, signal, onProgress, onFrame }: FilmWork,
): Promise<void> {
  const { steps, glide } = filmPlan(scene.lastStep, framesPerSecond);
  let turnBegan = performance.now();
  for (const [frame, step] of steps.entries()) {
    signal.throwIfAborted();
    drawRace(context, scene, raceFrame(track, step, glide));
    await onFrame(frame);
    if (performance.now() - turnBegan > TURN_MS) {
      onProgress(frame + 1, steps.length);
      await new Promise((resolve) => setTimeout(resolve, 0));
      turnBegan = performance.now();
    }
  }
  signal.throwIfAborted();
  onProgress(steps.length, steps.length);
}

/** A canvas of the film's size, not in the page. Throws where the browser has no canvas to give. */
export function filmCanvas(isReadOften: boolean): {
  canvas: HTMLCanvasElement;
  context: CanvasRenderingContext2D;
} {
  const canvas = document.createElement("canvas");
  canvas.width = FILM_SIZE.width;
  canvas.height = FILM_SIZE.height;
  const context = canvas.getContext("2d", { willReadFrequently: isReadOften });
  if (context === null) throw new Error("the browser gave no canvas");
  return { canvas, context };
}
