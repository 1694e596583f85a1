// Pictures as tokens: the patches that stand out most become a code each, from a codebook that was learned
// from the pictures of the corpus, without any label. A code means a look and a place. The codebook is saved
// with the PRM.
import { hashBits } from "../../base/rng.ts";
import { PICTURE_SIDE, type Picture } from "../../domain/picture.ts";
import { blockList, type Layout } from "../prm/layout.ts";

/** Side of a patch in pixels, and patches a side of the picture. */
const PATCH = 4;
const PATCHES = PICTURE_SIDE / PATCH;
/** Tokens of a picture at most. */
export const MOST_PATCHES = 8;
/** How vivid a patch is: as its so-manieth most vivid pixel. */
const VIVID_PIXEL = 2;
/** A patch less vivid (spread of a pixel's channels) is passed over. */
const LEAST_VIVID = 40;
/** What one patch further counts in the distance of looks, as a difference of a pixel's channel. */
const PLACE_WEIGHT = 3;

/** Numbers of a patch: red, green and blue of its pixels, 0 to 1, then its column and row times PLACE_WEIGHT. */
export const PATCH_NUMBERS = 3 * PATCH * PATCH + 2;

/** A learned codebook: code c stands for patches near the centre params[c · PATCH_NUMBERS …]. */
export interface PictureCodes {
  layout: PictureCodesLayout;
  /** [codes × PATCH_NUMBERS] */
  params: Float32Array;
}

/** Tells codebooks apart. */
export function pictureCodesKey({ params }: PictureCodes): string {
  return hashBits(params);
}

export interface PictureCodesLayout extends Layout {
  /** Codes that there are. */
  count: number;
}

export function pictureCodesLayout(count: number): PictureCodesLayout {
  const list = blockList();
  list.add("pictures.codes", [count, PATCH_NUMBERS], 0);
  return { count, ...list.done() };
}

/** Spread of the channels of a patch's VIVID_PIXELth most vivid pixel, 0 to 255. */
function vividness(rgb: Uint8Array, column: number, row: number): number {
  const most = new Array<number>(VIVID_PIXEL).fill(0);
  for (let y = 0; y < PATCH; y++) {
    for (let x = 0; x < PATCH; x++) {
      const at = ((row * PATCH + y) * PICTURE_SIDE + column * PATCH + x) * 3;
      const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      let spread = Math.max(red, green, blue) - Math.min(red, green, blue);
      for (let i = 0; i < VIVID_PIXEL; i++) {
        if (spread > most[i]!) [most[i], spread] = [spread, most[i]!];
      }
    }
  }
  return most[VIVID_PIXEL - 1]!;
}

/** The patches that stand out most, from the top left, [patches × PATCH_NUMBERS]. */
export function salientPatches({ rgb }: Picture): Float32Array {
  const places = Array.from({ length: PATCHES * PATCHES }, (_, place) => {
    const [column, row] = [place % PATCHES, Math.floor(place / PATCHES)];
    return { place, column, row, vivid: vividness(rgb, column, row) };
  });
  const chosen = places
    .filter(({ vivid }) => vivid >= LEAST_VIVID)
    .sort((a, b) => b.vivid - a.vivid || a.place - b.place)
    .slice(0, MOST_PATCHES)
    .sort((a, b) => a.place - b.place);
  const patches = new Float32Array(chosen.length * PATCH_NUMBERS);
  let to = 0;
  for (const { column, row } of chosen) {
    for (let y = 0; y < PATCH; y++) {
      const from = ((row * PATCH + y) * PICTURE_SIDE + column * PATCH) * 3;
      for (let i = 0; i < 3 * PATCH; i++) patches[to++] = rgb[from + i]! / 255;
    }
    patches[to++] = PLACE_WEIGHT * column;
    patches[to++] = PLACE_WEIGHT * row;
  }
  return patches;
}

/** Squared distance of two patches, each PATCH_NUMBERS numbers long; stops early beyond `most`. */
export function patchDistance(
  a: Float32Array,
  atA: number,
  b: Float32Array,
  atB: number,
  most = Number.POSITIVE_INFINITY,
): number {
  let sum = 0;
  // The place first: it is what tells most patches apart.
  for (let i = PATCH_NUMBERS - 1; i >= 0 && sum < most; i--) {
    const difference = a[atA + i]! - b[atB + i]!;
    sum += difference * difference;
  }
  return sum;
}

/** The code of the centre nearest to a patch, and its squared distance. */
export function nearestCode(
  centres: Float32Array,
  patches: Float32Array,
  at: number,
): { code: number; distance: number } {
  let code = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (let from = 0; from < centres.length; from += PATCH_NUMBERS) {
    const own = patchDistance(centres, from, patches, at, distance);
    if (own < distance) [code, distance] = [from / PATCH_NUMBERS, own];
  }
  return { code, distance };
}

/** The codes of a picture, in [0, codes). */
export function encodePicture({ params }: PictureCodes, picture: Picture): number[] {
  const patches = salientPatches(picture);
  return Array.from(
    { length: patches.length / PATCH_NUMBERS },
    (_, i) => nearestCode(params, patches, i * PATCH_NUMBERS).code,
  );
}
