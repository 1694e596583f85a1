// A logarithmic value axis: decades as ticks, or, where few of them are in sight, 1, 2 and 5 of each.
import { type Axis, ticksWithin } from "./niceAxis.ts";

/** Decades below the largest value that an axis shows at most; a gradient that dies goes below any axis. */
const MOST_DECADES = 6;
/** Decades are thinned out beyond this many ticks. */
const MOST_TICKS = 7;
/** An axis is kept while the values fill at least this share of it. */
const LEAST_FILL = 0.4;

/** Rounds away the binary dust of powers of ten. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** The largest of 1, 2, 5 times a power of ten that is not above a value > 0. */
function roundDown(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const mantissa = [5, 2, 1].find((one) => one * magnitude <= value * (1 + 1e-9)) ?? 1;
  return clean(mantissa * magnitude);
}

function roundUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const mantissa = [1, 2, 5, 10].find((one) => one * magnitude >= value * (1 - 1e-9)) ?? 10;
  return clean(mantissa * magnitude);
}

/** Ticks in [low, high], 0 < low < high. */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.log10(low), Math.log10(high)];
  const decades = last - first;
  const mantissas = decades > 3 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5];
  const stride = Math.max(1, Math.ceil(decades / MOST_TICKS));
  const ticks: number[] = [];
  for (let exponent = Math.floor(first); exponent <= last + 1e-9; exponent++) {
    if (exponent % stride !== 0) continue;
    for (const mantissa of mantissas) {
      const tick = clean(mantissa * 10 ** exponent);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : ticksWithin(low, high, 4);
}

/**
 * A logarithmic axis over the values in [low, high] above 0, widened to round numbers; never more than six
 * decades. Where no value is above 0 the axis is [0.1, 1].
 */
export function logAxis(low: number, high: number): Axis {
  if (!(high > 0) || !Number.isFinite(high)) return logAxis(0.1, 1);
  const least = Math.max(low > 0 ? low : high, high / 10 ** MOST_DECADES);
  const bottom = roundDown(least === high ? least * 0.9 : least);
  const top = roundUp(least === high ? high * 1.1 : high);
  return { low: bottom, high: top, ticks: logTicks(bottom, top), isLog: true };
}

/** The axis for values in [low, high], kept as it was where it still serves (see steadyAxis). */
export function steadyLogAxis(before: Axis | null, low: number, high: number): Axis {
  if (before?.isLog === true) {
    if (!(high >= low)) return before;
    const least = Math.max(low, high / 10 ** MOST_DECADES);
    const isInside = least >= before.low && high <= before.high;
    const fill = Math.log(high / least) / Math.log(before.high / before.low);
    if (isInside && (fill >= LEAST_FILL || high === low)) return before;
  }
  return logAxis(low, high);
}
