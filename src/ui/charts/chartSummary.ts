// A chart in words, for those who cannot see it: where each line begins and ends, and its extremes.
import { t } from "../../strings/strings.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { wholeExtremes } from "./extremes.ts";
import { readLine, valueAt } from "./legend.ts";

/** More lines are counted, not told one by one; the table has them all. */
const MOST_TOLD = 12;

interface Told {
  title: string;
  series: readonly ChartSeries[];
  formatValue: (value: number) => string;
  /** A place in words: "step 1,400". */
  placeOf: (x: number) => string;
}

/**
 * "Lower loss: weighted from 0.2100 to 0.0800, least 0.0700 at step 1,400, most 0.2200 at step 5." Raw values, as
 * they were logged; a line without any is left out. Null where no line has one.
 */
export function chartSummary({ title, series, formatValue, placeOf }: Told): string | null {
  const lines = series.flatMap((one) => {
    const words = lineInWords(one, formatValue, placeOf);
    return words === null ? [] : [words];
  });
  if (lines.length === 0) return null;
  const told = lines.slice(0, MOST_TOLD);
  if (lines.length > told.length) {
    told.push(t("charts:summary.more", { count: lines.length - told.length }));
  }
  return t("charts:summary.chart", { title, lines: told.join(t("charts:summary.between")) });
}

function lineInWords(
  { name, x, raw, extremes }: ChartSeries,
  formatValue: Told["formatValue"],
  placeOf: Told["placeOf"],
): string | null {
  const [lowest, highest] = wholeExtremes(raw, extremes);
  if (lowest < 0) return null;
  const first = raw.findIndex(Number.isFinite);
  const last = raw.findLastIndex(Number.isFinite);
  const value = (index: number) => formatValue(raw[index] ?? Number.NaN);
  const place = (index: number) => placeOf(x[index] ?? Number.NaN);
  if (first === last) {
    return t("charts:summary.point", { name, value: value(first), place: place(first) });
  }
  return t("charts:summary.line", {
    name,
    first: value(first),
    last: value(last),
    least: value(lowest),
    leastAt: place(lowest),
    most: value(highest),
    mostAt: place(highest),
  });
}

/** "Step 420: weighted 0.0810, plain 0.0790"; what has no value there is left out. */
export function placeInWords({ series, formatValue, placeOf }: Told, at: number): string {
  const values = series.map((one) => ({ name: one.name, value: valueAt(one, at) }));
  return valuesInWords(placeOf(at), values, formatValue);
}

/** The same of values that are known already, in the order given. */
export function valuesInWords(
  place: string,
  values: readonly { name: string; value: number }[],
  formatValue: Told["formatValue"],
): string {
  const there = values.filter(({ value }) => Number.isFinite(value));
  if (there.length === 0) return t("charts:summary.nothing", { place });
  const told: string[] = there
    .slice(0, MOST_TOLD)
    .map(({ name, value }) => t("charts:summary.value", { name, value: formatValue(value) }));
  if (there.length > MOST_TOLD) {
    told.push(t("charts:summary.more", { count: there.length - MOST_TOLD }));
  }
  return t("charts:summary.place", { place, values: told.join(t("charts:summary.comma")) });
}

/** Points that a logarithmic axis cannot show: those at or below 0. */
export function countAtOrBelowZero(series: readonly ChartSeries[]): number {
  let count = 0;
  for (const { raw, extremes } of series) {
    const [lowest] = wholeExtremes(raw, extremes);
    if (lowest < 0 || (raw[lowest] ?? 0) > 0) continue;
    for (const value of raw) if (value <= 0 && Number.isFinite(value)) count++;
  }
  return count;
}

/** The place of the series with the most points, which the arrow keys move through. */
export function longestX(series: readonly ChartSeries[]): Float64Array {
  let longest: ChartSeries | null = null;
  for (const one of series) {
    if (readLine(one).length > (longest?.x.length ?? 0)) longest = one;
  }
  return longest?.x ?? new Float64Array();
}
