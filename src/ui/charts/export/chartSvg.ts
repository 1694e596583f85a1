// A chart as a picture that stands alone: title, legend with dashes, axes, lines, and under them what run it
// is. Drawn anew from the chart's data rather than copied from the page, so that it needs no page.
import { t } from "../../../strings/strings.ts";
import { type ChartGeometry, chartGeometry } from "../chartGeometry.ts";
import type { ChartData, ChartSeries } from "../chartSeries.ts";
import { linePath } from "../linePath.ts";
import { logAxis } from "../logAxis.ts";
import { type Axis, finiteExtent, niceAxis } from "../niceAxis.ts";
import { pointRange, sampleExtremes } from "../samplePoints.ts";
import { xTicks } from "../xAxis.ts";
import type { ChartTheme } from "./chartTheme.ts";
import { fitText, svgText, textWidth } from "./svgText.ts";

export interface PictureSize {
  /** Of the whole picture in pixels, at a scale of 1. */
  width: number;
  /** Of the whole picture; grows where the legend needs more. */
  height: number;
}

const MARGIN = 16;
const TITLE_SIZE = 15;
const TEXT_SIZE = 11;
const LEGEND_LINE = 17;
const SWATCH = 22;
const LEFT = 52;
/** Room for half a label of the last tick. */
const RIGHT = 28;
const X_AXIS = 34;
const CAPTION = 22;
const LEAST_PLOT = 120;
const RAW_OPACITY = 0.28;
const PIXELS_PER_TICK = 80;
/** With more lines than this, raw ones under averages would only hide one another. */
const MOST_RAW = 4;

/**
 * An SVG document (UTF-8, XML-escaped whatever the names hold) of the range of the chart that is in sight.
 * The theme says its colours: literal ones (shownTheme) in a file, variables (TOKEN_THEME) in a page.
 */
export function chartSvg(
  data: ChartData,
  { width, height, theme }: PictureSize & { theme: ChartTheme },
): string {
  const rows = legendRows(data.series, width - 2 * MARGIN);
  const legendTop = MARGIN + TITLE_SIZE + 10;
  const valueName = data.valueName === data.title ? "" : data.valueName;
  const plotTop = legendTop + rows.length * LEGEND_LINE + (valueName === "" ? 8 : 24);
  const bottom = X_AXIS + CAPTION + 6;
  const whole = Math.max(height, plotTop + LEAST_PLOT + bottom);
  const axis = valueAxis(data);
  const geometry = chartGeometry(
    { width, height: whole },
    { top: plotTop, right: RIGHT, bottom, left: LEFT },
    data.range,
    axis,
  );
  const ticks = xTicks(
    data.xUnit,
    data.range,
    Math.max(2, Math.floor(geometry.plot.width / PIXELS_PER_TICK)),
  );
  const text = (x: number, y: number, words: string, more = "") =>
    `<text x="${round(x)}" y="${round(y)}" ${more}>${svgText(words)}</text>`;
  const { plot } = geometry;
  const floor = plot.top + plot.height;
  const head = fitText(data.title, TITLE_SIZE, width - 2 * MARGIN);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" role="img" aria-label="${svgText(`${data.title}. ${data.caption}`)}" font-family="${svgText(theme.font)}" font-size="${TEXT_SIZE}" fill="${svgText(theme.textMuted)}">`,
    `<rect width="${width}" height="${whole}" fill="${svgText(theme.surface)}"/>`,
    text(
      MARGIN,
      MARGIN + TITLE_SIZE - 3,
      head,
      `font-size="${TITLE_SIZE}" font-weight="600" fill="${svgText(theme.text)}"`,
    ),
    ...legend(rows, legendTop, theme),
    ...axis.ticks.flatMap((tick) => {
      const y = round(geometry.yOf(tick));
      return [
        `<path d="M${LEFT} ${y}H${plot.left + plot.width}" stroke="${svgText(theme.grid)}"/>`,
        text(LEFT - 6, y + 4, tickText(data, tick), 'text-anchor="end"'),
      ];
    }),
    ...ticks.ticks.flatMap((x) => {
      const at = round(geometry.xOf(x));
      return [
        `<path d="M${at} ${floor}v4" stroke="${svgText(theme.axis)}"/>`,
        text(at, floor + 16, ticks.format(x), 'text-anchor="middle"'),
      ];
    }),
    `<path d="M${LEFT} ${floor}h${plot.width}" stroke="${svgText(theme.axis)}"/>`,
    text(LEFT + plot.width / 2, floor + 31, data.xName, 'text-anchor="middle"'),
    valueName === "" ? "" : text(MARGIN, plotTop - 11, fitText(valueName, TEXT_SIZE, plot.width)),
    reference(data, geometry, theme),
    ...lines(data, geometry, theme),
    text(MARGIN, whole - MARGIN + 4, fitText(captionOf(data), TEXT_SIZE, width - 2 * MARGIN)),
    "</svg>",
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** What run it is, and how its lines were smoothed where they were. */
function captionOf({ caption, decay, series }: ChartData): string {
  const isSmoothed = series.some(({ smooth }) => smooth !== null);
  return isSmoothed ? t("chartTools:picture.smoothed", { caption, decay: String(decay) }) : caption;
}

/** As a value is written, without the zeros that say nothing on an axis: "0.15", not "0.1500". */
function tickText({ formatValue }: ChartData, tick: number): string {
  return formatValue(tick)
    .replace(/(\.\d*?)0+(?!.*\d)/, "$1")
    .replace(/\.(?!.*\d)/, "");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What is drawn of a series: its values, their average, or both. */
function drawnValues({ raw, smooth, isRawHidden }: ChartSeries): Float64Array[] {
  if (smooth === null) return [raw];
  return isRawHidden === true ? [smooth] : [raw, smooth];
}

/** Round numbers around all that is in sight, the reference among it. */
function valueAxis({ series, range, reference, valueScale }: ChartData): Axis {
  const isLog = valueScale === "log";
  const seen = series.flatMap((one) => {
    const [first, end] = pointRange(one.x, range.low, range.high);
    return drawnValues(one).map((values) => {
      const inSight = values.subarray(first, end);
      return isLog ? inSight.filter((value) => value > 0) : inSight;
    });
  });
  if (reference !== null) seen.push(Float64Array.of(reference));
  const [low, high] = finiteExtent(...seen);
  return isLog ? logAxis(low, high) : niceAxis(low, high);
}

function reference(data: ChartData, geometry: ChartGeometry, theme: ChartTheme): string {
  const at = data.reference === null ? Number.NaN : geometry.yOf(data.reference);
  if (!Number.isFinite(at)) return "";
  const { left, width } = geometry.plot;
  return `<path d="M${left} ${round(at)}h${width}" stroke="${svgText(theme.reference)}"/>`;
}

/** The lines in their stacking: raw ones faint below, averages above, cut at the edges of the plot. */
function lines(data: ChartData, geometry: ChartGeometry, theme: ChartTheme): string[] {
  const { plot } = geometry;
  const draw = (one: ChartSeries, values: Float64Array, more: string) => {
    const path = pathOf(one.x, values, data, geometry);
    const color = svgText(theme.colorOf(one.color));
    if (path.line === "") return "";
    const dots = one.hasDots
      ? path.points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2"/>`)
      : [];
    return `<g fill="${color}"><path d="${path.line}" fill="none" stroke="${color}" stroke-dasharray="${svgText(one.dash)}" stroke-linejoin="round" ${more}/>${dots.join("")}</g>`;
  };
  const averaged = data.series.filter((one) => drawnValues(one).length > 1);
  const raw = averaged.length > MOST_RAW ? [] : averaged;
  return [
    // An <svg> inside cuts at its edges, and unlike a <clipPath> needs no name that others might have too.
    `<svg x="${plot.left}" y="${plot.top - 2}" width="${plot.width + 2}" height="${plot.height + 4}" viewBox="${plot.left} ${plot.top - 2} ${plot.width + 2} ${plot.height + 4}">`,
    ...raw.map((one) => draw(one, one.raw, `opacity="${RAW_OPACITY}"`)),
    ...data.series.map((one) => draw(one, one.smooth ?? one.raw, 'stroke-width="1.75"')),
    "</svg>",
  ];
}

/** Through at most two points a pixel: what lies between would not be seen. */
function pathOf(
  x: Float64Array,
  values: Float64Array,
  { range }: ChartData,
  geometry: ChartGeometry,
): { line: string; points: [number, number][] } {
  const [inside, insideEnd] = pointRange(x, range.low, range.high);
  const first = Math.max(0, inside - 1);
  const end = Math.min(x.length, insideEnd + 1);
  const indices = sampleExtremes(values, first, end, 2 * Math.ceil(geometry.plot.width));
  const at = indices.map((index) => x[index] ?? Number.NaN);
  const drawn = indices.map((index) => values[index] ?? Number.NaN);
  const points = at.flatMap((one, index): [number, number][] => {
    const y = round(geometry.yOf(drawn[index] ?? Number.NaN));
    return Number.isFinite(y) ? [[round(geometry.xOf(one)), y]] : [];
  });
  return { line: linePath(at, drawn, geometry.xOf, geometry.yOf), points };
}

interface LegendEntry {
  series: ChartSeries;
  name: string;
  left: number;
}

/** The names in as many lines as they need. */
function legendRows(series: readonly ChartSeries[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let left = 0;
  for (const one of series) {
    const name = fitText(one.name, TEXT_SIZE, width - SWATCH);
    const needed = SWATCH + 5 + textWidth(name, TEXT_SIZE) + 14;
    if (rows.length === 0 || left + needed - 14 > width) {
      rows.push([]);
      left = 0;
    }
    rows.at(-1)?.push({ series: one, name, left });
    left += needed;
  }
  return rows;
}

function legend(rows: readonly LegendEntry[][], top: number, theme: ChartTheme): string[] {
  return rows.flatMap((row, index) =>
    row.map(({ series, name, left }) => {
      const x = round(MARGIN + left);
      const y = top + index * LEGEND_LINE + 8;
      const color = svgText(theme.colorOf(series.color));
      return `<path d="M${x} ${y}h${SWATCH}" stroke="${color}" stroke-width="2" stroke-dasharray="${svgText(series.dash)}"/><text x="${round(x + SWATCH + 5)}" y="${y + 4}">${svgText(name)}</text>`;
    }),
  );
}
