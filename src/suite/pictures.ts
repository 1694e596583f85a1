// The suite's picture files: one PNG a problem whose start is shown, shared by all chains about it.
import { encode } from "fast-png";
import type { Rng } from "../base/rng.ts";
import { drawPicture } from "./drawPictures.ts";
import { SIDE } from "./drawShapes.ts";
import type { Problem } from "./problem.ts";
import type { Wording } from "./wording.ts";

/** Picture files by the path that chains name. */
export type SuiteImages = Map<string, Blob>;

/**
 * Draws the picture of a problem as images/<folder>/<index>.png and gives its path; null where the wording
 * states the start.
 */
export function addPicture(
  images: SuiteImages,
  wording: Wording,
  folder: string,
  index: number,
  { start }: Problem,
  rng: Rng,
): string | null {
  if (wording.picture === null) return null;
  const path = `images/${folder}/${index}.png`;
  const data = drawPicture(wording.picture, start, rng);
  const file = encode({ width: SIDE, height: SIDE, channels: 3, depth: 8, data });
  images.set(path, new Blob([Uint8Array.from(file)], { type: "image/png" }));
  return path;
}
