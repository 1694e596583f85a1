// What stands along the bottom of a chart: steps, or training time.
import type { XUnit } from "../../store/traceUnits.ts";
import { formatStep } from "../train/formatRun.ts";
import type { StepRange } from "./chartGeometry.ts";
import { ticksWithin } from "./niceAxis.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Round times between two ticks, in ms. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 4, 8, 12, 24, 48].map((count) => count * HOUR),
];
/** Times below this are told to the tenth of a second. */
const TENTHS_BELOW = MINUTE;

/** "0:42", "1:02:03"; with `digits` "0:04.2". A dash where it is no time. */
export function formatTime(ms: number, digits = 0): string {
  if (!Number.isFinite(ms) || ms < 0) return "–";
  const unit = SECOND / 10 ** digits;
  const rounded = Math.round(ms / unit) * unit;
  const hours = Math.floor(rounded / HOUR);
  const minutes = Math.floor(rounded / MINUTE) % 60;
  const seconds = ((rounded % MINUTE) / SECOND)
    .toFixed(digits)
    .padStart(digits > 0 ? 3 + digits : 2, "0");
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
    : `${minutes}:${seconds}`;
}

/** A place on the axis as it is read: whole steps, times to the tenth of a second where they are short. */
export function formatX(unit: XUnit, x: number): string {
  if (unit === "time") return formatTime(x, x < TENTHS_BELOW ? 1 : 0);
  return formatStep(unit === "step" ? Math.round(x) : Math.round(x * 10) / 10);
}

/** Ticks inside the range on round numbers or times, about `count` of them, with how they are written. */
export function xTicks(
  unit: XUnit,
  { low, high }: StepRange,
  count: number,
): { ticks: number[]; format: (x: number) => string } {
  if (unit !== "time") {
    // There are no half steps.
    const ticks = ticksWithin(low, high, count).filter((tick) => Number.isInteger(tick));
    return { ticks, format: formatStep };
  }
  const span = high - low;
  if (!(span > 0)) return { ticks: [low], format: formatTime };
  const step = TIME_STEPS.find((one) => one * count >= span * 0.999) ?? 96 * HOUR;
  const digits = step < 10 ? 3 : step < 100 ? 2 : step < SECOND ? 1 : 0;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    ticks.push(i * step);
  return { ticks, format: (x) => formatTime(x, digits) };
}
