// The pictures of the suite: charts, figures, a map and a bus, each of which shows one digit, by the height,
// the place on a circle or the column of what is red in it. Other places, colours and company change from
// picture to picture. Kinds that show it in the same way put it in the same pixels: to read pictures is a
// skill that domains share, as they share those of reckoning.
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
const LOWEST = 28.5;
const LEFTMOST = 2.5;
/** Side of a mark on a level or in a column, and of one on a circle. */
const MARK = 3;
const RIM_MARK = 5;
const CENTRE = SIDE / 2;
/** Radius of the circle that tenths are marked on. */
const RIM = 13;

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

/** A sheet with faint lines at the levels 0 and 5. */
function levelSheet(rng: Rng): Drawing {
  const drawing = sheet(rng);
  for (const level of [0, 5]) drawing.rectangle(0, heightOf(level) - 0.5, SIDE, 1, FAINT);
  return drawing;
}

/** Where the point at `tenths` of a turn lies, clockwise from the top. */
function onRim(tenths: number, radius = RIM): [number, number] {
  const angle = (2 * Math.PI * tenths) / STATES;
  return [CENTRE + radius * Math.sin(angle), CENTRE - radius * Math.cos(angle)];
}

/** A digit other than `taken`. */
const otherDigit = (rng: Rng, taken: number) => (taken + 1 + rng.below(STATES - 1)) % STATES;

const DRAW: Record<PictureKind, (digit: number, rng: Rng) => Drawing> = {
  /** Five bars, one of them red; the level its top stands at is the digit. */
  bars(digit, rng) {
    const drawing = levelSheet(rng);
    const red = rng.below(5);
    for (let bar = 0; bar < 5; bar++) {
      const top = heightOf(bar === red ? digit : rng.below(STATES)) - MARK / 2;
      const colour = bar === red ? redTone(rng) : otherTone(rng);
      drawing.rectangle(1 + 6 * bar, top, 4 + rng.below(2), SIDE - top, colour);
    }
    drawing.rectangle(0, SIDE - 1, SIDE, 1, INK);
    return drawing;
  },

  /** A line of five points, one of them red; its level is the digit. */
  line(digit, rng) {
    const drawing = levelSheet(rng);
    const red = rng.below(5);
    const levels = Array.from({ length: 5 }, (_, i) => (i === red ? digit : rng.below(STATES)));
    const colour = otherTone(rng);
    const places = levels.map((level, i) => [4.5 + 6 * i, heightOf(level)] as const);
    for (let i = 1; i < places.length; i++) {
      drawing.line(...places[i - 1]!, ...places[i]!, 1.2, colour);
    }
    drawing.mark(...places[red]!, MARK, redTone(rng));
    return drawing;
  },

  /** A lattice with three points; the row of the red one is the digit. */
  lattice(digit, rng) {
    const drawing = levelSheet(rng);
    for (let column = 0; column < STATES; column += 3) {
      drawing.rectangle(columnOf(column) - 0.5, 0, 1, SIDE, FAINT);
    }
    for (let other = 0; other < 2; other++) {
      const row = otherDigit(rng, digit);
      drawing.mark(columnOf(rng.below(STATES)), heightOf(row), MARK, otherTone(rng));
    }
    drawing.mark(columnOf(rng.below(STATES)), heightOf(digit), MARK, redTone(rng));
    return drawing;
  },

  /** A pie; the tenths that lie before the red mark on its rim are the digit, clockwise from the top. */
  pie(digit, rng) {
    const drawing = sheet(rng);
    const share = digit / STATES;
    const next = share + (1 - share) * (0.3 + 0.4 * rng.next());
    const tones = rng.shuffle([...OTHERS]).map((tone) => tinted(tone, rng));
    drawing.sector(CENTRE, CENTRE, RIM, 0, share, tones[0]!);
    drawing.sector(CENTRE, CENTRE, RIM, share, next, tones[1]!);
    drawing.sector(CENTRE, CENTRE, RIM, next, 1, tones[2]!);
    drawing.mark(...onRim(digit), RIM_MARK, redTone(rng));
    return drawing;
  },

  /** A ten-sided outline; the corner of the red marker is the digit, clockwise from the top. */
  polygon(digit, rng) {
    const drawing = sheet(rng);
    const outline = otherTone(rng);
    for (let corner = 0; corner < STATES; corner++) {
      drawing.line(...onRim(corner), ...onRim(corner + 1), 1.2, outline);
    }
    drawing.mark(...onRim(otherDigit(rng, digit)), RIM_MARK, otherTone(rng));
    drawing.mark(...onRim(digit), RIM_MARK, redTone(rng));
    return drawing;
  },

  /** A circle with ten marks and a pointer; the mark that its red tip rests on is the digit. */
  dial(digit, rng) {
    const drawing = sheet(rng);
    const face = otherTone(rng);
    drawing.disc(CENTRE, CENTRE, RIM + 1, face);
    drawing.disc(CENTRE, CENTRE, RIM, [250, 250, 250]);
    for (let mark = 0; mark < STATES; mark++) drawing.mark(...onRim(mark, RIM - 1.5), 1.5, face);
    const [x, y] = onRim(digit);
    drawing.line(CENTRE, CENTRE, x, y, 1.4, tinted(INK, rng));
    drawing.mark(x, y, RIM_MARK, redTone(rng));
    return drawing;
  },

  /** A map with a river, houses and a red flag; its column is the digit, counted from the left. */
  map(digit, rng) {
    const drawing = sheet(rng);
    drawing.line(0, rng.below(SIDE), SIDE, rng.below(SIDE), 2.5, tinted([110, 180, 220], rng));
    for (let house = 0; house < 4; house++) {
      const [x, y] = [rng.below(SIDE - 4), rng.below(SIDE - 4)];
      drawing.rectangle(x, y, 3, 3, tinted([140, 140, 140], rng));
    }
    const [x, y] = [columnOf(digit), 6 + rng.below(22)];
    drawing.rectangle(x - 0.5, y, 1, 5, INK);
    drawing.mark(x, y - 2, MARK, redTone(rng));
    return drawing;
  },

  /** A row of ten seats in a bus; as many as stand left of the red one are the digit. */
  bus(digit, rng) {
    const drawing = sheet(rng);
    const top = 6 + rng.below(14);
    drawing.rectangle(0, top - 4, SIDE, 11, INK);
    drawing.rectangle(1, top - 3, SIDE - 2, 9, [250, 250, 250]);
    const seats = otherTone(rng);
    for (let seat = 0; seat < STATES; seat++) {
      const x = columnOf(seat);
      if (seat === digit) drawing.rectangle(x - MARK / 2, top - 1, MARK, 5, redTone(rng));
      else drawing.rectangle(x - 1, top, 2, 3, seats);
    }
    return drawing;
  },
};

/** A picture of the given kind that shows `digit`: [SIDE × SIDE × 3] from the top left. */
export function drawPicture(kind: PictureKind, digit: number, rng: Rng): Uint8Array {
  return DRAW[kind](digit, rng).rgb;
}
