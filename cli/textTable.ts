// Tables and measured values as text, for a terminal.
import type { Interval } from "../src/domain/evaluation.ts";

/** What stands where nothing was measured. */
export const NOTHING = "-";

/** Pads each column to its widest cell; columns of numbers stand right. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        /^([-+]?[\d.]+|-)$/.test(cell)
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** Three decimals, or a dash. */
export function decimal(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : value.toFixed(3);
}

/** For example "0.812 [0.790, 0.833]": the value and its 95 % interval. */
export function withInterval(interval: Interval | null | undefined): string {
  if (interval === null || interval === undefined) return NOTHING;
  const { value, low, high } = interval;
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** A share in per cent: "81.2". */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? NOTHING : (100 * share).toFixed(1);
}

/** A share in per cent with its 95 % interval: "81.2 [79.0, 83.3]". */
export function percentWithInterval(interval: Interval | null | undefined): string {
  if (interval === null || interval === undefined) return NOTHING;
  const { value, low, high } = interval;
  return `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}

/** A difference of shares in percentage points, signs written: "+2.1 [-0.4, +4.6]". */
export function pointsWithInterval(interval: Interval | null | undefined): string {
  if (interval === null || interval === undefined) return NOTHING;
  const [value, low, high] = [interval.value, interval.low, interval.high].map(signedPoints);
  return `${value} [${low}, ${high}]`;
}

function signedPoints(difference: number): string {
  const size = Math.abs(100 * difference).toFixed(1);
  return Number(size) === 0 ? size : `${difference < 0 ? "-" : "+"}${size}`;
}
