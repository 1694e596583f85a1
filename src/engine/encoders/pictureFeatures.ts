// What the lexical encoder sees of a picture: how far its most vivid colour reaches, and how much of it there
// is. What stands out is what a picture is about more often than not; all colours together, or a grid of cells,
// let a PRM this small know pictures by heart and read them worse (bench/README.md).
import { hashString } from "../../base/rng.ts";
import { PICTURE_SIDE, type Picture } from "../../domain/picture.ts";

/** Hues told apart, sixths of the colour circle; what has none is no colour. */
const HUES = 6;
/** Spread of the three channels from which on a pixel has a hue. */
const COLOURED = 60;
/** Pixels of a colour from which on it counts. */
const LEAST_PIXELS = 6;
/** Steps that the edges and the area of a colour are told in. */
const EDGE_STEPS = 16;
const AREA_STEPS = 32;

/** Where the pixels of one hue lie. */
class Extent {
  pixels = 0;
  /** Sum of their spreads: of how vivid they are. */
  spread = 0;
  top = PICTURE_SIDE;
  bottom = 0;
  left = PICTURE_SIDE;
  right = 0;

  add(x: number, y: number, spread: number): void {
    this.pixels++;
    this.spread += spread;
    this.top = Math.min(this.top, y);
    this.bottom = Math.max(this.bottom, y);
    this.left = Math.min(this.left, x);
    this.right = Math.max(this.right, x);
  }

  get vividness(): number {
    return this.pixels < LEAST_PIXELS ? 0 : this.spread / this.pixels;
  }
}

/** Sixth of the colour circle, from red over green and blue. */
function hueOf(red: number, green: number, blue: number, highest: number, spread: number): number {
  const sixth =
    highest === red
      ? (green - blue) / spread
      : highest === green
        ? 2 + (blue - red) / spread
        : 4 + (red - green) / spread;
  return (Math.round(sixth) + HUES) % HUES;
}

/** Hashes of what is seen of a picture. */
export interface Looks {
  /** Edges and area of its most vivid colour, which numbers are held against; empty without colours. */
  extent: number[];
  /** The same and which colour it is, which words are held against. */
  all: number[];
}

export const NO_LOOKS: Looks = { extent: [], all: [] };

export function pictureFeatures({ rgb }: Picture): Looks {
  const extents = Array.from({ length: HUES }, () => new Extent());
  for (let y = 0, at = 0; y < PICTURE_SIDE; y++) {
    for (let x = 0; x < PICTURE_SIDE; x++, at += 3) {
      const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      const highest = Math.max(red, green, blue);
      const spread = highest - Math.min(red, green, blue);
      if (spread < COLOURED) continue;
      extents[hueOf(red, green, blue, highest, spread)]!.add(x, y, spread);
    }
  }
  const seen = extents.reduce((best, other) => (other.vividness > best.vividness ? other : best));
  if (seen.vividness === 0) return NO_LOOKS;
  const step = (place: number) => Math.floor((place * EDGE_STEPS) / PICTURE_SIDE);
  const area = Math.round((AREA_STEPS * seen.pixels) / PICTURE_SIDE ** 2);
  const extent = [
    `top ${step(seen.top)}`,
    `bottom ${step(seen.bottom)}`,
    `left ${step(seen.left)}`,
    `right ${step(seen.right)}`,
    `area ${area}`,
  ].map((look) => hashString(look));
  return { extent, all: [hashString(`hue ${extents.indexOf(seen)}`), ...extent] };
}
