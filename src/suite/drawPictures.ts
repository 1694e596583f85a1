// The pictures of the suite: charts, figures, a map and a bus, each of which shows one digit. What shows it
// is red and nothing else is; where it does not matter, places, colours and company change from picture to
// picture.
import type { Rng } from "../base/rng.ts";
import { type Colour, Drawing, SIDE } from "./drawShapes.ts";
import { STATES } from "./facts.ts";

export const PICTURE_KINDS = [
  "bars",
  "line",
  "pie",
  "map",
  "polygon",
  "dial",
  "lattice",
  "bus",
] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** Pixels from one level, row or column to the next. */
const SPACING = 3;
/** Where level 0 and column 0 lie. */
const LOWEST = 30.5;
const LEFTMOST = 2.5;
const CENTRE = SIDE / 2;

const heightOf = (level: number) => LOWEST - SPACING * level;
const columnOf = (level: number) => LEFTMOST + SPACING * level;

const INK: Colour = [110, 110, 115];
const FAINT: Colour = [215, 215, 218];
const OTHERS: readonly Colour[] = [
  [60, 110, 200],
  [70, 160, 90],
  [120, 90, 170],
  [60, 160, 170],
  [150, 150, 90],
];

/** Hues of one thing differ a little from picture to picture. */
function tinted([red, green, blue]: Colour, rng: Rng): Colour {
  const near = (value: number) => Math.min(255, Math.max(0, value + rng.below(31) - 15));
  return [near(red), near(green), near(blue)];
}

const redTone = (rng: Rng) => tinted([215, 40, 40], rng);
const otherTone = (rng: Rng) => tinted(rng.pick(OTHERS), rng);

function sheet(rng: Rng): Drawing {
  const shade = 238 + rng.below(18);
  return new Drawing([shade, shade, shade - rng.below(8)]);
}

/** Where the point at `tenths` of a turn lies, clockwise from the top. */
function onCircle(radius: number, tenths: number): [number, number] {
  const angle = (2 * Math.PI * tenths) / STATES;
  return [CENTRE + radius * Math.sin(angle), CENTRE - radius * Math.cos(angle)];
}

/** A digit other than `taken`. */
const otherDigit = (rng: Rng, taken: number) => (taken + 1 + rng.below(STATES - 1)) % STATES;

const DRAW: Record<PictureKind, (digit: number, rng: Rng) => Drawing> = {
  /** Five bars, one of them red; its height is the digit. */
  bars(digit, rng) {
    const drawing = sheet(rng);
    drawing.rectangle(0, heightOf(5), SIDE, 1, FAINT);
    const red = rng.below(5);
    for (let bar = 0; bar < 5; bar++) {
      const top = heightOf(bar === red ? digit : rng.below(STATES)) - 0.5;
      const colour = bar === red ? redTone(rng) : otherTone(rng);
      drawing.rectangle(1 + 6 * bar, top, 4 + rng.below(2), SIDE - top, colour);
    }
    // It leaves a bar of no height a foot to be seen.
    drawing.rectangle(0, SIDE - 1, SIDE, 1, INK);
    return drawing;
  },

  /** A line of five points, one of them red; its level is the digit. */
  line(digit, rng) {
    const drawing = sheet(rng);
    drawing.rectangle(0, heightOf(5), SIDE, 1, FAINT);
    const red = rng.below(5);
    const levels = Array.from({ length: 5 }, (_, i) => (i === red ? digit : rng.below(STATES)));
    const colour = otherTone(rng);
    const places = levels.map((level, i) => [4 + 6 * i, heightOf(level)] as const);
    for (let i = 1; i < places.length; i++) {
      drawing.line(...places[i - 1]!, ...places[i]!, 1.2, colour);
    }
    places.forEach((place, i) => {
      if (i !== red) drawing.disc(...place, 1.2, colour);
    });
    drawing.disc(...places[red]!, 2, redTone(rng));
    return drawing;
  },

  /** A pie whose red sector begins at the top; its tenths are the digit. */
  pie(digit, rng) {
    const drawing = sheet(rng);
    const share = digit / STATES;
    const next = share + (1 - share) * (0.3 + 0.4 * rng.next());
    drawing.sector(CENTRE, CENTRE, 15, 0, share, redTone(rng));
    drawing.sector(CENTRE, CENTRE, 15, share, next, tinted([60, 110, 200], rng));
    drawing.sector(CENTRE, CENTRE, 15, next, 1, tinted([70, 160, 90], rng));
    return drawing;
  },

  /** A map with a river, houses and a red flag; its column is the digit. */
  map(digit, rng) {
    const drawing = sheet(rng);
    drawing.line(0, rng.below(SIDE), SIDE, rng.below(SIDE), 2.5, tinted([110, 180, 220], rng));
    for (let house = 0; house < 4; house++) {
      const [x, y] = [rng.below(SIDE - 4), rng.below(SIDE - 4)];
      drawing.rectangle(x, y, 3, 3, tinted([140, 140, 140], rng));
    }
    const [x, y] = [columnOf(digit), 6 + rng.below(22)];
    drawing.rectangle(x - 0.5, y, 1, 5, INK);
    drawing.rectangle(x - 1.5, y - 4, 3, 4, redTone(rng));
    return drawing;
  },

  /** A ten-sided outline; the corner of the red marker is the digit, counted clockwise from the top. */
  polygon(digit, rng) {
    const drawing = sheet(rng);
    const outline = otherTone(rng);
    for (let corner = 0; corner < STATES; corner++) {
      drawing.line(...onCircle(13, corner), ...onCircle(13, corner + 1), 1.2, outline);
    }
    drawing.disc(...onCircle(13, otherDigit(rng, digit)), 2, otherTone(rng));
    drawing.disc(...onCircle(13, digit), 2.2, redTone(rng));
    return drawing;
  },

  /** A circle with ten marks; the one that the red pointer rests on is the digit. */
  dial(digit, rng) {
    const drawing = sheet(rng);
    const face = otherTone(rng);
    drawing.disc(CENTRE, CENTRE, 15, face);
    drawing.disc(CENTRE, CENTRE, 14, [250, 250, 250]);
    for (let mark = 0; mark < STATES; mark++) {
      drawing.line(...onCircle(12.5, mark), ...onCircle(14, mark), 1, face);
    }
    drawing.line(CENTRE, CENTRE, ...onCircle(8, otherDigit(rng, digit)), 1.4, otherTone(rng));
    drawing.line(CENTRE, CENTRE, ...onCircle(13, digit), 2, redTone(rng));
    return drawing;
  },

  /** A lattice with three points; the row of the red one is the digit, counted from below. */
  lattice(digit, rng) {
    const drawing = sheet(rng);
    for (let row = 0; row < STATES; row++) {
      drawing.rectangle(0, heightOf(row) - 0.5, SIDE, 1, FAINT);
    }
    for (let other = 0; other < 2; other++) {
      const place = columnOf(rng.below(STATES));
      drawing.disc(place, heightOf(otherDigit(rng, digit)), 1.6, otherTone(rng));
    }
    drawing.disc(columnOf(rng.below(STATES)), heightOf(digit), 2, redTone(rng));
    return drawing;
  },

  /** A bus from above, its ten seats in pairs; the red ones are free, and as many as the digit. */
  bus(digit, rng) {
    const drawing = sheet(rng);
    const top = 5 + rng.below(5);
    drawing.rectangle(0, top - 2, SIDE, 20, INK);
    drawing.rectangle(1, top - 1, SIDE - 2, 18, [250, 250, 250]);
    const [free, taken] = [redTone(rng), otherTone(rng)];
    for (let seat = 0; seat < STATES; seat++) {
      const colour = seat < digit ? free : taken;
      drawing.rectangle(2 + 6 * Math.floor(seat / 2), top + 10 * (seat % 2), 4, 6, colour);
    }
    return drawing;
  },
};

/** A picture of the given kind that shows `digit`: [SIDE × SIDE × 3] from the top left. */
export function drawPicture(kind: PictureKind, digit: number, rng: Rng): Uint8Array {
  return DRAW[kind](digit, rng).rgb;
}
