// The race as a WebM video, encoded frame by frame by the browser's own encoder: as fast as it can, with exact
// times, whether or not the tab is in front.
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import { drawFilm, FILM_SIZE, type FilmWork, filmCanvas } from "./raceFilm.ts";

export const VIDEO_FRAMES_PER_SECOND = 30;
const BITS_PER_SECOND = 3_000_000;
const SECONDS_BETWEEN_KEY_FRAMES = 1;

/** Null where this browser encodes no codec that a WebM may hold. Rejects where it is called off. */
export async function raceVideo(
  work: Omit<FilmWork, "framesPerSecond" | "onFrame">,
): Promise<Blob | null> {
  if (typeof VideoEncoder === "undefined") return null;
  const codec = await getFirstEncodableVideoCodec(["vp9", "vp8", "av1"], FILM_SIZE);
  if (codec === null) return null;
  const { canvas, context } = filmCanvas(false);
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, {
    codec,
    bitrate: BITS_PER_SECOND,
    keyFrameInterval: SECONDS_BETWEEN_KEY_FRAMES,
  });
  output.addVideoTrack(source, { frameRate: VIDEO_FRAMES_PER_SECOND });
  try {
    await output.start();
    await drawFilm(context, {
      ...work,
      framesPerSecond: VIDEO_FRAMES_PER_SECOND,
      onFrame: (frame) => source.add(frame / VIDEO_FRAMES_PER_SECOND, 1 / VIDEO_FRAMES_PER_SECOND),
    });
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: "video/webm" });
}
