// The numbers of a chart as CSV: one row an x, each series' values and average in columns of their own.
import { csvCell } from "../../../base/csvCell.ts";
import { t } from "../../../strings/strings.ts";
import type { ChartData } from "../chartSeries.ts";
import { type ChartColumn, chartRows } from "../table/chartRows.ts";

/** More than float32 holds, and without the dust of float64. */
const DIGITS = 9;

/** What a column of a chart's table holds: the series' name, and where there are both, which of the two. */
export function columnName({ series, kind }: ChartColumn, decay: number): string {
  if (series.smooth === null) return series.name;
  return kind === "raw"
    ? t("chartTools:columns.raw", { name: series.name })
    : t("chartTools:columns.smooth", { name: series.name, decay: String(decay) });
}

/** RFC 4180 with a header; all points, not only those in sight. Time is in milliseconds. A gap is empty. */
export function chartCsv(data: ChartData): string {
  const { count, x, columns } = chartRows(data);
  const xName =
    data.xUnit === "time" ? t("chartTools:columns.time", { name: data.xName }) : data.xName;
  const lines = [
    [xName, ...columns.map((column) => columnName(column, data.decay))].map(csvCell).join(","),
  ];
  for (let row = 0; row < count; row++) {
    lines.push([x[row] ?? 0, ...columns.map(({ at }) => csvNumber(at(row)))].join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** Numbers stand as they are: a minus is no formula. */
function csvNumber(value: number): string {
  return Number.isNaN(value) ? "" : String(Number(value.toPrecision(DIGITS)));
}
