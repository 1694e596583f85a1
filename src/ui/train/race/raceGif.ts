// The race as an animated GIF.
import { drawRace } from "./drawRace.ts";
import { gifFrames } from "./gifFrames.ts";
import { drawFilm, FILM_SIZE, type FilmWork, filmCanvas } from "./raceFilm.ts";
import { raceFrame } from "./raceFrame.ts";

/** Delays of a GIF are whole hundredths of a second. */
export const GIF_FRAMES_PER_SECOND = 12.5;

/** Rejects with the signal's reason where it is called off. */
export async function raceGif(work: Omit<FilmWork, "framesPerSecond" | "onFrame">): Promise<Blob> {
  const { width, height } = FILM_SIZE;
  const { context } = filmCanvas(true);
  const pixels = () => context.getImageData(0, 0, width, height).data;
  // The first frame has the names, the last one the longest bars.
  const samples = [0, work.scene.lastStep].map((step) => {
    drawRace(context, work.scene, raceFrame(work.track, step, 0));
    return pixels();
  });
  const gif = gifFrames(width, height, 1000 / GIF_FRAMES_PER_SECOND, samples);
  await drawFilm(context, {
    ...work,
    framesPerSecond: GIF_FRAMES_PER_SECOND,
    onFrame: () => gif.add(pixels()),
  });
  return new Blob([gif.finish()], { type: "image/gif" });
}
