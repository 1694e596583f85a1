// A chart to the disk or the clipboard: as a picture in the theme shown, or as numbers.
import { safeFileName } from "../../../base/safeFileName.ts";
import { saveFile } from "../../data/saveFiles.ts";
import type { ChartData } from "../chartSeries.ts";
import { chartCsv } from "./chartCsv.ts";
import { chartSvg } from "./chartSvg.ts";
import { shownTheme } from "./chartTheme.ts";
import { svgPng } from "./svgPng.ts";

const SIZE = { width: 800, height: 450 };
/** For screens and slides with fine pixels. */
const PNG_SCALE = 2;

function picture(data: ChartData): string {
  return chartSvg(data, { ...SIZE, theme: shownTheme() });
}

function fileName(data: ChartData, ending: string): string {
  return `${safeFileName(data.title, data.id)}.${ending}`;
}

export function saveChartSvg(data: ChartData): void {
  const blob = new Blob([picture(data)], { type: "image/svg+xml" });
  saveFile({ name: fileName(data, "svg"), blob });
}

/** Rejects where the browser cannot draw the picture. */
export async function saveChartPng(data: ChartData): Promise<void> {
  const blob = await svgPng(picture(data), PNG_SCALE);
  saveFile({ name: fileName(data, "png"), blob });
}

export function saveChartCsv(data: ChartData): void {
  const blob = new Blob([chartCsv(data)], { type: "text/csv" });
  saveFile({ name: fileName(data, "csv"), blob });
}

/** Whether pictures may be put on the clipboard at all; a browser may still refuse it when asked. */
export function canCopyPng(): boolean {
  return typeof ClipboardItem !== "undefined" && navigator.clipboard?.write !== undefined;
}

/** Rejects where the browser refuses. To be called from a press: browsers ask for one. */
export async function copyChartPng(data: ChartData): Promise<void> {
  // The promise itself goes in: some browsers forget the press while the picture is drawn.
  const png = svgPng(picture(data), PNG_SCALE);
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
}
