// Shrinks pixels to the small square that a PRM sees. Every pixel of it is the mean over the part of the
// image that it covers, so that a thin line fades and does not vanish.
import { PICTURE_SIDE, type Picture } from "../domain/picture.ts";
import type { Pixels } from "./pixels.ts";

/** Where the cells of one axis lie: cell i covers source places first[i]..., each by a share; shares sum to 1. */
interface Cover {
  first: number;
  shares: number[];
}

/** Stretches an image of any shape to PICTURE_SIDE × PICTURE_SIDE. */
export function toPicture({ width, height, rgb }: Pixels): Picture {
  const columns = coversOf(width);
  const rows = coversOf(height);
  const out = new Uint8Array(PICTURE_SIDE * PICTURE_SIDE * 3);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      const sum = [0, 0, 0];
      row.shares.forEach((rowShare, dy) => {
        const line = (row.first + dy) * width;
        column.shares.forEach((columnShare, dx) => {
          const from = (line + column.first + dx) * 3;
          const share = rowShare * columnShare;
          for (let colour = 0; colour < 3; colour++) sum[colour]! += share * rgb[from + colour]!;
        });
      });
      const to = (y * PICTURE_SIDE + x) * 3;
      for (let colour = 0; colour < 3; colour++) out[to + colour] = Math.round(sum[colour]!);
    });
  });
  return { rgb: out };
}

function coversOf(length: number): Cover[] {
  const span = length / PICTURE_SIDE;
  return Array.from({ length: PICTURE_SIDE }, (_, cell) => {
    const [from, to] = [cell * span, (cell + 1) * span];
    const first = Math.floor(from);
    const shares: number[] = [];
    for (let place = first; place < length && place < to; place++) {
      shares.push((Math.min(to, place + 1) - Math.max(from, place)) / span);
    }
    return { first, shares };
  });
}
