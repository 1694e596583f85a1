// A frame of the race on a canvas, for films: title, bars, the mark at 1.0, the step, and what run it is.
import type { ChartTheme } from "../../charts/export/chartTheme.ts";
import { fitText } from "../../charts/export/svgText.ts";
import { formatWeight } from "../formatRun.ts";
import type { RaceFrame } from "./raceFrame.ts";
import { raceLayout } from "./raceLayout.ts";

export interface RaceScene {
  width: number;
  height: number;
  theme: ChartTheme;
  title: string;
  /** What run it is. */
  caption: string;
  /** Of the domains, as they are written. */
  names: readonly string[];
  /** Of the domains; the theme resolves them. */
  colors: readonly string[];
  scale: number;
  /** "step 420". */
  stepName: (step: number) => string;
  /** The last step of the film. */
  lastStep: number;
}

const MARGIN = 28;
const TITLE_SIZE = 22;
const CAPTION_SIZE = 13;
const STEP_SIZE = 30;
const TIME_LINE = 3;

/** Draws over everything that was there. */
export function drawRace(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  scene: RaceScene,
  { step, rows }: RaceFrame,
): void {
  const { width, height, theme, names, colors, scale } = scene;
  const top = MARGIN + TITLE_SIZE + 8;
  const box = { left: MARGIN, top, width: width - 2 * MARGIN, height: height - top - MARGIN - 22 };
  const layout = raceLayout(box, names, scale);
  const write = (text: string, x: number, y: number, font: string, color: string) => {
    context.font = `${font} ${theme.font}`;
    context.fillStyle = color;
    context.fillText(text, x, y);
  };
  context.globalAlpha = 1;
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.textAlign = "left";
  const title = fitText(scene.title, TITLE_SIZE, box.width);
  write(title, MARGIN, MARGIN + TITLE_SIZE / 2, `600 ${TITLE_SIZE}px`, theme.text);

  const one = Math.round(layout.xOf(1)) + 0.5;
  const bottom = layout.yOf(layout.rowsShown);
  const mark = (color: string, from: number, to: number) => {
    context.strokeStyle = color;
    context.beginPath();
    context.moveTo(one, from);
    context.lineTo(one, to);
    context.stroke();
  };
  context.textAlign = "center";
  write("1.0", one, layout.rowsTop - 10, `${CAPTION_SIZE}px`, theme.textMuted);
  context.lineWidth = 1;
  mark(theme.reference, layout.rowsTop, bottom);
  // Those above last: a bar passes over the one it leaves behind.
  const shown = rows.filter(({ rank }) => rank < layout.rowsShown - 0.5);
  for (const { domain, weight, rank } of shown.sort((a, b) => b.rank - a.rank)) {
    const y = layout.yOf(rank) + layout.rowHeight / 2;
    const end = layout.xOf(weight);
    context.fillStyle = theme.colorOf(colors[domain] ?? theme.text);
    context.fillRect(
      layout.barLeft,
      y - layout.barHeight / 2,
      end - layout.barLeft,
      layout.barHeight,
    );
    if (end > one) mark(theme.surface, y - layout.barHeight / 2, y + layout.barHeight / 2);
    const size = `${layout.fontSize}px`;
    context.textAlign = "right";
    const name = fitText(names[domain] ?? "", layout.fontSize, layout.nameWidth);
    write(name, layout.namesEnd, y, size, theme.text);
    context.textAlign = "left";
    // Stays readable over the mark at 1.0.
    context.fillStyle = theme.surface;
    context.fillRect(end + 3, y - layout.fontSize / 2, 2.6 * layout.fontSize, layout.fontSize);
    write(formatWeight(weight), end + 6, y, `600 ${size}`, theme.text);
  }
  context.textAlign = "right";
  // In the corner that short bars leave free.
  const corner = bottom - STEP_SIZE / 2 - 6;
  write(scene.stepName(step), width - MARGIN, corner, `600 ${STEP_SIZE}px`, theme.textMuted);
  context.textAlign = "left";
  const caption = fitText(scene.caption, CAPTION_SIZE, box.width);
  write(caption, MARGIN, height - MARGIN / 2 - 6, `${CAPTION_SIZE}px`, theme.textMuted);
  const share = scene.lastStep > 0 ? Math.min(1, step / scene.lastStep) : 1;
  context.fillStyle = theme.reference;
  context.fillRect(0, height - TIME_LINE, width * share, TIME_LINE);
}
