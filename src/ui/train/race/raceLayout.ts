// Where everything in the race is, in pixels: one geometry for the page's picture and for films.
import { textWidth } from "../../charts/export/svgText.ts";

export interface RaceBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface RaceLayout {
  fontSize: number;
  rowHeight: number;
  barHeight: number;
  /** Right edge of the names. */
  namesEnd: number;
  /** Room for a name. */
  nameWidth: number;
  barLeft: number;
  /** Bars that do not fit are left out, from the last on. */
  rowsShown: number;
  /** Where the rows begin; above them stands the mark's own label. */
  rowsTop: number;
  xOf: (weight: number) => number;
  /** Top of the row of a rank. */
  yOf: (rank: number) => number;
}

const MARK_LABEL = 20;
export const LEAST_ROW = 15;
const MOST_ROW = 34;
/** Names take no more of the width than this. */
const MOST_NAMES = 0.38;
const GAP = 8;

/**
 * @param names as written, the tier among them where it is shown.
 * @param scale what a bar over the whole width stands for.
 */
export function raceLayout(box: RaceBox, names: readonly string[], scale: number): RaceLayout {
  const rowsTop = box.top + MARK_LABEL;
  const room = Math.max(LEAST_ROW, box.height - MARK_LABEL);
  const rowsShown = Math.min(names.length, Math.floor(room / LEAST_ROW));
  const rowHeight = Math.min(MOST_ROW, room / Math.max(1, rowsShown));
  const fontSize = Math.round(Math.min(16, Math.max(10, rowHeight * 0.5)));
  const longest = Math.max(0, ...names.map((name) => textWidth(name, fontSize)));
  const nameWidth = Math.min(longest, box.width * MOST_NAMES);
  const namesEnd = box.left + nameWidth;
  const barLeft = namesEnd + GAP;
  // Behind the longest bar its value.
  const span = Math.max(1, box.left + box.width - barLeft - 3.4 * fontSize);
  return {
    fontSize,
    rowHeight,
    barHeight: rowHeight * 0.72,
    namesEnd,
    nameWidth,
    barLeft,
    rowsShown,
    rowsTop,
    xOf: (weight) => barLeft + (Math.min(scale, Math.max(0, weight || 0)) / scale) * span,
    yOf: (rank) => rowsTop + rank * rowHeight,
  };
}
